/// Writes responses: a head is put together in memory that is used again, then goes to a sink with its content.
///
///     writer.begin(.ok, date: date)
///     writer.field("Content-Type", "application/json")
///     writer.end(body: json, to: &output)
///
/// A response has exactly one length: `Content-Length`, or chunks, or none where its status has no content. No value
/// can begin another line: constants are checked (ours to get right), data is cleaned. It decides nothing: which status,
/// and whether the connection closes, is the caller's.
package struct HTTPResponseWriter: ~Copyable {
    private enum Stage: Equatable { case idle, head }

    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private var count = 0
    private var stage = Stage.idle
    private var status = HTTPStatus.ok

    package init() {
        capacity = 512
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    // MARK: Head

    /// Begins a response, and forgets one that was begun and not ended.
    package mutating func begin(_ status: HTTPStatus, date: HTTPDate) {
        precondition(status.code >= 200, "\(status.code) is no final response")
        count = 0
        stage = .head
        self.status = status
        put("HTTP/1.1 ")
        put(decimal: Int(status.code))
        put(" ")
        put(status.reason)
        put("\r\nDate: ")
        date.text.withUnsafeBytes { put($0) }
        put("\r\n")
    }

    /// Adds a field of constants.
    /// - Precondition: A token, and printable ASCII.
    package mutating func field(_ name: StaticString, _ value: StaticString) {
        let bytes = UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount)
        precondition(bytes.allSatisfy(Self.isClean), "value of field \(name)")
        field(name, data: bytes)
    }

    /// Adds a field with data as its value. Every byte that is not printable ASCII becomes a question mark.
    package mutating func field(_ name: StaticString, data value: UnsafeRawBufferPointer) {
        precondition(stage == .head, "field \(name) outside a head")
        precondition(Self.isName(name), "field name \(name)")
        put(name)
        put(": ")
        let start = count
        put(value)
        for index in start..<count {
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            if !Self.isClean(byte) {
                base.storeBytes(of: Byte.questionMark, toByteOffset: index, as: UInt8.self)
            }
        }
        put("\r\n")
    }

    /// Adds a field with text as its value, cleaned in the same way.
    package mutating func field(_ name: StaticString, data text: String) {
        var text = text
        text.withUTF8 { field(name, data: UnsafeRawBufferPointer($0)) }
    }

    /// Adds a field with a number as its value.
    package mutating func field(_ name: StaticString, number: Int) {
        field(name, data: String(number))
    }

    /// Tells the peer that this is the last response of the connection.
    package mutating func closeConnection() { field("Connection", "close") }

    // MARK: Content

    /// Ends the response with content of known length, in one append.
    /// - Precondition: The status allows content.
    package mutating func end(body: UnsafeRawBufferPointer, to sink: inout some HTTPByteSink & ~Copyable) {
        finishHead(contentLength: body.count)
        let head = UnsafeRawBufferPointer(start: base, count: count)
        sink.append(reserving: head.count + body.count) { room in
            room.copyMemory(from: head)
            UnsafeMutableRawBufferPointer(rebasing: room[head.count...]).copyMemory(from: body)
            return head.count + body.count
        }
    }

    /// Ends the response to a HEAD request: the length that GET would have, and no content.
    package mutating func end(omittedBodyBytes: Int, to sink: inout some HTTPByteSink & ~Copyable) {
        finishHead(contentLength: omittedBodyBytes)
        flush(to: &sink)
    }

    /// Ends a response whose status has no content, 204 or 304, or any other with content of length 0.
    package mutating func endWithoutBody(to sink: inout some HTTPByteSink & ~Copyable) {
        finishHead(contentLength: status.hasNoContent ? nil : 0)
        flush(to: &sink)
    }

    /// Ends the head of a response whose content follows in chunks; see ``HTTPChunks``. Not for HTTP/1.0.
    package mutating func endForChunks(to sink: inout some HTTPByteSink & ~Copyable) {
        precondition(!status.hasNoContent, "status \(status.code) has no content")
        field("Transfer-Encoding", "chunked")
        finishHead(contentLength: nil)
        flush(to: &sink)
    }

    /// Ends the head of a response whose content follows as it is, up to the end of the connection: how a stream
    /// goes to a client of HTTP/1.0.
    package mutating func endForStreamUntilClose(to sink: inout some HTTPByteSink & ~Copyable) {
        precondition(!status.hasNoContent, "status \(status.code) has no content")
        closeConnection()
        finishHead(contentLength: nil)
        flush(to: &sink)
    }

    private mutating func finishHead(contentLength: Int?) {
        precondition(stage == .head, "no response was begun")
        if let contentLength {
            precondition(!status.hasNoContent, "status \(status.code) has no content")
            put("Content-Length: ")
            put(decimal: contentLength)
            put("\r\n")
        }
        put("\r\n")
        stage = .idle
    }

    private func flush(to sink: inout some HTTPByteSink & ~Copyable) {
        let head = UnsafeRawBufferPointer(start: base, count: count)
        sink.append(reserving: head.count) { room in
            room.copyMemory(from: head)
            return head.count
        }
    }

    // MARK: Bytes

    private static func isClean(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

    private static func isName(_ name: StaticString) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        return !bytes.isEmpty && ASCIISet.token.containsAll(bytes)
            && !bytes.equalsIgnoringCase("content-length")
    }

    private mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        if capacity - count < bytes.count { grow(bytes.count) }
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    private mutating func put(decimal number: Int) {
        precondition(number >= 0, "length \(number)")
        withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
            var start = 20
            var rest = number
            repeat {
                start -= 1
                digits[start] = Byte.zero + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            put(UnsafeRawBufferPointer(rebasing: digits[start...]))
        }
    }

    private mutating func grow(_ byteCount: Int) {
        capacity = max(capacity * 2, count + byteCount)
        let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        block.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = block
    }
}
