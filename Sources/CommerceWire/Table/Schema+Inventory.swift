import CommerceCore

// The shapes of what concerns stock.
extension Schema {
    static let stockImportFields: [Field] = [
        .init("id", .id(.stockImport)), .init("name", .text()), .init("idempotencyKey", .optionalText()),
        .init("rowCount", .count), .init("userId", .text()), .init("createdAt", .time),
        .init("undoneAt", .nullable(.time)),
    ]

    private static let changedVariantFields: [Field] = [
        .init("variantId", .id(.variant)), .init("sku", .optionalText()), .init("productName", .text()),
        .init("variantName", .text()), .init("change", .number),
    ]

    static let stockImportComponents: [(name: StaticString, schema: Schema)] = [
        (
            "StockRow",
            .object([
                .init("sku", .text(bytes: 100), isRequired: false),
                .init("variantId", .id(.variant), isRequired: false),
                .init("quantity", .amount, isRequired: false),
                .init("quantityChange", .amount, isRequired: false),
                .init("expectedQuantity", .amount, isRequired: false),
                .init("reason", .text(bytes: 100), isRequired: false),
                .init("notes", .text(bytes: 1_024), isRequired: false),
            ])
        ),
        (
            "StockImportResult",
            .object([
                .init("importId", .nullable(.id(.stockImport))), .init("dryRun", .flag),
                .init("mode", .enumeration(["absolute", "delta"])), .init("applied", .count),
                .init(
                    "counts",
                    .object([
                        .init("changed", .count), .init("unchanged", .count),
                        .init("changedMeanwhile", .count), .init("errors", .count),
                    ])), .init("rows", .list(.named("StockImportRow"))), .init("sequence", .count),
                .init("replayed", .flag, isRequired: false),
            ])
        ),
        (
            "StockImportRow",
            .object([
                .init("line", .count), .init("sku", .optionalText()),
                .init("variantId", .nullable(.id(.variant))), .init("productName", .optionalText()),
                .init("variantName", .optionalText()), .init("before", .nullable(.number)),
                .init("after", .nullable(.number)), .init("change", .nullable(.number)),
                .init("isLargeJump", .flag),
                .init(
                    "error",
                    .nullable(
                        .object([
                            .init("code", .text()), .init("message", .text(bytes: 4_096)),
                            .init("column", .optionalText()),
                        ]))),
            ])
        ),
        ("StockImport", .object(stockImportFields)),
        ("ImportedChange", .object(changedVariantFields)),
        (
            "UndoResult",
            .object([
                .init("importId", .id(.stockImport)), .init("undone", .count),
                .init(
                    "rows",
                    .list(
                        .object(
                            changedVariantFields + [
                                .init("before", .number), .init("after", .number),
                                .init("error", .nullable(.named("Error"))),
                            ]))), .init("replayed", .flag, isRequired: false),
            ])
        ),
    ]
}
