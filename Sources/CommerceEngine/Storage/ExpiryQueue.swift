package import CommerceCore

/// Deadlines in the order in which they pass: a calendar of seconds and a small heap for the current one.
///
/// Adding is O(1) for any later second, which all but the shortest times to live are; the heap holds only
/// what falls due within the current second. Entries are never removed: whoever owns the reservation
/// compares its deadline when it is handed out, so an extended or released one is passed over.
///
///     every entry with `deadline ≤ now` is handed out before `popDue(now)` answers nil
package struct ExpiryQueue {
    package struct Entry {
        package let deadline: Timestamp
        package let number: ReservationNumber

        package init(deadline: Timestamp, number: ReservationNumber) {
            self.deadline = deadline
            self.number = number
        }
    }

    private var later: [Int64: [Entry]] = [:]
    /// The second that was added to last, taken out of `later`: most entries fall into the one of their neighbour.
    private var recent: [Entry] = []
    private var recentSecond: Int64 = .min
    private var current: [Entry] = []  // a binary min-heap by deadline
    private var currentSecond: Int64 = .min
    package private(set) var count = 0

    package init() {}

    package mutating func add(_ entry: Entry) {
        count += 1
        let second = entry.deadline.milliseconds / 1_000
        if second <= currentSecond {
            push(entry)
        } else {
            if second != recentSecond { turn(to: second) }
            recent.append(entry)
        }
    }

    /// Puts the recent second back among the later ones and takes out `second`, or none.
    private mutating func turn(to second: Int64?) {
        if !recent.isEmpty { later[recentSecond] = recent }
        recentSecond = second ?? .min
        recent = second.flatMap { later.removeValue(forKey: $0) } ?? []
    }

    /// The next entry that is due at `now`, in order of deadline within a second.
    ///
    /// - Complexity: O(log n) in the entries of one second, plus O(1) for each second that passed.
    package mutating func popDue(_ now: Timestamp) -> Entry? {
        while true {
            if let first = current.first {
                guard first.deadline <= now else { return nil }
                count -= 1
                return popFirst()
            }
            guard advance(toward: now.milliseconds / 1_000) else { return nil }
        }
    }

    /// Loads the next second that has entries, up to `second`. Answers whether there was one.
    private mutating func advance(toward second: Int64) -> Bool {
        guard currentSecond < second else { return false }
        if recentSecond <= second { turn(to: nil) }
        if later.isEmpty {
            currentSecond = second
            return false
        }
        // Far apart after an idle time or at recovery: look at what there is instead of at every second.
        let next: Int64?
        if currentSecond == .min || second - currentSecond > Int64(later.count) {
            next = later.keys.lazy.filter { $0 <= second }.min()
        } else {
            next = (currentSecond + 1...second).first { later[$0] != nil }
        }
        guard let next, let entries = later.removeValue(forKey: next) else {
            currentSecond = second
            return false
        }
        currentSecond = next
        for entry in entries { push(entry) }
        return true
    }

    private mutating func push(_ entry: Entry) {
        current.append(entry)
        var index = current.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard current[index].deadline < current[parent].deadline else { return }
            current.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func popFirst() -> Entry {
        let first = current[0]
        let last = current.removeLast()
        if !current.isEmpty {
            current[0] = last
            siftDown()
        }
        return first
    }

    private mutating func siftDown() {
        var index = 0
        while true {
            let left = 2 * index + 1
            guard left < current.count else { return }
            let right = left + 1
            let child =
                right < current.count && current[right].deadline < current[left].deadline ? right : left
            guard current[child].deadline < current[index].deadline else { return }
            current.swapAt(index, child)
            index = child
        }
    }
}
