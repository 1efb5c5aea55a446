import CommerceCore

extension Schema {
    static let orderComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Order",
            .object(
                orderFields + [
                    .init("items", .list(.named("OrderItem"))),
                    .init("statusHistory", .list(.named("StatusChange"))),
                    .init("internalNotes", .list(.named("OrderNote"))),
                    .init("shipments", .list(.named("Shipment"))), .init("refunds", .list(.named("Refund"))),
                    .init("allowedStatuses", .list(.orderStatus)),
                    .init("allowedTransitions", .list(transition(to: .orderStatus))),
                    .init("allowedPayments", .list(transition(to: .paymentStatus))),
                    .init("refundable", .money), .init("version", .count),
                    .init("replayed", .flag, isRequired: false),
                ])
        ),
        (
            "Quotation",
            .object([
                .init(
                    "items",
                    .list(
                        .object([
                            .init("productId", .id(.product)), .init("variantId", .id(.variant)),
                            .init("productName", .text()), .init("variantName", .text()),
                            .init("sku", .optionalText()), .init("quantity", .count),
                            .init("unitPrice", .money), .init("totalPrice", .money),
                            .init("available", .number), .init("isAvailable", .flag),
                        ]))), .init("subtotal", .money), .init("tax", .money), .init("shipping", .money),
                .init("discount", .money), .init("total", .money), .init("isAvailable", .flag),
                .init("sequence", .count),
            ])
        ),
        (
            "OrderVerdict",
            .object([
                .init("id", .anyText), .init("orderNumber", .text(), isRequired: false),
                .init("status", .orderStatus, isRequired: false),
                .init("paymentStatus", .paymentStatus, isRequired: false),
                .init("error", .named("Error"), isRequired: false),
            ])
        ),
        (
            "PlacedOrder",
            .object([
                .init("orderId", .id(.order)), .init("orderNumber", .text()), .init("status", .orderStatus),
                .init("total", .money), .init("replayed", .flag),
            ])
        ),
        (
            "NewOrderItem",
            .object([
                .init("variantId", .id(.variant), isRequired: false),
                .init("sku", .text(bytes: 100), isRequired: false),
                .init("reservationId", .reservationID, isRequired: false),
                .init("quantity", .quantity, isRequired: false),
                .init("unitPrice", .money, isRequired: false),
            ])
        ),
        (
            "OrderItem",
            .object([
                .init("id", .id(.orderItem)), .init("productId", .id(.product)),
                .init("productVariantId", .id(.variant)), .init("productName", .text()),
                .init("variantName", .text()), .init("sku", .optionalText()), .init("quantity", .count),
                .init("unitPrice", .money), .init("totalPrice", .money), .init("shippedQuantity", .count),
                .init("refundedQuantity", .count), .init("restockedQuantity", .count),
                .init("createdAt", .time),
            ])
        ),
        (
            "StatusChange",
            .object([
                .init("fromStatus", .nullable(.orderStatus)), .init("toStatus", .orderStatus),
                .init("userId", .text()), .init("notes", .optionalText(bytes: 4_096)),
                .init("createdAt", .time),
            ])
        ),
        (
            "OrderNote",
            .object([
                .init("note", .text(bytes: 4_096)), .init("userId", .text()), .init("createdAt", .time),
            ])
        ),
        ("LineUnits", .object(unitFields)),
        ("RefundUnits", .object(unitFields + [.init("restock", .flag, isRequired: false)])),
        (
            "Shipment",
            .object([
                .init("lines", .list(.object(movedUnitFields))), .init("carrier", .optionalText()),
                .init("trackingNumber", .optionalText()), .init("trackingUrl", .optionalText(bytes: 2_048)),
                .init("userId", .text()), .init("createdAt", .time),
            ])
        ),
        (
            "Refund",
            .object([
                .init("amount", .money),
                .init("lines", .list(.object(movedUnitFields + [.init("restock", .flag)]))),
                .init("reason", .optionalText(bytes: 4_096)), .init("userId", .text()),
                .init("createdAt", .time),
            ])
        ),
    ]

    /// A move that is allowed, or why not.
    private static func transition(to states: Schema) -> Schema {
        .object([.init("status", states), .init("isAllowed", .flag), .init("reason", .optionalText())])
    }

    private static let orderFields: [Field] = [
        .init("id", .id(.order)), .init("orderNumber", .text()), .init("customerId", .id(.customer)),
        .init("status", .orderStatus), .init("paymentStatus", .paymentStatus),
        .init("fulfillmentStatus", .fulfillmentStatus), .init("subtotal", .money), .init("tax", .money),
        .init("shipping", .money), .init("discount", .money), .init("total", .money),
        .init("refundedTotal", .money), .init("shippingAddress", .address),
        .init("billingAddress", .address), .init("shippingMethodId", .nullable(.id(.shippingMethod))),
        .init("trackingNumber", .optionalText()), .init("customerEmail", .text()),
        .init("customerName", .text(bytes: 512)), .init("customerPhone", .optionalText()),
        .init("customerNotes", .optionalText(bytes: 4_096)), .init("idempotencyKey", .optionalText()),
        .init("createdAt", .time), .init("updatedAt", .time), .init("paidAt", .nullable(.time)),
        .init("shippedAt", .nullable(.time)), .init("deliveredAt", .nullable(.time)),
        .init("cancelledAt", .nullable(.time)), .init("cancelReason", .optionalText()),
    ]

    /// How a request names units of an order's line.
    private static let unitFields: [Field] = [
        .init("orderItemId", .id(.orderItem), isRequired: false),
        .init("sku", .text(bytes: 100), isRequired: false),
        .init("variantId", .id(.variant), isRequired: false), .init("quantity", .quantity),
    ]

    private static let movedUnitFields: [Field] = [
        .init("orderItemId", .id(.orderItem)), .init("quantity", .count),
    ]
}
