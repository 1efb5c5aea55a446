import CommerceCore
import CommerceEngine
import CompactJSON

/// Which notifications are wanted. What is not given restricts nothing; what is given must all hold.
struct NotificationQuery {
    enum Sort { case createdAt }

    static let sorts = ListSorts<Sort>([("createdAt", .createdAt)], isDescendingByDefault: true)

    private let unreadOnly: Bool
    private let kinds: [Notification.Kind]
    private let priorities: [NotificationPriority]

    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for the first that is none.
    init(_ fields: RequestFields) throws(Rejection) {
        unreadOnly = try fields.flag("unreadOnly") ?? false
        if let category = try fields.optionalString("category"), category != "WORKFLOW" {
            throw .invalidValue(field: "category", reason: "must be one of WORKFLOW")
        }
        kinds = try fields.enumerations("kind", Notification.Kind.self, \.name)
        priorities = try fields.enumerations("priority", NotificationPriority.self, \.name)
    }

    func matches(_ notification: Notification, isRead: Bool) -> Bool {
        !(unreadOnly && isRead) && (kinds.isEmpty || kinds.contains(notification.kind))
            && (priorities.isEmpty || priorities.contains(notification.kind.priority))
    }

    /// - Parameter matching: Newest first.
    /// - Returns: The page, and the position of its last entry if others follow.
    func page(of matching: [Notification], _ request: ListRequest) -> (
        shown: [Notification], next: ListPosition?
    ) {
        var rest = request.isDescending ? matching : matching.reversed()
        if let after = request.after.flatMap({ NotificationQuery.sequence($0) }) {
            rest.removeAll { request.isDescending ? $0.sequence >= after : $0.sequence <= after }
        }
        rest.removeFirst(min(request.offset, rest.count))
        let shown = Array(rest.prefix(request.limit))
        guard rest.count > shown.count, let last = shown.last else { return (shown, nil) }
        return (shown, NotificationQuery.position(last.sequence))
    }

    private static func position(_ sequence: UInt64) -> ListPosition {
        ListPosition(key: withUnsafeBytes(of: sequence.bigEndian) { Array($0) }, ordinal: 0)
    }

    /// The other way round; a cursor that was made up leads to the beginning or the end.
    private static func sequence(_ position: ListPosition) -> UInt64? {
        position.key.count == 8 ? position.key.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }
}

extension RequestFields {
    /// The number of a journal record.
    func sequence(_ name: StaticString) throws(Rejection) -> UInt64 {
        try RequestFields.sequence(try string(name, bytesMaximum: 20), name)
    }

    /// A list of 1 to 1,000 of them.
    func sequences(_ name: StaticString) throws(Rejection) -> [UInt64] {
        let list = try required(name)
        guard list.kind == .array, (1...1_000).contains(list.count) else {
            throw .invalidValue(field: name.description, reason: "must be a list of 1 to 1000 ids")
        }
        var sequences: [UInt64] = []
        for element in list.elements {
            let text = try RequestFields.string(element, name, bytesMaximum: 20)
            sequences.append(try RequestFields.sequence(text, name))
        }
        return sequences
    }

    private static func sequence(_ text: String, _ name: StaticString) throws(Rejection) -> UInt64 {
        guard let sequence = UInt64(text), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw .invalidValue(field: name.description, reason: "must be an id like 182331")
        }
        return sequence
    }
}
