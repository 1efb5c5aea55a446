import CommerceCore

/// What a stream of events is about. Each needs permissions of its own.
package enum EventTopic: UInt8, CaseIterable {
    case notifications, stock, orders, overview, liveSale

    var name: StaticString {
        switch self {
        case .notifications: "notifications"
        case .stock: "stock"
        case .orders: "orders"
        case .overview: "overview"
        case .liveSale: "liveSale"
        }
    }

    var permissions: [Permission] {
        switch self {
        case .notifications: [.notificationsRead]
        case .stock: [.inventoryRead]
        case .orders, .overview: [.ordersRead]
        case .liveSale: [.inventoryRead, .ordersRead]
        }
    }
}

/// Some topics.
package struct EventTopics: OptionSet, Hashable {
    package let rawValue: UInt8

    static let notifications = EventTopics(.notifications)
    static let all = EventTopics(rawValue: 1 << UInt8(EventTopic.allCases.count) - 1)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package init(_ topic: EventTopic) { rawValue = 1 << topic.rawValue }

    func contains(_ topic: EventTopic) -> Bool { contains(EventTopics(topic)) }

    var topics: [EventTopic] { EventTopic.allCases.filter { contains($0) } }

    /// Reads names with commas between them.
    ///
    /// - Throws: ``Rejection/missingField(_:)`` for none, ``Rejection/invalidValue(field:reason:)`` for one that is none.
    init(names: String) throws(Rejection) {
        var topics: EventTopics = []
        for name in names.split(separator: ",", omittingEmptySubsequences: false) {
            guard let topic = EventTopic.allCases.first(where: { $0.name.description == name }) else {
                let allowed = EventTopic.allCases.map(\.name.description).joined(separator: ", ")
                throw .invalidValue(field: "topics", reason: "must be one or several of \(allowed)")
            }
            topics.insert(EventTopics(topic))
        }
        self = topics
    }
}
