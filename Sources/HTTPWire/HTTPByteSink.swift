/// Where a response goes: bytes are written in place at its end.
///
/// A connection's output can be one, and an array is one. A response is one call, or two with its content.
package protocol HTTPByteSink: ~Copyable {
    /// Lets `body` write up to `byteCount` bytes at the end and say how many it wrote.
    mutating func append(reserving byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int)
}

extension Array: HTTPByteSink where Element == UInt8 {
    package mutating func append(reserving byteCount: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        let start = count
        append(contentsOf: repeatElement(0, count: byteCount))
        let written = withUnsafeMutableBytes {
            body(UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
        }
        precondition(written >= 0 && written <= byteCount, "wrote \(written) of \(byteCount) reserved bytes")
        removeLast(byteCount - written)
    }
}

extension HTTPByteSink where Self: ~Copyable {
    /// Appends a constant.
    mutating func append(_ text: StaticString) {
        append(reserving: text.utf8CodeUnitCount) { room in
            room.copyMemory(
                from: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
            return text.utf8CodeUnitCount
        }
    }
}
