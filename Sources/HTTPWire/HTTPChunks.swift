/// Writes the content of a chunked response (RFC 9112, section 7.1), and the one interim response.
package enum HTTPChunks {
    /// Eight digits and two line ends.
    private static var framingBytesMax: Int { 12 }

    /// Appends one chunk; nothing at all for no bytes, because an empty chunk is the end.
    /// - Precondition: Fewer than 2^32 bytes.
    package static func chunk(_ bytes: UnsafeRawBufferPointer, to sink: inout some HTTPByteSink & ~Copyable) {
        guard !bytes.isEmpty else { return }
        precondition(bytes.count <= UInt32.max, "chunk of \(bytes.count) bytes")
        sink.append(reserving: bytes.count + framingBytesMax) { room in
            let digits = (32 - UInt32(bytes.count).leadingZeroBitCount + 3) / 4
            for index in 0..<digits {
                let digit = UInt8(bytes.count >> ((digits - 1 - index) * 4) & 0xF)
                room[index] = digit < 10 ? Byte.zero + digit : 0x57 + digit
            }
            room[digits] = Byte.carriageReturn
            room[digits + 1] = Byte.lineFeed
            let end = digits + 2 + bytes.count
            UnsafeMutableRawBufferPointer(rebasing: room[(digits + 2)..<end]).copyMemory(from: bytes)
            room[end] = Byte.carriageReturn
            room[end + 1] = Byte.lineFeed
            return end + 2
        }
    }

    /// Appends the end of the content. Leaving it out and closing tells the client that the content is cut short.
    package static func end(to sink: inout some HTTPByteSink & ~Copyable) { sink.append("0\r\n\r\n") }

    /// Appends the interim response that asks for the content, where ``HTTPRequestHead/expectsContinue``.
    package static func continueResponse(to sink: inout some HTTPByteSink & ~Copyable) {
        sink.append("HTTP/1.1 100 Continue\r\n\r\n")
    }
}
