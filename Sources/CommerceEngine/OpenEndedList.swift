import CommerceCore

/// The open-ended reservations of one variant, oldest first; some may have ended since and are dropped when met.
///
///     numbers ascend and are unique;   listed ≤ 2 × live + 64 after each addition that reported itself due
struct OpenEndedList: Sendable {
    private(set) var numbers: [ReservationNumber] = []
    private var pruneAt = 64

    /// Lists `number`, wherever it belongs. Answers whether a ``prune(_:)`` is due.
    ///
    /// - Complexity: O(1) for the newest; O(listed) for one that had a deadline in between.
    mutating func add(_ number: ReservationNumber) -> Bool {
        if let last = numbers.last, last >= number {
            let index = firstIndex(atOrAfter: number)
            if numbers[index] != number { numbers.insert(number, at: index) }
        } else {
            numbers.append(number)
        }
        return numbers.count > pruneAt
    }

    /// Keeps what `isLive`.
    mutating func prune(_ isLive: (ReservationNumber) -> Bool) {
        numbers.removeAll { !isLive($0) }
        pruneAt = max(64, numbers.count * 2)
    }

    private func firstIndex(atOrAfter number: ReservationNumber) -> Int {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
