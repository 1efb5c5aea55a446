import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import EventLoops

/// Tells whoever listens what happens in the shop.
///
///     event written ⇒ everything it tells is committed;   every listener hears a topic's events in their order
///
/// It runs at the end of turns, behind the commit, at most every quarter of a second: what changed meanwhile is
/// written once into a ring, and each listener has a place in that ring. So many listeners cost little more than
/// one, a thousand changes no more than the last of each thing, and while nobody listens a turn pays one branch.
/// A listener that does not keep up is told that it has missed something, and cut when it takes nothing at all.
/// It bounds what is kept and sent, and knows neither sockets nor HTTP.
final class EventHub {
    static let intervalNanoseconds: Int64 = 250_000_000
    private static let heartbeatNanoseconds: Int64 = 15_000_000_000
    /// So long the shop is watched after the last listener has gone, for one that comes back.
    private static let lingerNanoseconds: Int64 = 60_000_000_000
    private static let stallNanoseconds: Int64 = 30_000_000_000

    let shop: Shop
    private let loop: EventLoop
    private var listeners: [ObjectIdentifier: EventListener] = [:]
    var ring = EventRing()
    var writer = JSONWriter(capacityBytes: 65_536)
    /// The shop as of this sequence has been told.
    var toldSequence: UInt64 = 0
    /// Notifications up to this one have been told.
    var notifiedSequence: UInt64 = 0
    var overviewSecond: Int64 = 0
    var soldSecond: Int64 = 0
    var needsOverview = false
    private var followed: EventTopics = []
    private var nextPumpNanoseconds: Int64 = 0
    private var quietSinceNanoseconds: Int64 = 0
    private var timer: TimerToken?
    private var hasNewListeners = false
    private(set) var sentCount: UInt64 = 0
    private(set) var cutCount: UInt64 = 0
    private(set) var resetCount: UInt64 = 0

    init(shop: Shop, loop: EventLoop) {
        self.shop = shop
        self.loop = loop
    }

    var listenerCount: Int { listeners.count }

    // MARK: Listeners

    /// From the end of this turn on `listener` hears what happens. `owner` names it.
    func add(_ listener: EventListener, of owner: AnyObject) {
        listeners[ObjectIdentifier(owner)] = listener
        hasNewListeners = true
        guard timer == nil else { return }
        let milliseconds = EventHub.intervalNanoseconds / 1_000_000
        timer = loop.schedule(afterMilliseconds: milliseconds, repeating: milliseconds) {}
    }

    func remove(_ owner: AnyObject) { listeners[ObjectIdentifier(owner)] = nil }

    /// Tells everybody that the server ends, and closes their connections.
    func close() {
        for listener in listeners.values { end(listener, "shutting_down") }
        listeners = [:]
        timer?.cancel()
        timer = nil
    }

    // MARK: Turns

    /// Called after each commit. Almost always a comparison or two.
    @inline(__always)
    func turnEnded() {
        guard timer != nil else { return }
        if loop.nowNanoseconds >= nextPumpNanoseconds || hasNewListeners { pump() }
    }

    private func pump() {
        // Safety: on the loop that the shop and all of this live on.
        nonisolated(unsafe) let hub = self
        shop.assumeIsolated { hub.pump($0) }
    }

    private func pump(_ shop: isolated Shop) {
        let now = loop.nowNanoseconds
        follow(shop)
        if now >= nextPumpNanoseconds {
            collect(followed, shop)
            nextPumpNanoseconds = now + EventHub.intervalNanoseconds
        }
        hasNewListeners = false
        for listener in listeners.values {
            if listener.next == nil { greet(listener, shop) }
            deliver(to: listener, shop)
        }
        listeners = listeners.filter { !$0.value.isOver }
        if listeners.isEmpty {
            if quietSinceNanoseconds == 0 { quietSinceNanoseconds = now }
            if now - quietSinceNanoseconds >= EventHub.lingerNanoseconds { rest(shop) }
        } else {
            quietSinceNanoseconds = 0
        }
    }

    /// Watches what somebody listens to, and goes on with what somebody listened to.
    private func follow(_ shop: isolated Shop) {
        for listener in listeners.values where listener.next == nil {
            for topic in listener.topics.topics where !followed.contains(topic) {
                if followed.isEmpty {
                    toldSequence = shop.sequence
                    notifiedSequence = shop.sequence
                }
                followed.insert(EventTopics(topic))
                // What the shop did since the last event is told to nobody, and heard of by a reset if it matters.
                ring.follow(topic, from: shop.sequence)
                switch topic {
                case .notifications: notifiedSequence = shop.sequence
                case .stock: shop.watchStock(true)
                case .orders: shop.watchOrders(true)
                case .overview: needsOverview = false
                case .liveSale: soldSecond = shop.sampledSecond
                }
            }
        }
    }

    /// Watches nothing any more.
    private func rest(_ shop: isolated Shop) {
        shop.watchStock(false)
        shop.watchOrders(false)
        followed = []
        ring = EventRing()
        timer?.cancel()
        timer = nil
        quietSinceNanoseconds = 0
    }

    // MARK: Telling

    private func greet(_ listener: EventListener, _ shop: isolated Shop) {
        if listener.style != .lines {
            // What is not told yet comes with the next event; the greeting promises nothing of it.
            listener.send(
                control("ready", shop) { writer in
                    writer.key("topics")
                    writer.beginArray()
                    for topic in listener.topics.topics { writer.value(topic.name.description) }
                    writer.endArray()
                }, atNanoseconds: loop.nowNanoseconds)
        }
        listener.next = ring.end
        guard let heard = listener.lastHeard, heard < toldSequence || heard > shop.sequence else { return }
        if let position = ring.position(after: heard, of: listener.topics), heard <= toldSequence {
            listener.next = position
        } else if listener.topics == .notifications, let missed = missedNotifications(after: heard, shop) {
            for frame in missed where listener.mayHear(frame) {
                listener.send(frame, atNanoseconds: loop.nowNanoseconds)
            }
        } else {
            reset(listener, "gap", shop)
        }
    }

    private func deliver(to listener: EventListener, _ shop: isolated Shop) {
        if listener.connection.isClosing || listener.isOver {
            listener.isOver = true
            return
        }
        if let reason = judge(listener, shop) { return end(listener, reason) }
        let now = loop.nowNanoseconds
        guard listener.isReady else {
            let since = listener.stalledSince ?? now
            listener.stalledSince = since
            if now - since >= EventHub.stallNanoseconds {
                cutCount += 1
                end(listener, "slow")
            }
            return
        }
        listener.stalledSince = nil
        guard var next = listener.next else { return }
        if next < ring.first {
            reset(listener, "slow", shop)
            next = ring.end
        }
        while next < ring.end && listener.isReady {
            if let frame = ring[next], listener.mayHear(frame) {
                listener.send(frame, atNanoseconds: now)
                sentCount += 1
            }
            next += 1
        }
        listener.next = next
        guard listener.style != .lines else { return }
        if now - listener.lastSentNanoseconds >= EventHub.heartbeatNanoseconds {
            listener.send(control("heartbeat", shop) { _ in }, atNanoseconds: now)
        }
    }

    /// Why the listener may hear no more; `nil` if it may.
    private func judge(_ listener: EventListener, _ shop: isolated Shop) -> StaticString? {
        for topic in listener.topics.topics {
            for permission in topic.permissions {
                do throws(Rejection) {
                    try LineExecutor.judgeListener(permission, listener.session, shop)
                } catch {
                    return error.code == .forbidden ? "forbidden" : "signed_out"
                }
            }
        }
        return nil
    }

    private func reset(_ listener: EventListener, _ reason: StaticString, _ shop: isolated Shop) {
        resetCount += 1
        listener.send(
            control("reset", shop) { writer in
                writer.key("reason")
                writer.value(reason.description)
            }, atNanoseconds: loop.nowNanoseconds)
    }

    private func end(_ listener: EventListener, _ reason: StaticString) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("reason")
        writer.value(reason.description)
        writer.endObject()
        listener.send(
            EventFrame("bye", sequence: toldSequence, json: writer.bytes), atNanoseconds: loop.nowNanoseconds)
        listener.endChunks()
        listener.isOver = true
        listener.connection.closeAfterFlush()
    }

    /// An event about the stream itself, with the sequence that has been told and the time.
    private func control(
        _ name: StaticString, _ shop: isolated Shop, _ members: (inout JSONWriter) -> Void
    ) -> EventFrame {
        writer.removeAll()
        writer.beginObject()
        members(&writer)
        writer.member("sequence", Int64(clamping: toldSequence))
        writer.member("lastId", String(toldSequence))
        writer.key("serverTime")
        writer.value(shop.now)
        writer.endObject()
        return EventFrame(name, sequence: toldSequence, json: writer.bytes)
    }
}
