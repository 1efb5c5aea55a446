/// The newest of what comes numbered without gaps: when it is full, the oldest makes room.
///
///     numbers kept = firstNumber ..< nextNumber,   count ≤ capacity
struct RecentList<Element> {
    let capacity: Int
    private var elements: ContiguousArray<Element> = []
    /// The number in the first slot when it was filled for the first time.
    private var base: UInt64 = 0
    private(set) var nextNumber: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { elements.count }
    var firstNumber: UInt64 { nextNumber - UInt64(elements.count) }

    /// `nil` if it was not given yet or has made room.
    ///
    /// - Complexity: O(1).
    subscript(number: UInt64) -> Element? {
        number >= firstNumber && number < nextNumber ? elements[slot(number)] : nil
    }

    /// Adds an element under the next number or, at recovery, a later one; then nothing before it is kept.
    ///
    /// - Complexity: O(1) amortised.
    mutating func insert(_ element: Element, number: UInt64) {
        precondition(number >= nextNumber, "number \(number) was given before")
        if number != nextNumber || elements.isEmpty {
            elements.removeAll(keepingCapacity: true)
            base = number
        }
        nextNumber = number + 1
        let slot = slot(number)
        if slot == elements.count { elements.append(element) } else { elements[slot] = element }
    }

    /// Changes an element if it is still kept.
    mutating func update(_ number: UInt64, _ change: (inout Element) -> Void) {
        guard number >= firstNumber, number < nextNumber else { return }
        change(&elements[slot(number)])
    }

    /// Numbers below `number` are used up, whoever had them.
    mutating func skip(to number: UInt64) {
        guard number > nextNumber else { return }
        elements.removeAll()
        nextNumber = number
    }

    private func slot(_ number: UInt64) -> Int { Int((number - base) % UInt64(capacity)) }
}

extension RecentList: Sendable where Element: Sendable {}
