/// Memory for decoded content. Small memory is kept for the next request, large memory is given back.
struct BodyBuffer: ~Copyable {
    private static var keptBytesMax: Int { 65_536 }

    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    init() {}

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// - Complexity: O(`byteCount`) amortised.
    mutating func append(_ source: UnsafePointer<UInt8>, _ byteCount: Int) {
        guard byteCount > 0 else { return }
        let grown = base.flatMap { capacity - count >= byteCount ? $0 : nil } ?? grow(byteCount)
        (grown + count).copyMemory(from: source, byteCount: byteCount)
        count += byteCount
    }

    mutating func removeAll() {
        count = 0
        guard capacity > Self.keptBytesMax else { return }
        base?.deallocate()
        base = nil
        capacity = 0
    }

    private mutating func grow(_ byteCount: Int) -> UnsafeMutableRawPointer {
        capacity = max(capacity * 2, count + byteCount, 1_024)
        let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        if let base {
            block.copyMemory(from: base, byteCount: count)
            base.deallocate()
        }
        base = block
        return block
    }

    deinit { base?.deallocate() }
}
