import CommerceCore

// The shapes of the catalog.
extension Schema {
    static let catalogComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Product",
            .object([
                .init("id", .id(.product)), .init("name", .text()), .init("slug", .text()),
                .init("description", .optionalText(bytes: 65_536)),
                .init("shortDescription", .optionalText(bytes: 4_096)), .init("basePrice", .money),
                .init("compareAtPrice", .nullable(.money)), .init("cost", .nullable(.money)),
                .init("sku", .optionalText()), .init("barcode", .optionalText()),
                .init("status", .productStatus), .init("isVisible", .flag), .init("isFeatured", .flag),
                .init("metaTitle", .optionalText()), .init("metaDescription", .optionalText(bytes: 1_024)),
                .init("createdAt", .time), .init("updatedAt", .time),
                .init("publishedAt", .nullable(.time)), .init("vendor", .optionalText()),
                .init("productType", .optionalText()),
                .init("featuredImage", .optionalText(bytes: 2_048)),
                .init("images", .list(.named("ProductImage"))),
                .init("categories", .list(.named("GroupName"))), .init("tags", .list(.named("GroupName"))),
                .init("version", .count), .init("variants", .list(.named("Variant"))),
            ])
        ),
        (
            "Variant",
            .object([
                .init("id", .id(.variant)), .init("productId", .id(.product)), .init("name", .text()),
                .init("sku", .optionalText()), .init("barcode", .optionalText()),
                .init("attributes", .anyObject()), .init("price", .nullable(.money)),
                .init("compareAtPrice", .nullable(.money)), .init("cost", .nullable(.money)),
                .init("image", .optionalText(bytes: 2_048)), .init("isActive", .flag),
                .init("createdAt", .time), .init("updatedAt", .time), .init("version", .count),
                .init("inventory", .named("Inventory")),
            ])
        ),
        ("NewVariant", .object([Parameter].newVariant.asFields)),
        (
            "StatusVerdict",
            .object([
                .init("id", .anyText), .init("status", .productStatus, isRequired: false),
                .init("error", .named("Error"), isRequired: false),
            ])
        ),
    ]

    static let groupComponents: [(name: StaticString, schema: Schema)] = [
        (
            "ProductImage",
            .object([.init("url", .text(bytes: 2_048)), .init("alt", .optionalText(bytes: 1_024))])
        ),
        (
            "NewProductImage",
            .object([
                .init("url", .text(bytes: 2_048)),
                .init("alt", .optionalText(bytes: 1_024), isRequired: false),
            ])
        ),
        (
            "Upload",
            .object([
                .init("url", .text(bytes: 128)), .init("width", .count), .init("height", .count),
                .init("bytes", .count), .init("format", .enumeration(["png", "jpeg", "webp", "gif"])),
            ])
        ),
        ("ProductImport", .object(productImportFields)),
        ("GroupName", .object([.init("id", .text()), .init("name", .text()), .init("slug", .text())])),
        (
            "Category",
            .object([
                .init("id", .id(.category)), .init("name", .text()), .init("slug", .text()),
                .init("description", .optionalText(bytes: 4_096)),
                .init("parentId", .nullable(.id(.category))), .init("displayOrder", .number),
                .init("isVisible", .flag), .init("image", .optionalText(bytes: 2_048)),
                .init("createdAt", .time), .init("updatedAt", .time), .init("version", .count),
                .init("productCount", .count), .init("depth", .count),
            ])
        ),
        (
            "Tag",
            .object([
                .init("id", .id(.tag)), .init("name", .text()), .init("slug", .text()),
                .init("createdAt", .time), .init("productCount", .count),
            ])
        ),
    ]

    private static let productImportFields: [Field] = [
        .init("dryRun", .flag), .init("rows", .count),
        .init(
            "products",
            .list(
                .object([
                    .init("line", .count), .init("handle", .text()),
                    .init("productId", .id(.product), isRequired: false),
                    .init("error", .named("Error"), isRequired: false),
                    .init("action", .enumeration(["created", "updated", "unchanged", "refused"])),
                ]))), .init("created", .count), .init("updated", .count), .init("unchanged", .count),
        .init("refused", .count), .init("issueCount", .count),
        .init(
            "issues",
            .list(
                .object([
                    .init("line", .count), .init("column", .optionalText(bytes: 65_536)),
                    .init("reason", .text(bytes: 65_536)), .init("allowed", .text(bytes: 4_096)),
                ]))),
    ]
}
