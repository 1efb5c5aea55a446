import CommerceCore

extension Schema {
    static let customerComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Customer",
            .object([
                .init("id", .id(.customer)), .init("email", .text()), .init("firstName", .text()),
                .init("lastName", .text()), .init("phone", .optionalText()),
                .init("company", .optionalText()), .init("shippingAddress", .nullable(.address)),
                .init("billingAddress", .nullable(.address)), .init("notes", .optionalText(bytes: 4_096)),
                .init("tags", .list(.text())), .init("portalExpiresAt", .nullable(.time)),
                .init("createdAt", .time), .init("updatedAt", .time),
                .init("lastOrderAt", .nullable(.time)), .init("orderCount", .count),
                .init("statistics", .named("CustomerStatistics")), .init("version", .count),
                .init("recentOrders", .list(.named("OrderSummary")), isRequired: false),
            ])
        ),
        (
            "CustomerStatistics",
            .object([
                .init("orderCount", .count), .init("openOrderCount", .count),
                .init("lifetimeValue", .money), .init("totalPaid", .money), .init("refundedTotal", .money),
                .init("averageOrderValue", .nullable(.money)), .init("firstOrderAt", .nullable(.time)),
                .init("lastOrderAt", .nullable(.time)),
            ])
        ),
        (
            "OrderSummary",
            .object([
                .init("id", .id(.order)), .init("orderNumber", .text()), .init("status", .orderStatus),
                .init("paymentStatus", .paymentStatus), .init("fulfillmentStatus", .fulfillmentStatus),
                .init("total", .money), .init("createdAt", .time),
            ])
        ),
    ]
}
