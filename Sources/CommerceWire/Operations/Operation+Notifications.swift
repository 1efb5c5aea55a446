import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// What people who work here are told, and what each has read. Everybody sees what their permissions let them.
    static let notifications: [Operation] = [
        Operation(
            "notifications.list", .needs(.notificationsRead), .read, .get("/notifications"),
            takes: .page() + [
                .optional("unreadOnly", .flag), .optional("category", .enumeration(["WORKFLOW"])),
                .optional("kind", .list(.notificationKind, 1...16)),
                .optional("priority", .list(.priority, 1...16)),
            ], answers: .named("NotificationPage"),
            "What happened that people should know, newest first; the newest 4096 are kept",
            listNotifications),
        Operation(
            "notifications.unreadCount", .needs(.notificationsRead), .read,
            .get("/notifications/unread-count"), answers: .named("UnreadCount"),
            "How many notifications the caller has not read", countUnread),
        Operation(
            "notifications.markRead", .needs(.notificationsRead), .unauditedChange,
            .post("/notifications/read"),
            takes: [
                .optional("ids", .list(.sequence, 1...1_000)), .optional("through", .sequence),
            ], answers: .named("UnreadCount"), "The caller has read these, or all up to one", markRead),
        Operation(
            "notifications.markUnread", .needs(.notificationsRead), .unauditedChange,
            .post("/notifications/unread"), takes: [.required("ids", .list(.sequence, 1...1_000))],
            answers: .named("UnreadCount"), "Takes back that the caller has read these", markUnread),
    ]

    private static let listNotifications: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let selection = try fields.list(NotificationQuery.sorts)
        let query = try NotificationQuery(fields)
        let reader = request.session.reader(in: shop)
        let mark = reader.map { shop.readMark(of: $0) } ?? ReadMark()
        let permissions = request.permissions
        var matching: [Notification] = []
        var last: UInt64?
        shop.forEachNotification(seenWith: permissions) { notification in
            last = last ?? notification.sequence
            if query.matches(notification, isRead: mark.contains(notification.sequence)) {
                matching.append(notification)
            }
            return true
        }
        let total = matching.count
        let page = query.page(of: matching, selection.request)
        reply.append("{\"items\":")
        reply.beginArray()
        for notification in page.shown {
            reply.value(notification, isRead: mark.contains(notification.sequence), in: shop)
        }
        reply.endArray()
        reply.member("nextCursor", page.next.map { selection.cursor(at: $0) })
        reply.member("total", total)
        reply.members(unreadBy: reader, permissions, in: shop)
        reply.endObject()
    }

    private static let countUnread: Handler = { (request, shop, reply) throws(Rejection) in
        writeUnread(request, shop, &reply)
    }

    private static let markRead: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let isList = fields.optional("ids") != nil
        guard isList != (fields.optional("through") != nil) else {
            if isList { throw .invalidValue(field: "through", reason: "give ids or through, not both") }
            throw .missingField("ids")
        }
        let subject = request.subject(in: shop)
        if isList {
            shop.markRead(try fields.sequences("ids"), by: subject)
        } else {
            shop.markRead(through: try fields.sequence("through"), by: subject)
        }
        writeUnread(request, shop, &reply)
    }

    private static let markUnread: Handler = { (request, shop, reply) throws(Rejection) in
        shop.markUnread(try request.fields.sequences("ids"), by: request.subject(in: shop))
        writeUnread(request, shop, &reply)
    }

    private static func writeUnread(_ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter) {
        reply.beginObject()
        reply.members(unreadBy: request.session.reader(in: shop), request.permissions, in: shop)
        reply.endObject()
    }
}

extension JSONWriter {
    /// How much somebody has not read, of what there is up to now.
    fileprivate mutating func members(
        unreadBy reader: SubjectOrdinal?, _ permissions: PermissionSet, in shop: isolated Shop
    ) {
        var last: String?
        shop.forEachNotification(seenWith: permissions) { notification in
            last = String(notification.sequence)
            return false
        }
        member("unread", shop.unreadCount(of: reader, seenWith: permissions))
        member("lastId", last)
        member("sequence", Int64(shop.sequence))
    }
}
