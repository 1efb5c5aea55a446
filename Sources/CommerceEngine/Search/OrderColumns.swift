/// The read model of all orders: one byte for each, and how many there are of each state.
///
///     states[n] = the state of order n;   counts[s] = orders of state s, in each block and in all
///
/// Lists and totals of millions of orders are answered from it without looking at an order. Placing an order
/// appends a byte and adds to two counts. Orders are numbered in the order in which they were placed, so what
/// concerns time is a range of numbers, found by whoever knows the times. Derived: never journaled, and used by
/// one thread.
package final class OrderColumns {
    /// Some thousand orders side by side, with their counts: what does not concern a query is passed over whole.
    private struct Block {
        let states: UnsafeMutablePointer<UInt8>
        /// By the lower seven bits of a state; hidden orders are not counted.
        let counts: UnsafeMutablePointer<UInt16>
    }

    static let blockBits = 12
    static let blockOrders = 1 << blockBits
    private static let stateCount = 128

    private var blocks: [Block] = []
    private let counts: UnsafeMutablePointer<Int>
    package private(set) var count = 0

    package init() {
        counts = .allocate(capacity: OrderColumns.stateCount)
        counts.initialize(repeating: 0, count: OrderColumns.stateCount)
    }

    deinit {
        counts.deallocate()
        for block in blocks {
            block.states.deallocate()
            block.counts.deallocate()
        }
    }

    // MARK: Keeping

    /// Adds the next order.
    ///
    /// - Complexity: O(1); allocates once in 4,096 orders.
    @inline(__always)
    package func append(_ state: OrderState) {
        let index = count & (OrderColumns.blockOrders - 1)
        if index == 0 { addBlock() }
        let block = blocks[count >> OrderColumns.blockBits]
        block.states[index] = state.rawValue
        note(state.rawValue, in: block, by: 1)
        count &+= 1
    }

    /// - Complexity: O(1).
    package func set(_ order: Int, _ state: OrderState) {
        precondition(order < count, "order \(order) of \(count)")
        let block = blocks[order >> OrderColumns.blockBits]
        let index = order & (OrderColumns.blockOrders - 1)
        note(block.states[index], in: block, by: -1)
        block.states[index] = state.rawValue
        note(state.rawValue, in: block, by: 1)
    }

    @inline(__always)
    private func note(_ state: UInt8, in block: Block, by change: Int) {
        guard state & OrderState.hiddenBit == 0 else { return }
        block.counts[Int(state)] = UInt16(truncatingIfNeeded: Int(block.counts[Int(state)]) &+ change)
        counts[Int(state)] &+= change
    }

    @inline(never)
    private func addBlock() {
        let states = UnsafeMutablePointer<UInt8>.allocate(capacity: OrderColumns.blockOrders)
        states.initialize(repeating: 0, count: OrderColumns.blockOrders)
        let counts = UnsafeMutablePointer<UInt16>.allocate(capacity: OrderColumns.stateCount)
        counts.initialize(repeating: 0, count: OrderColumns.stateCount)
        blocks.append(Block(states: states, counts: counts))
    }

    // MARK: Asking

    package subscript(order: Int) -> UInt8 {
        blocks[order >> OrderColumns.blockBits].states[order & (OrderColumns.blockOrders - 1)]
    }

    /// How many orders are in one of these states.
    ///
    /// - Complexity: O(states), whatever the number of orders.
    package func count(of wanted: OrderStates) -> Int {
        (0..<OrderColumns.stateCount).reduce(0) { $0 + (wanted.isWanted[$1] != 0 ? counts[$1] : 0) }
    }

    /// How many orders of `range` are.
    ///
    /// - Complexity: O(states) for each whole block of the range, O(1) for each order of the two at its ends.
    package func count(of wanted: OrderStates, in range: Range<Int>) -> Int {
        if range.lowerBound == 0 && range.upperBound == count { return count(of: wanted) }
        var found = 0
        forEachPart(of: range, isDescending: false) { index, part in
            found += countOfPart(index, part, wanted)
            return true
        }
        return found
    }

    /// Calls `body` with the orders of `range` that are in one of these states, one after the other, until it
    /// answers false.
    ///
    /// - Parameter skipped: How many of them to pass over first; what is left of it is left here.
    /// - Complexity: As ``count(of:in:)``, and O(1) for each order of the blocks that hold what is wanted.
    package func visit(
        _ range: Range<Int>, _ wanted: OrderStates, isDescending: Bool, skipping skipped: inout Int,
        _ body: (UInt32) -> Bool
    ) {
        var rest = skipped
        forEachPart(of: range, isDescending: isDescending) { index, part in
            let here = countOfPart(index, part, wanted)
            if here <= rest {
                rest -= here
                return true
            }
            let states = blocks[index].states
            let base = index << OrderColumns.blockBits
            for place in stride(
                from: isDescending ? part.upperBound - 1 : part.lowerBound,
                through: isDescending ? part.lowerBound : part.upperBound - 1, by: isDescending ? -1 : 1)
            where wanted.isWanted[Int(states[place])] != 0 {
                if rest > 0 {
                    rest -= 1
                } else if !body(UInt32(base + place)) {
                    return false
                }
            }
            return true
        }
        skipped = rest
    }

    private func countOfPart(_ index: Int, _ part: Range<Int>, _ wanted: OrderStates) -> Int {
        let block = blocks[index]
        let held = min(OrderColumns.blockOrders, count - index << OrderColumns.blockBits)
        if part.count == held {
            return (0..<OrderColumns.stateCount).reduce(0) {
                $0 + (wanted.isWanted[$1] != 0 ? Int(block.counts[$1]) : 0)
            }
        }
        return wanted.isWanted.withUnsafeBufferPointer { isWanted in
            var found = 0
            for place in part { found &+= Int(isWanted[Int(block.states[place])]) }
            return found
        }
    }

    /// The blocks that `range` touches, each with the part of it that does, until `body` answers false.
    private func forEachPart(
        of range: Range<Int>, isDescending: Bool, _ body: (Int, Range<Int>) -> Bool
    ) {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return }
        let first = range.lowerBound >> OrderColumns.blockBits
        let last = (range.upperBound - 1) >> OrderColumns.blockBits
        for index in stride(
            from: isDescending ? last : first, through: isDescending ? first : last, by: isDescending ? -1 : 1
        ) {
            let base = index << OrderColumns.blockBits
            let low = max(range.lowerBound - base, 0)
            let high = min(range.upperBound - base, OrderColumns.blockOrders)
            guard body(index, low..<high) else { return }
        }
    }
}
