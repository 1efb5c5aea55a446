import CommerceCore

extension Schema {
    static let portalComponents: [(name: StaticString, schema: Schema)] = [
        (
            "PortalLink",
            .object([
                .init("token", .text(bytes: 64)), .init("url", .text(bytes: 2_048)),
                .init("expiresAt", .nullable(.time)), .init("replayed", .flag, isRequired: false),
            ])
        ),
        (
            "Portal",
            .object([
                .init("shop", .object(shopFields)),
                .init(
                    "customer",
                    .object([
                        .init("firstName", .text()), .init("lastName", .text()), .init("email", .text()),
                    ])),
                .init("expiresAt", .time), .init("orders", .list(.named("PortalOrder"))),
                .init("nextCursor", .nullable(.text(bytes: 2_048))), .init("total", .count),
            ])
        ),
        (
            "PortalOrder",
            .object([
                .init("orderNumber", .text()), .init("status", .orderStatus),
                .init("paymentStatus", .paymentStatus), .init("fulfillmentStatus", .fulfillmentStatus),
                .init("stage", stage),
                .init(
                    "stages", .list(.object([.init("stage", stage), .init("at", .nullable(.time))]))),
                .init("subtotal", .money), .init("tax", .money), .init("shipping", .money),
                .init("discount", .money), .init("total", .money), .init("refundedTotal", .money),
                .init("customerName", .text(bytes: 512)), .init("shippingAddress", .object(addressFields)),
                .init("items", .list(.object(itemFields))),
                .init("shipments", .list(.object(shipmentFields))),
                .init(
                    "refunds", .list(.object([.init("amount", .money), .init("createdAt", .time)]))),
                .init(
                    "history",
                    .list(
                        .object([
                            .init("fromStatus", .nullable(.orderStatus)), .init("toStatus", .orderStatus),
                            .init("createdAt", .time),
                        ]))),
                .init("createdAt", .time), .init("paidAt", .nullable(.time)),
                .init("shippedAt", .nullable(.time)), .init("deliveredAt", .nullable(.time)),
                .init("cancelledAt", .nullable(.time)),
            ])
        ),
    ]

    private static let stage = Schema.names(OrderStage.self, \.name)

    private static let shopFields: [Field] = [
        .init("name", .text()), .init("contactEmail", .optionalText()),
        .init("contactPhone", .optionalText()), .init("currency", .text()), .init("locale", .text()),
    ]

    private static let addressFields: [Field] = [
        "firstName", "lastName", "company", "line1", "line2", "city", "region", "postalCode", "country",
        "phone",
    ].map { .init($0, .text(bytes: 4_096), isRequired: false) }

    private static let nameFields: [Field] = [
        .init("productName", .text()), .init("variantName", .text()), .init("sku", .optionalText()),
        .init("quantity", .count),
    ]

    private static let itemFields: [Field] =
        nameFields + [
            .init("unitPrice", .money), .init("totalPrice", .money), .init("shippedQuantity", .count),
            .init("refundedQuantity", .count),
        ]

    private static let shipmentFields: [Field] = [
        .init("items", .list(.object(nameFields))), .init("carrier", .optionalText()),
        .init("trackingNumber", .optionalText()), .init("trackingUrl", .optionalText(bytes: 2_048)),
        .init("createdAt", .time),
    ]
}
