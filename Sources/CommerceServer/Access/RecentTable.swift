/// A dictionary of bounded size that forgets what was used longest ago.
///
/// The entries stand in slots of two arrays that never shrink, linked from the most to the least recently used one.
///
///     count ≤ countMax
///
/// A plain value; it knows no time. Every operation is O(1).
struct RecentTable<Key: Hashable, Value> {
    private struct Slot {
        var key: Key
        var value: Value
        /// Towards the more recently used.
        var newer: Int32
        var older: Int32
    }

    private static var none: Int32 { -1 }

    let countMax: Int
    private var slots: [Slot] = []
    private var free: [Int32] = []
    private var positions: [Key: Int32] = [:]
    private var newest = none
    private var oldest = none

    init(countMax: Int) {
        precondition((1...1 << 24).contains(countMax), "a table for \(countMax) entries")
        self.countMax = countMax
    }

    var count: Int { positions.count }

    /// Reads an entry without using it, or changes it and makes it the newest; `nil` removes it.
    subscript(key: Key) -> Value? {
        get { positions[key].map { slots[Int($0)].value } }
        set {
            guard let value = newValue else { return remove(key) }
            if let position = positions[key] {
                slots[Int(position)].value = value
                guard position != newest else { return }
                unlink(position)
                return linkAsNewest(position)
            }
            if count == countMax { remove(slots[Int(oldest)].key) }
            let slot = Slot(key: key, value: value, newer: Self.none, older: Self.none)
            let position: Int32
            if let reused = free.popLast() {
                position = reused
                slots[Int(position)] = slot
            } else {
                position = Int32(slots.count)
                slots.append(slot)
            }
            positions[key] = position
            linkAsNewest(position)
        }
    }

    private mutating func remove(_ key: Key) {
        guard let position = positions.removeValue(forKey: key) else { return }
        unlink(position)
        free.append(position)
    }

    private mutating func linkAsNewest(_ position: Int32) {
        slots[Int(position)].newer = Self.none
        slots[Int(position)].older = newest
        if newest != Self.none { slots[Int(newest)].newer = position }
        newest = position
        if oldest == Self.none { oldest = position }
    }

    private mutating func unlink(_ position: Int32) {
        let (newer, older) = (slots[Int(position)].newer, slots[Int(position)].older)
        if newer != Self.none { slots[Int(newer)].older = older } else { newest = older }
        if older != Self.none { slots[Int(older)].newer = newer } else { oldest = newer }
    }

    /// Traps unless the links and the dictionary name the same entries.
    func checkInvariants() {
        var (position, seen, last) = (newest, 0, Self.none)
        while position != Self.none {
            let slot = slots[Int(position)]
            precondition(slot.newer == last && positions[slot.key] == position, "entry \(position)")
            (last, position, seen) = (position, slot.older, seen + 1)
        }
        precondition(seen == count && last == oldest && count <= countMax, "\(seen) of \(count) entries")
        precondition(slots.count == count + free.count, "\(slots.count) slots")
    }
}
