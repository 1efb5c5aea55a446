/// The memory of one ``JSONDocument``, reached by its nodes through a plain pointer so that nothing is counted.
///
/// It grows and is kept between parses. Nodes point into `tokens`, which moves only while a parse runs.
@usableFromInline
package struct JSONStorage: ~Copyable {
    /// First byte of the caller's text.
    @usableFromInline package var source: UnsafePointer<UInt8>
    @usableFromInline package var tokens: UnsafeMutablePointer<JSONToken>
    var tokenCapacity: Int
    /// Unescaped strings. A string that begins at source offset `n` is decoded to offset `n`, so it always fits
    /// and nothing moves while a document is read.
    @usableFromInline package var decoded: UnsafeMutablePointer<UInt8>
    var decodedCapacity: Int
    /// Slots of ``DuplicateKeys``, used while one large object is checked.
    var keySlots: UnsafeMutableBufferPointer<UInt32>
    /// The open containers outside the current one.
    let frames: UnsafeMutablePointer<JSONFrame>
    let limits: JSONLimits

    static var tokensAtFirst: Int { 64 }

    init(limits: JSONLimits) {
        self.limits = limits
        tokenCapacity = Self.tokensAtFirst
        tokens = .allocate(capacity: tokenCapacity)
        decodedCapacity = 1
        decoded = .allocate(capacity: decodedCapacity)
        keySlots = .allocate(capacity: 0)
        frames = .allocate(capacity: limits.depthMax)
        source = UnsafePointer(decoded)
    }

    deinit {
        tokens.deallocate()
        decoded.deallocate()
        keySlots.deallocate()
        frames.deallocate()
    }

    /// What the string token `token` says: the written bytes between its quotes, or the decoded ones.
    @inlinable @inline(__always)
    package func content(of token: UnsafePointer<JSONToken>) -> UnsafeRawBufferPointer {
        let start = Int(token.pointee.start) &+ 1
        if token.pointee.isFlagged {
            return UnsafeRawBufferPointer(start: decoded + start, count: token.pointee.payload)
        }
        return UnsafeRawBufferPointer(start: source + start, count: Int(token.pointee.end) &- start &- 1)
    }

    /// Doubles the token table, keeping its `tokenCapacity` tokens.
    mutating func growTokens() {
        let grown = UnsafeMutablePointer<JSONToken>.allocate(capacity: tokenCapacity * 2)
        grown.update(from: tokens, count: tokenCapacity)
        tokens.deallocate()
        tokens = grown
        tokenCapacity *= 2
    }

    /// Makes room to unescape strings of a text of `count` bytes. What was decoded before is lost, so the parser
    /// asks only at the first escape of a text: later calls find the room and change nothing.
    mutating func reserveDecoded(_ count: Int) {
        guard decodedCapacity < count else { return }
        decoded.deallocate()
        decoded = .allocate(capacity: count)
        decodedCapacity = count
    }

    /// Makes `count` empty slots.
    mutating func resetKeySlots(_ count: Int) -> UnsafeMutableBufferPointer<UInt32> {
        if keySlots.count < count {
            keySlots.deallocate()
            keySlots = .allocate(capacity: count)
        }
        let slots = UnsafeMutableBufferPointer(rebasing: keySlots[..<count])
        slots.initialize(repeating: 0)
        return slots
    }

    /// Gives back what a large text made the tables grow to.
    mutating func shrink() {
        if tokenCapacity > Self.tokensAtFirst {
            tokens.deallocate()
            tokenCapacity = Self.tokensAtFirst
            tokens = .allocate(capacity: tokenCapacity)
        }
        if decodedCapacity > 1 {
            decoded.deallocate()
            decodedCapacity = 1
            decoded = .allocate(capacity: decodedCapacity)
        }
        keySlots.deallocate()
        keySlots = .allocate(capacity: 0)
    }
}

/// A container that waits for its inner one to end.
struct JSONFrame: BitwiseCopyable {
    /// Which of 64 key signatures the object has seen.
    var seenKeys: UInt64
    var token: UInt32
    /// Members so far; the top bit says that all keys must be compared (``JSONParser/suspicion``).
    var count: UInt32
}
