/// An array that grows without moving what it holds, so that the millionth element costs what the first did.
///
/// Elements live in chunks of `chunkSize`; growing adds a chunk and, seldom, moves the short list of chunks.
struct ChunkedArray<Element> {
    private var chunks: [ContiguousArray<Element>] = []
    private(set) var count = 0

    private static var chunkBits: Int { 10 }
    private static var chunkSize: Int { 1 << chunkBits }

    init() {}

    /// - Complexity: O(1).
    subscript(index: Int) -> Element {
        @inline(__always)
        get { chunks[index >> Self.chunkBits][index & (Self.chunkSize - 1)] }
        @inline(__always)
        _modify { yield &chunks[index >> Self.chunkBits][index & (Self.chunkSize - 1)] }
    }

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { 0..<count }

    /// - Complexity: O(1) amortised; never moves an element.
    mutating func append(_ element: Element) {
        if count & (Self.chunkSize - 1) == 0 {
            var chunk = ContiguousArray<Element>()
            chunk.reserveCapacity(Self.chunkSize)
            chunks.append(chunk)
        }
        chunks[count >> Self.chunkBits].append(element)
        count += 1
    }
}

extension ChunkedArray: Sendable where Element: Sendable {}
