import Glibc

extension UnsafeRawBufferPointer {
    /// How many zero bytes stand at the end. O(n) in the result.
    var blankTailCount: Int {
        var end = count
        while end >= 8, loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0 { end -= 8 }
        while end > 0, self[end - 1] == 0 { end -= 1 }
        return count - end
    }

    /// Whether an intact frame behind `offset` says that `sequence` had been durable when it was written.
    func hasFrame(after offset: Int, salt: UInt64, provingSequence sequence: UInt64) -> Bool {
        let firstByte = CInt(FrameHeader.magic & 0xFF)
        var at = offset + 1
        while at < count, let hit = memchr(baseAddress! + at, firstByte, count - at) {
            at = UnsafeRawPointer(hit) - baseAddress!
            if let frame = Frame(in: self, at: at, salt: salt), frame.header.syncedThrough >= sequence {
                return true
            }
            at += 1
        }
        return false
    }
}

extension [UInt8] {
    /// As `withUnsafeBytes`, with the body's type of error.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
    }

    /// As `withUnsafeMutableBytes`, with the body's type of error.
    mutating func withMutableBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try body(UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
