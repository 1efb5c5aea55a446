/// A first-in first-out queue in blocks, so that neither end ever moves what is stored.
struct RingQueue<Element> {
    private var blocks: [ContiguousArray<Element>] = []
    private var firstBlock = 0
    private var firstInBlock = 0
    private(set) var count = 0

    private static var blockSize: Int { 1_024 }

    init() {}

    var first: Element? {
        count == 0 ? nil : blocks[firstBlock][firstInBlock]
    }

    mutating func append(_ element: Element) {
        if blocks.isEmpty || blocks[blocks.count - 1].count == Self.blockSize {
            var block = ContiguousArray<Element>()
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        blocks[blocks.count - 1].append(element)
        count += 1
    }

    mutating func removeFirst() {
        precondition(count > 0, "removed from an empty queue")
        firstInBlock += 1
        count -= 1
        guard firstInBlock == Self.blockSize else { return }
        blocks[firstBlock] = []
        firstBlock += 1
        firstInBlock = 0
        if firstBlock > 1_024 {
            blocks.removeFirst(firstBlock)
            firstBlock = 0
        }
    }
}
