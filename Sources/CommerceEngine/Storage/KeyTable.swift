import CLinux

/// From keys to numbers, without a pause when it grows.
///
/// The keys themselves live elsewhere (in orders, reservations, variants); a slot keeps 24 bits of the
/// hash and 40 bits of the number, and the caller compares the key behind a number. Open addressing with
/// linear probing, cut into 1,024 segments by hash, each of which grows alone:
///
///     slot = hash bits 10 ..< 34 (24) · number + 1 (40),   0 = empty,   segment load ≤ 3/4
///
/// So the longest pause at ten million keys is the move of some ten thousand slots. Removal shifts the
/// cluster back (Knuth 6.4 R), so there are no tombstones and lookups stay short.
package final class KeyTable {
    private struct Segment {
        var slots: UnsafeMutablePointer<UInt64>
        var mask: Int
        var count: Int
    }

    private static let segmentBits: UInt64 = 10
    private static let segmentCount = 1 << 10
    private static let numberBits: UInt64 = 40
    private static let numberMask: UInt64 = 1 << 40 - 1

    private let segments: UnsafeMutablePointer<Segment>
    @exclusivity(unchecked) package private(set) var count = 0

    package init() {
        segments = .allocate(capacity: KeyTable.segmentCount)
        for index in 0..<KeyTable.segmentCount {
            (segments + index).initialize(to: KeyTable.makeSegment(capacity: 4))
        }
    }

    deinit {
        for index in 0..<KeyTable.segmentCount { segments[index].slots.deallocate() }
        segments.deallocate()
    }

    /// Brings near where a key with this hash stands or would stand: a large table is in no cache, and whoever knows
    /// a key some time before it looks for it need not wait for the memory.
    @inline(__always)
    func prefetch(_ hash: UInt64) {
        let segment = segments[Int(hash & UInt64(KeyTable.segmentCount - 1))]
        hardware_prefetch(segment.slots + (Int(KeyTable.tag(hash)) & segment.mask))
    }

    /// The number whose key `matches`, among those with this hash.
    ///
    /// - Complexity: O(1) expected; `matches` is called for the found key and, once in 16 million probes,
    ///   for another.
    @inline(__always)
    package func find(_ hash: UInt64, where matches: (UInt64) -> Bool) -> UInt64? {
        let segment = segments + Int(hash & UInt64(KeyTable.segmentCount - 1))
        let tag = KeyTable.tag(hash)
        let slots = segment.pointee.slots
        let mask = segment.pointee.mask
        var index = Int(tag) & mask
        while true {
            let slot = slots[index]
            if slot == 0 { return nil }
            if slot >> KeyTable.numberBits == tag {
                let number = (slot & KeyTable.numberMask) - 1
                if matches(number) { return number }
            }
            index = (index + 1) & mask
        }
    }

    /// Adds a key that is not there.
    ///
    /// - Complexity: O(1) amortised; the worst case moves one segment.
    package func insert(_ hash: UInt64, _ number: UInt64) {
        precondition(number < KeyTable.numberMask, "number \(number) does not fit a slot")
        let segment = segments + Int(hash & UInt64(KeyTable.segmentCount - 1))
        if (segment.pointee.count + 1) * 4 > (segment.pointee.mask + 1) * 3 { grow(segment) }
        place(KeyTable.tag(hash) << KeyTable.numberBits | (number + 1), in: segment.pointee)
        segment.pointee.count += 1
        count += 1
    }

    /// Removes a key that may be there.
    package func remove(_ hash: UInt64, _ number: UInt64) {
        let segment = segments + Int(hash & UInt64(KeyTable.segmentCount - 1))
        let slots = segment.pointee.slots
        let mask = segment.pointee.mask
        let wanted = KeyTable.tag(hash) << KeyTable.numberBits | (number + 1)
        var hole = Int(KeyTable.tag(hash)) & mask
        while slots[hole] != wanted {
            if slots[hole] == 0 { return }
            hole = (hole + 1) & mask
        }
        var index = hole
        while true {
            index = (index + 1) & mask
            if slots[index] == 0 { break }
            let home = Int(slots[index] >> KeyTable.numberBits) & mask
            // The slot may move back if its home is not inside (hole, index].
            if (index - home) & mask >= (index - hole) & mask {
                slots[hole] = slots[index]
                hole = index
            }
        }
        slots[hole] = 0
        segment.pointee.count -= 1
        count -= 1
    }

    private func place(_ slot: UInt64, in segment: Segment) {
        var index = Int(slot >> KeyTable.numberBits) & segment.mask
        while segment.slots[index] != 0 { index = (index + 1) & segment.mask }
        segment.slots[index] = slot
    }

    private func grow(_ segment: UnsafeMutablePointer<Segment>) {
        let old = segment.pointee
        var new = KeyTable.makeSegment(capacity: (old.mask + 1) * 2)
        new.count = old.count
        for index in 0...old.mask where old.slots[index] != 0 { place(old.slots[index], in: new) }
        old.slots.deallocate()
        segment.pointee = new
    }

    private static func makeSegment(capacity: Int) -> Segment {
        let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        return Segment(slots: slots, mask: capacity - 1, count: 0)
    }

    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt64 { hash >> segmentBits & (1 << 24 - 1) }
}
