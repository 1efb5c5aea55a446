import CommerceCore

// The shapes of what is answered, under the names that operations refer to.
extension Schema {
    /// Every named schema, in the order of the reference page.
    package static let components: [(name: StaticString, schema: Schema)] =
        catalogComponents + groupComponents + shippingComponents + customerComponents + portalComponents
        + orderComponents + inventoryComponents + stockImportComponents + commonComponents
        + accessComponents + eventComponents + overviewComponents + liveSaleComponents

    static let shippingComponents: [(name: StaticString, schema: Schema)] = [
        (
            "ShippingMethod",
            .object([
                .init("id", .id(.shippingMethod)), .init("name", .text()),
                .init("description", .optionalText(bytes: 4_096)), .init("price", .money),
                .init("isActive", .flag), .init("createdAt", .time), .init("updatedAt", .time),
                .init("version", .count),
            ])
        )
    ]

    private static let stockFields: [Field] = [
        .init("id", .id(.variant)), .init("variantId", .id(.variant)), .init("sku", .optionalText()),
        .init("quantity", .number), .init("reserved", .count), .init("available", .number),
        .init("lowStockThreshold", .count), .init("trackInventory", .flag),
        .init("allowBackorder", .flag), .init("isLow", .flag), .init("lastRestockedAt", .nullable(.time)),
    ]

    static let inventoryComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Inventory", .object(stockFields)
        ),
        (
            "StockItem",
            .object(
                stockFields + [
                    .init("productId", .id(.product)), .init("productName", .text()),
                    .init("productStatus", .productStatus), .init("variantName", .text()),
                    .init("barcode", .optionalText()), .init("image", .optionalText(bytes: 2_048)),
                ])
        ),
        (
            "Reservation",
            .object([
                .init("reservationId", .reservationID), .init("variantId", .id(.variant)),
                .init("quantity", .count), .init("available", .number),
                .init("expiresAt", .nullable(.time)), .init("replayed", .flag, isRequired: false),
            ])
        ),
        (
            "Release",
            .object([
                .init("reservationId", .reservationID, isRequired: false),
                .init("variantId", .id(.variant)), .init("released", .count), .init("available", .number),
            ])
        ),
        (
            "Availability",
            .object([
                .init("variantId", .id(.variant)), .init("sku", .optionalText()), .init("requested", .count),
                .init("available", .number), .init("isAvailable", .flag),
            ])
        ),
        (
            "StockMovement",
            .object([
                .init("quantityChange", .number), .init("before", .number), .init("after", .number),
                .init("reason", .text()), .init("notes", .optionalText(bytes: 4_096)),
                .init("userId", .optionalText()), .init("orderId", .id(.order), isRequired: false),
                .init("orderNumber", .text(), isRequired: false), .init("createdAt", .time),
            ])
        ),
    ]

    static let commonComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Table",
            .object([
                .init("csv", .text(bytes: Int(UInt32.max))), .init("rows", .count),
                .init("nextCursor", .optionalText(bytes: RequestFields.cursorBytesMaximum)),
            ])
        ),
        (
            "Error",
            .object([
                .init("statusCode", .integer(400...599)), .init("code", .text()), .init("error", .text()),
                .init("message", .text(bytes: 4_096)), .init("details", .anyObject()),
                .init("requestId", .text(), isRequired: false),
            ])
        ),
        (
            "Session",
            .object([.init("subject", .text()), .init("permissions", .list(.text()))])
        ),
    ]

    static func optionalText(bytes: Int = 255) -> Schema { .nullable(.text(bytes: bytes)) }
}
