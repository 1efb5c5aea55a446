import Glibc

/// Finds requests in the bytes of one connection, one after the other.
///
/// The caller owns the bytes. It shows everything received and not yet consumed, beginning with the first byte of
/// a request, each time more has arrived; the address may change, the content may not. What a request means
/// depends on its bytes alone, never on how they were split:
///
///     lineStart <= searched <= bytes shown;  everything before lineStart was judged
///
/// Lines are judged one by one when their line feed is there, and no byte is searched twice, so a request that
/// comes in single bytes costs O(bytes) in all. A refusal is final.
///
/// It reads no socket and no clock and writes no response. Timeouts are the caller's.
package struct HTTPRequestParser: ~Copyable {
    /// A chunk size of sixteen digits and its CR LF.
    package static var chunkLineBytesMax: Int { 18 }

    enum Phase: Equatable {
        case requestLine
        case fields
        /// The head was told of; its length is judged when the caller comes back.
        case announced
        case fixedBody
        case chunks
        case finished
        case refused(HTTPRefusal)
    }

    package let limits: HTTPLimits
    /// The most content that the present request may have. Set it on ``HTTPProgress/headComplete``; every new
    /// request begins with ``HTTPLimits/bodyBytesMax``.
    package var bodyBytesMax: Int
    /// What is known of the present request; whole from ``HTTPProgress/headComplete`` on.
    package internal(set) var head = HTTPRequestHead()

    var phase = Phase.requestLine
    /// Where the line, or the part of a chunk, begins that is to be judged next.
    var lineStart = 0
    /// Up to where its line feed was looked for.
    var searched = 0
    /// Where the first field line begins.
    var fieldsStart = 0
    var hasTransferEncoding = false
    var chunk = ChunkState()
    var decoded = BodyBuffer()

    package init(limits: HTTPLimits = HTTPLimits()) {
        limits.check()
        self.limits = limits
        bodyBytesMax = limits.bodyBytesMax
    }

    /// Goes on with the present request, or begins the next one after ``HTTPProgress/request(consumedBytes:)``.
    ///
    /// - Parameter bytes: All bytes from the first of the present request on.
    /// - Complexity: O(bytes not shown before).
    package mutating func next(in bytes: UnsafeRawBufferPointer) -> HTTPProgress {
        if phase == .finished { reset() }
        guard let base = bytes.baseAddress else { return .needsMore }
        precondition(bytes.count >= searched, "shown \(bytes.count) bytes after \(searched)")
        do throws(HTTPRefusal) {
            return try advance(base.assumingMemoryBound(to: UInt8.self), bytes.count)
        } catch {
            phase = .refused(error)
            return .refused(error)
        }
    }

    /// The request that ``next(in:)`` has just completed.
    ///
    /// - Parameter bytes: The same bytes, not yet dropped.
    package func request(in bytes: UnsafeRawBufferPointer) -> HTTPRequest {
        precondition(phase == .finished, "no request is complete")
        let body =
            switch head.bodyLength {
            case .none: UnsafeRawBufferPointer(start: nil, count: 0)
            case .fixed(let count): bytes.part(head.byteCount..<head.byteCount + count)
            case .chunked: decoded.bytes
            }
        return HTTPRequest(head: head, bytes: bytes, body: body)
    }

    /// True from the first byte of a request to its last: a connection that ends now ends in the middle of one.
    package var isWithinRequest: Bool { phase != .finished && searched > 0 }

    /// False if the content that the head announces is longer than ``bodyBytesMax``: it will be refused.
    package var isLengthAllowed: Bool {
        if case .fixed(let count) = head.bodyLength { count <= bodyBytesMax } else { true }
    }

    private mutating func advance(
        _ base: UnsafePointer<UInt8>, _ count: Int
    ) throws(HTTPRefusal) -> HTTPProgress {
        switch phase {
        case .requestLine, .fields:
            guard try readHead(base, count) else { return .needsMore }
            if head.bodyLength == .none { return finish(at: lineStart) }
            phase = .announced
            return .headComplete
        case .announced:
            try judgeLength()
            return try advance(base, count)
        case .fixedBody:
            guard case .fixed(let length) = head.bodyLength else { preconditionFailure("\(head.bodyLength)") }
            searched = min(count, lineStart + length)
            return searched == lineStart + length ? finish(at: searched) : .needsMore
        case .chunks:
            return try readChunks(base, count) ? finish(at: lineStart) : .needsMore
        case .refused(let refusal):
            throw refusal
        case .finished:
            preconditionFailure("a finished parser was not reset")
        }
    }

    /// - Returns: False if the head is not complete.
    private mutating func readHead(_ base: UnsafePointer<UInt8>, _ count: Int) throws(HTTPRefusal) -> Bool {
        if phase == .requestLine {
            guard count > 0 else { return false }
            // Whatever is not HTTP at all, a TLS handshake for one, need not wait for a line feed.
            guard (0x41...0x5A).contains(base[0]) else { throw .malformedRequestLine }
            let limit = limits.requestLineBytesMax
            guard let line = try nextLine(base, count, limit: limit, else: .targetTooLong) else {
                return false
            }
            try readRequestLine(base, line)
            fieldsStart = lineStart
            phase = .fields
        }
        let limit = fieldsStart + limits.fieldsBytesMax
        while let line = try nextLine(base, count, limit: limit, else: .fieldsTooLong) {
            if line.isEmpty {
                try finishHead()
                return true
            }
            try readField(base, line)
        }
        return false
    }

    /// Takes the next whole line.
    ///
    /// - Parameter limit: The offset that its line feed must be below.
    /// - Returns: The line without its CR LF; `nil` if it is not complete.
    mutating func nextLine(
        _ base: UnsafePointer<UInt8>, _ count: Int, limit: Int, else refusal: HTTPRefusal
    ) throws(HTTPRefusal) -> Range<Int>? {
        let end = min(count, limit)
        if searched < end, let found = memchr(base + searched, CInt(Byte.lineFeed), end - searched) {
            let lineFeed = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            guard lineFeed > lineStart, base[lineFeed - 1] == Byte.carriageReturn else { throw .bareLineFeed }
            let line = lineStart..<lineFeed - 1
            lineStart = lineFeed + 1
            searched = lineStart
            return line
        }
        guard count < limit else { throw refusal }
        searched = count
        return nil
    }

    private mutating func finish(at end: Int) -> HTTPProgress {
        phase = .finished
        return .request(consumedBytes: end)
    }

    private mutating func reset() {
        head.reset()
        phase = .requestLine
        lineStart = 0
        searched = 0
        hasTransferEncoding = false
        bodyBytesMax = limits.bodyBytesMax
        if chunk.isUsed {
            chunk = ChunkState()
            decoded.removeAll()
        }
    }
}
