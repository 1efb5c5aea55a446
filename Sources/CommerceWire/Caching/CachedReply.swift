import CommerceCore
import CommerceEngine

/// One encoded reply with what it answers and what it shows.
final class CachedReply {
    /// What was asked: see ``CacheKey``.
    let key: [UInt8]
    let hash: UInt64
    let operation: Operation
    let reply: [UInt8]
    let shown: Shown
    /// Of what is shown, when it was written.
    let stamp: UInt64
    /// When it is no longer given out, whatever is shown.
    let end: Timestamp
    /// Of the entity that is shown whole.
    let entityVersion: UInt32?
    /// The same request as REST has it, if it came like that, and the entity tag of the answer.
    @exclusivity(unchecked) var target: CachedTarget?
    /// Looked up since the clock's hand last passed.
    @exclusivity(unchecked) var isUsed = true

    init(
        key: [UInt8], hash: UInt64, operation: Operation, reply: [UInt8], shown: Shown, stamp: UInt64,
        end: Timestamp, entityVersion: UInt32?
    ) {
        self.key = key
        self.hash = hash
        self.operation = operation
        self.reply = reply
        self.shown = shown
        self.stamp = stamp
        self.end = end
        self.entityVersion = entityVersion
    }

    /// What it takes in memory, its tables and headers roughly counted.
    var byteCount: Int {
        key.count + reply.count + (target.map { $0.key.count + $0.entityTag.utf8.count + 64 } ?? 0) + 288
    }

    func isGood(at now: Timestamp, _ shop: isolated Shop) -> Bool {
        now < end && stamp == shop.stamp(of: shown)
    }
}

struct CachedTarget {
    let key: [UInt8]
    let hash: UInt64
    let entityTag: String
}

/// A reply that is still true.
package struct CacheHit {
    package let operation: Operation
    /// Empty if the reply has never gone out by REST.
    package let entityTag: String
}
