// How each kind is called, who may see it and how pressing it is.
extension Notification.Kind {
    package var name: StaticString {
        switch self {
        case .newOrder: "NEW_ORDER"
        case .orderStatus: "ORDER_STATUS"
        case .orderCancelled: "ORDER_CANCELLED"
        case .lowStock: "LOW_STOCK"
        case .orderFailed: "ORDER_FAILED"
        }
    }

    package var requiredPermission: Permission {
        switch self {
        case .newOrder, .orderStatus, .orderCancelled, .orderFailed: .ordersRead
        case .lowStock: .inventoryRead
        }
    }

    package var priority: NotificationPriority {
        switch self {
        case .newOrder, .orderFailed: .high
        case .orderStatus, .orderCancelled, .lowStock: .normal
        }
    }
}

/// How pressing a notification is.
package enum NotificationPriority: Hashable, Sendable, CaseIterable {
    case normal, high

    package var name: StaticString {
        switch self {
        case .normal: "NORMAL"
        case .high: "HIGH"
        }
    }
}
