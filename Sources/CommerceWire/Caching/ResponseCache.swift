import CommerceCore
import CommerceEngine
import CompactJSON
import Glibc

/// Encoded replies to reads, given out again while what they show is unchanged.
///
/// A reply is kept with a stamp of what it shows (``Shop/stamp(of:)``) and found by what was asked. It is given out only
/// if the stamp is the same now, so nothing need tell the cache of changes, and nobody reads anything older than
/// a write that was answered before. The times to live are an upper bound besides.
///
///     Σ byteCount of the replies ≤ bytesMax
///
/// When it is full, those go that were not asked for since the hand of a clock last passed them. Errors are never kept.
/// Who may ask is judged before. One executor has it, for one shop; both protocols share it.
package final class ResponseCache {
    package static let bytesMaxDefault = 64 << 20

    package let bytesMax: Int
    @exclusivity(unchecked) package private(set) var byteCount = 0
    @exclusivity(unchecked) private var figures = [CacheFigures](
        repeating: CacheFigures(), count: Operation.CacheClass.kept.count)
    @exclusivity(unchecked) private var slots: ContiguousArray<CachedReply?> = []
    @exclusivity(unchecked) private var free: [Int] = []
    private let byKey = KeyTable()
    private let byTarget = KeyTable()
    private let hash: ByteHash
    /// Of the request that is being answered.
    @exclusivity(unchecked) var key = CacheKey()
    @exclusivity(unchecked) private var hand = 0

    package init(bytesMax: Int = bytesMaxDefault, hashSeed: UInt64 = .random(in: .min ... .max)) {
        self.bytesMax = bytesMax
        hash = ByteHash(seed: hashSeed)
    }

    /// How many replies it holds.
    package var count: Int { slots.count - free.count }

    package func figures(of cache: Operation.CacheClass) -> CacheFigures { figures[cache.index] }

    // MARK: Looking up

    /// Appends the reply to what ``key`` says, if there is one that is true.
    ///
    /// - Returns: Where it stands, until the next change of the cache.
    func append(
        to reply: inout JSONWriter, _ operation: Operation, _ session: WireSession, _ shop: isolated Shop
    ) -> Int? {
        let bytes = key.bytes
        let found = byKey.find(hash(bytes)) { isSame(slots[Int($0)]?.key, bytes) }
        guard let slot = found.map({ Int($0) }) else {
            figures[operation.cache.index].misses += 1
            return nil
        }
        guard let cached = slots[slot], cached.isGood(at: shop.now, shop) else {
            if let cached = slots[slot] { drop(slot, cached) }
            return nil
        }
        _ = give(cached, session, &reply)
        return slot
    }

    /// The same by the target of a REST request. One that is not there is not counted: it will be looked up by its key.
    func append(
        to reply: inout JSONWriter, _ session: WireSession, _ shop: isolated Shop,
        judge: (Operation) throws(Rejection) -> Void
    ) throws(Rejection) -> CacheHit? {
        let bytes = key.bytes
        let found = byTarget.find(hash(bytes)) { isSame(slots[Int($0)]?.target?.key, bytes) }
        guard let slot = found.map({ Int($0) }), let cached = slots[slot] else { return nil }
        // What is no longer true is not judged here: it will be on the long way, and would count twice.
        guard cached.isGood(at: shop.now, shop) else {
            drop(slot, cached)
            return nil
        }
        try judge(cached.operation)
        return give(cached, session, &reply)
    }

    private func drop(_ slot: Int, _ cached: CachedReply) {
        figures[cached.operation.cache.index].stale += 1
        remove(slot)
    }

    private func give(_ cached: CachedReply, _ session: WireSession, _ reply: inout JSONWriter) -> CacheHit {
        cached.isUsed = true
        figures[cached.operation.cache.index].hits += 1
        cached.reply.withUnsafeBytes { reply.append(bytes: $0) }
        session.entityVersion = cached.entityVersion
        return CacheHit(operation: cached.operation, entityTag: cached.target?.entityTag ?? "")
    }

    @inline(__always)
    private func isSame(_ known: [UInt8]?, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let known, known.count == bytes.count, let start = bytes.baseAddress else { return false }
        return memcmp(known, start, bytes.count) == 0
    }

    // MARK: Keeping

    /// Keeps the reply that was written to what ``key`` says. Makes room if need be; one that would take too much of it
    /// is not kept.
    ///
    /// - Returns: Where it stands, until the next change of the cache.
    func keep(
        _ reply: UnsafeRawBufferPointer, _ operation: Operation, _ session: WireSession, _ shop: isolated Shop
    ) -> Int? {
        guard reply.count <= bytesMax / 16 else { return nil }
        let bytes = key.bytes
        let life = shop.now.adding(milliseconds: operation.cache.lifeMilliseconds)
        let cached = CachedReply(
            key: Array(bytes), hash: hash(bytes), operation: operation, reply: Array(reply),
            shown: session.shown, stamp: shop.stamp(of: session.shown),
            end: min(life, session.shownUntil ?? life), entityVersion: session.entityVersion)
        makeRoom(for: cached.byteCount)
        let slot: Int
        if let reused = free.popLast() {
            slot = reused
            slots[slot] = cached
        } else {
            slot = slots.count
            slots.append(cached)
        }
        byKey.insert(cached.hash, UInt64(slot))
        byteCount += cached.byteCount
        return slot
    }

    /// From now on the reply at `slot` is found by the target that ``key`` says too, instead of another one.
    func name(_ slot: Int, entityTag: String) {
        let bytes = key.bytes
        let target = CachedTarget(key: Array(bytes), hash: hash(bytes), entityTag: entityTag)
        guard slots.indices.contains(slot), let cached = slots[slot] else { return }
        guard cached.target?.key != target.key else { return }
        if let former = cached.target { byTarget.remove(former.hash, UInt64(slot)) }
        byteCount -= cached.byteCount
        cached.target = target
        byteCount += cached.byteCount
        byTarget.insert(target.hash, UInt64(slot))
    }

    // MARK: Making room

    private func makeRoom(for bytes: Int) {
        while byteCount + bytes > bytesMax && count > 0 {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            guard let cached = slots[hand] else { continue }
            if cached.isUsed {
                cached.isUsed = false
            } else {
                figures[cached.operation.cache.index].evictions += 1
                remove(hand)
            }
        }
    }

    private func remove(_ slot: Int) {
        guard let cached = slots[slot] else { return }
        byKey.remove(cached.hash, UInt64(slot))
        if let target = cached.target { byTarget.remove(target.hash, UInt64(slot)) }
        byteCount -= cached.byteCount
        slots[slot] = nil
        free.append(slot)
    }

    /// Traps unless the counts are what is there.
    package func checkInvariants() {
        let replies = slots.compactMap(\.self)
        let bytes = replies.reduce(0) { $0 + $1.byteCount }
        let targets = replies.filter { $0.target != nil }.count
        precondition(bytes == byteCount && bytes <= bytesMax, "\(byteCount) bytes counted, \(bytes) there")
        precondition(replies.count == count && byKey.count == count, "\(count) replies counted")
        precondition(byTarget.count == targets, "\(byTarget.count) targets counted, \(targets) there")
    }
}
