import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON

// What has happened since the last time, written once for all.
extension EventHub {
    /// So many notifications are told one by one, a few times a second.
    private static let notificationsAtOnce = 20
    private static let variantsAtOnce = 200
    private static let ordersAtOnce = 50
    /// So many are told again to who comes back.
    private static let notificationsAgain = 50

    /// Puts what has happened to `topics` into the ring.
    func collect(_ topics: EventTopics, _ shop: isolated Shop) {
        let sequence = shop.sequence
        let second = shop.now.milliseconds / 1_000
        let changes = sequence != toldSequence
        // First, for they have smaller numbers than what follows.
        if topics.contains(.notifications) && changes {
            let news = notificationFrames(
                after: notifiedSequence, atMost: EventHub.notificationsAtOnce, shop)
            for frame in news { ring.append(frame) }
            notifiedSequence = sequence
        }
        if topics.contains(.liveSale) && shop.sampledSecond > soldSecond {
            soldSecond = shop.sampledSecond
            append("liveSale", .liveSale, sequence, shop) { $0.liveSale($1) }
        }
        if topics.contains(.overview) {
            needsOverview = needsOverview || changes
            if needsOverview && second != overviewSecond {
                (needsOverview, overviewSecond) = (false, second)
                append("overview", .overview, sequence, shop) { writer, _ in
                    writer.beginObject()
                    writer.member("sequence", Int64(clamping: sequence))
                    writer.endObject()
                }
            }
        }
        // Stock changes without a record too, when a reservation lapses.
        if topics.contains(.stock) {
            let variants = shop.takeChangedStock(atMost: EventHub.variantsAtOnce)
            if !variants.isEmpty {
                append("stock", .stock, sequence, shop) { $0.stockNews(variants, in: $1) }
            }
        }
        if topics.contains(.orders), let news = shop.takeOrderNews(atMost: EventHub.ordersAtOnce) {
            append("orders", .orders, sequence, shop) { $0.orderNews(news, in: $1) }
        }
        toldSequence = sequence
    }

    private func append(
        _ name: StaticString, _ topic: EventTopic, _ sequence: UInt64, _ shop: isolated Shop,
        _ write: (inout JSONWriter, isolated Shop) -> Void
    ) {
        writer.removeAll()
        write(&writer, shop)
        ring.append(EventFrame(name, topic: topic, sequence: sequence, json: writer.bytes))
    }

    /// What somebody has missed who has heard everything up to `sequence`; `nil` if it is not kept any more.
    func missedNotifications(after sequence: UInt64, _ shop: isolated Shop) -> [EventFrame]? {
        guard sequence <= shop.sequence, !shop.hasForgottenNotifications(after: sequence) else { return nil }
        return notificationFrames(after: sequence, atMost: EventHub.notificationsAgain, shop).filter {
            $0.sequence <= notifiedSequence
        }
    }

    /// The notifications above `sequence`, oldest first; where more than `limit` need the same permission, they are
    /// summed up.
    private func notificationFrames(
        after sequence: UInt64, atMost limit: Int, _ shop: isolated Shop
    ) -> [EventFrame] {
        let first = shop.notificationIndex(after: sequence)
        guard first < shop.notificationCount else { return [] }
        let news = (first..<shop.notificationCount).map { shop.notification($0) }
        var frames: [EventFrame] = []
        for permission in [Permission.ordersRead, .inventoryRead] {
            let part = news.filter { $0.kind.requiredPermission == permission }
            if part.count > limit, let last = part.last {
                writer.removeAll()
                writer.beginObject()
                writer.member("count", part.count)
                writer.member("lastId", String(last.sequence))
                writer.endObject()
                frames.append(
                    EventFrame(
                        "notifications", topic: .notifications, permission: permission,
                        sequence: last.sequence, json: writer.bytes))
                continue
            }
            for notification in part {
                writer.removeAll()
                writer.value(notification, isRead: nil, in: shop)
                frames.append(
                    EventFrame(
                        "notification", topic: .notifications, permission: permission,
                        sequence: notification.sequence, json: writer.bytes))
            }
        }
        return frames.sorted { $0.sequence < $1.sequence }
    }
}
