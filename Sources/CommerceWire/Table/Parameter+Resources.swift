import CommerceCore

// The members that describe a resource when it is made or changed: the seed's fields.
extension [Parameter] {
    static let productFields: [Parameter] = [
        .optional("name", .text()), .optional("slug", .text(bytes: 200)),
        .optional("description", .text(bytes: 65_536)), .optional("shortDescription", .text(bytes: 4_096)),
        .optional("basePrice", .money), .optional("compareAtPrice", .money), .optional("cost", .money),
        .optional("status", .productStatus), .optional("isVisible", .flag), .optional("isFeatured", .flag),
        .optional("metaTitle", .text()), .optional("metaDescription", .text(bytes: 1_024)),
        .optional("sku", .text(bytes: 100)), .optional("barcode", .text()),
        .optional("categoryIds", .list(.id(.category), 0...RequestFields.groupsMaximum)),
        .optional(
            "tags", .list(.text(bytes: RequestFields.tagBytesMaximum), 0...RequestFields.groupsMaximum)),
        .optional(
            "images",
            .list(
                .either(compact: .imageAddress, full: .named("NewProductImage")),
                0...RequestFields.imagesMaximum)),
        .optional("featuredImage", .imageAddress), .optional("vendor", .text()),
        .optional("productType", .text()),
    ]

    static let newProduct: [Parameter] =
        productFields.requiring("name", "basePrice") + stockSettings + [
            .optional("quantity", .openingQuantity), .optional("attributes", .anyObject()),
            .optional("variants", .list(.named("NewVariant"), 1...1_000)),
        ]

    static let variantFields: [Parameter] = [
        .optional("name", .text()), .optional("sku", .text(bytes: 100)), .optional("barcode", .text()),
        .optional("attributes", .anyObject()), .optional("price", .money),
        .optional("compareAtPrice", .money), .optional("cost", .money),
        .optional("image", .imageAddress), .optional("isActive", .flag),
    ]

    static let newVariant: [Parameter] =
        variantFields.requiring("name") + stockSettings + [.optional("quantity", .openingQuantity)]

    static let stockSettings: [Parameter] = [
        .optional("lowStockThreshold", .integer(0...Quantity.requestMaximum.units)),
        .optional("trackInventory", .flag), .optional("allowBackorder", .flag),
    ]

    static let categoryFields: [Parameter] = [
        .optional("name", .text()), .optional("slug", .text(bytes: 200)),
        .optional("description", .text(bytes: 4_096)), .optional("parentId", .id(.category)),
        .optional("displayOrder", .integer(RequestFields.displayOrders)), .optional("isVisible", .flag),
        .optional("image", .imageAddress),
    ]

    static let tagFields: [Parameter] = [
        .optional("name", .text(bytes: RequestFields.tagBytesMaximum)), .optional("slug", .text(bytes: 200)),
    ]

    /// What the list of products can be asked for.
    static let productFilters: [Parameter] = [
        .optional("q", .text()), .optional("status", .productStatus),
        .optional("categoryId", .id(.category)),
        .optional(
            "tags", .list(.text(bytes: RequestFields.tagBytesMaximum), 0...RequestFields.groupsMaximum)),
        .optional("minPrice", .money), .optional("maxPrice", .money), .optional("featured", .flag),
        .optional("visible", .flag), .optional("inStock", .flag),
    ]

    static let shippingMethodFields: [Parameter] = [
        .optional("name", .text()), .optional("description", .text(bytes: 4_096)), .optional("price", .money),
        .optional("isActive", .flag),
    ]

    static let newShippingMethod: [Parameter] = shippingMethodFields.requiring("name", "price")

    static let customerFields: [Parameter] = [
        .optional("email", .text(bytes: 254)), .optional("firstName", .text()),
        .optional("lastName", .text()),
        .optional("phone", .text(bytes: 50)), .optional("company", .text()),
        .optional("shippingAddress", .address), .optional("billingAddress", .address),
        .optional("notes", .text(bytes: 4_096)), .optional("tags", .list(.text(bytes: 64), 0...100)),
    ]

    static let newCustomer: [Parameter] = customerFields.requiring("email", "firstName", "lastName")

    static let newOrder: [Parameter] = [
        .required("customerId", .id(.customer)), .required("items", .list(.named("NewOrderItem"), 1...2_000)),
        .optional("shippingAddress", .address), .optional("billingAddress", .address),
        .optional("shippingMethodId", .id(.shippingMethod)), .optional("tax", .money),
        .optional("discount", .money), .optional("shipping", .money),
        .optional("customerNotes", .text(bytes: 4_096)),
    ]

    static let quotedOrder: [Parameter] = newOrder.filter {
        ["items", "shippingMethodId", "tax", "discount", "shipping"].contains($0.name.description)
    }

    /// The same, of which these must be there.
    func requiring(_ names: StaticString...) -> [Parameter] {
        let wanted = Set(names.map(\.description))
        return map { wanted.contains($0.name.description) ? .required($0.name, $0.schema) : $0 }
    }

    /// As the members of an object.
    var asFields: [Schema.Field] {
        map {
            Schema.Field($0.name, $0.isRequired ? $0.schema : .nullable($0.schema), isRequired: $0.isRequired)
        }
    }
}

extension Schema {
    static let openingQuantity = Schema.integer(0...Quantity.requestMaximum.units)
    static let imageAddress = Schema.text(bytes: 2_048)
    static let timeToLive = Schema.integer(0...Reservation.timeToLiveMaximumMilliseconds / 1_000)
}
