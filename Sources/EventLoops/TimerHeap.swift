/// A promise of a loop to run something later; ``cancel()`` takes it back.
///
/// Used on its loop only. Dropping the token does not cancel.
package final class TimerToken {
    /// When it runs next, on the monotonic clock.
    package fileprivate(set) var deadlineNanoseconds: Int64
    let intervalNanoseconds: Int64?
    private var body: (() -> Void)?

    package init(deadlineNanoseconds: Int64, intervalNanoseconds: Int64?, _ body: @escaping () -> Void) {
        self.deadlineNanoseconds = deadlineNanoseconds
        self.intervalNanoseconds = intervalNanoseconds
        self.body = body
    }

    /// True once it will not run again.
    package var isCancelled: Bool { body == nil }

    /// It will not run again, and what its body captured is released. Cancelling twice does nothing.
    package func cancel() { body = nil }

    /// Runs the body; one that does not repeat is used up by it.
    package func fire() {
        let body = body
        if intervalNanoseconds == nil { self.body = nil }
        body?()
    }
}

/// Timers in order of their deadlines, those with the same deadline in order of insertion.
///
/// A binary heap: `entries[i] <= entries[2i + 1]` and `entries[i] <= entries[2i + 2]`. Cancelled timers stay
/// until they reach the top or outnumber the others. It reads no clock.
package struct TimerHeap {
    private struct Entry {
        let deadlineNanoseconds: Int64
        let insertion: UInt64
        let token: TimerToken

        func isBefore(_ other: Entry) -> Bool {
            (deadlineNanoseconds, insertion) < (other.deadlineNanoseconds, other.insertion)
        }
    }

    private var entries: [Entry] = []
    private var insertions: UInt64 = 0
    /// When the heap holds this many, cancelled timers are swept out.
    private var sweepCount = 64

    package init() {}

    package var count: Int { entries.count }
    /// When the next timer is due, or would have been if it was cancelled.
    package var nextDeadlineNanoseconds: Int64? { entries.first?.deadlineNanoseconds }

    /// - Complexity: O(log(`count`)) comparisons.
    package mutating func insert(_ token: TimerToken) {
        if entries.count >= sweepCount { sweep() }
        insertions += 1
        entries.append(
            Entry(deadlineNanoseconds: token.deadlineNanoseconds, insertion: insertions, token: token))
        siftUp(from: entries.count - 1)
    }

    /// Inserts a repeating timer again, one interval after its deadline, or after `now` if it came too late
    /// for that: missed rounds are not made up for.
    package mutating func insertAgain(_ token: TimerToken, nowNanoseconds: Int64) {
        guard let interval = token.intervalNanoseconds, !token.isCancelled else { return }
        token.deadlineNanoseconds = max(token.deadlineNanoseconds + interval, nowNanoseconds + 1)
        insert(token)
    }

    /// Takes out the first timer that is due at `now` and not cancelled.
    ///
    /// - Complexity: O(log(`count`)) comparisons for each timer taken out.
    package mutating func popDue(nowNanoseconds: Int64) -> TimerToken? {
        while let first = entries.first, first.deadlineNanoseconds <= nowNanoseconds {
            removeFirst()
            if !first.token.isCancelled { return first.token }
        }
        return nil
    }

    private mutating func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        entries[0] = last
        siftDown(from: 0)
    }

    private mutating func sweep() {
        let live = entries.filter { !$0.token.isCancelled }
        // A sorted array is a heap.
        entries = live.sorted { $0.isBefore($1) }
        sweepCount = max(64, entries.count * 2)
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].isBefore(entries[first]) { first = child }
            }
            guard first != parent else { return }
            entries.swapAt(parent, first)
            parent = first
        }
    }
}
