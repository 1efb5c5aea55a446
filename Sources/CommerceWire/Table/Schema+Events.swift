import CommerceCore

extension Schema {
    /// The shapes of what the shop tells by itself.
    static let eventComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Notification",
            .object([
                .init("id", .sequence), .init("title", .text()), .init("message", .text(bytes: 2_048)),
                .init("category", .enumeration(["WORKFLOW"])), .init("priority", .priority),
                .init("actionUrl", .text()), .init("actionLabel", .text()),
                .init("requiredPermission", .text()), .init("kind", .notificationKind),
                .init("isRead", .flag), .init("createdAt", .time),
                .init("orderId", .nullable(.id(.order))), .init("orderNumber", .optionalText()),
                .init("status", .nullable(.orderStatus)), .init("variantId", .nullable(.id(.variant))),
                .init("sku", .optionalText()), .init("available", .nullable(.number)),
            ])
        ),
        (
            "NotificationPage",
            .object([
                .init("items", .list(.named("Notification"))),
                .init("nextCursor", .optionalText()), .init("total", .count), .init("unread", .count),
                .init("lastId", .nullable(.sequence)), .init("sequence", .count),
            ])
        ),
        (
            "Outbox",
            .object([
                .init(
                    "items",
                    .list(
                        .object([
                            .init("id", .sequence), .init("kind", .outboxKind),
                            .init("orderId", .id(.order)), .init("orderNumber", .text()),
                            .init("customerId", .id(.customer)), .init("email", .text()),
                            .init("name", .text(bytes: 512)), .init("total", .money),
                            .init("portalUrl", .optionalText(bytes: 2_048)),
                            .init("carrier", .optionalText()), .init("trackingNumber", .optionalText()),
                            .init("trackingUrl", .optionalText(bytes: 2_048)), .init("createdAt", .time),
                        ]), 0...Int(Page.limitMaximum))), .init("nextAfter", .nullable(.sequence)),
                .init("total", .count), .init("dropped", .count),
            ])
        ),
        (
            "UnreadCount",
            .object([
                .init("unread", .count), .init("lastId", .nullable(.sequence)), .init("sequence", .count),
            ])
        ),
    ]

    /// The number of a journal record as text, for numbers above 2^53 are none to every reader of JSON.
    static let sequence = Schema.text(bytes: 20)
    static let priority = Schema.names(NotificationPriority.self, \.name)
    static let outboxKind = Schema.names(OutboxEntry.Kind.self, \.name)
    static let notificationKind = Schema.names(Notification.Kind.self, \.name)
}
