extension JSONWriter {
    /// Appends string content, without quotes and comma, escaping what RFC 8259 demands (quote, backslash, control
    /// characters) and U+2028 and U+2029, which end a line in JavaScript. Nothing else is changed.
    ///
    /// - Parameter content: UTF-8; what is not comes out as it went in.
    /// - Complexity: O(bytes), eight at a time where nothing is escaped.
    package mutating func appendEscaped(_ content: UnsafeRawBufferPointer) {
        guard let base = content.baseAddress else { return }
        var source = base.assumingMemoryBound(to: UInt8.self)
        let end = source + content.count
        // Room for everything plain, and for a whole word stored past it.
        reserve(content.count &+ 8)
        var target = buffer + length
        while true {
            while source + 8 <= end {
                let word = WordScan.load(source)
                UnsafeMutableRawPointer(target).storeBytes(of: word.littleEndian, as: UInt64.self)
                let stops = WordScan.escapeStops(word)
                if stops != 0 {
                    source += WordScan.first(stops)
                    target += WordScan.first(stops)
                    break
                }
                source += 8
                target += 8
            }
            while source < end, !Self.mayNeedEscape(source[0]) {
                target[0] = source[0]
                source += 1
                target += 1
            }
            length = target - buffer
            guard source < end else { return }
            source = escape(source, end)
            reserve((end - source) &+ 8)
            target = buffer + length
        }
    }

    /// Appends string content, without quotes and comma.
    package mutating func appendEscaped(_ text: String) {
        let text = text.utf8
        let isDone: Void? = text.withContiguousStorageIfAvailable { content in
            appendEscaped(UnsafeRawBufferPointer(content))
        }
        // Only strings bridged from elsewhere are not contiguous.
        if isDone == nil { Array(text).withUnsafeBytes { appendEscaped($0) } }
    }

    @inline(__always)
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0xE2
    }

    /// Appends the escape for what is at `source`, or the byte itself if it needs none.
    ///
    /// - Returns: Where the rest begins.
    @inline(never)
    private mutating func escape(_ source: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>)
        -> UnsafePointer<UInt8>
    {
        let byte = source[0]
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0xE2:
            // E2 80 A8 and E2 80 A9
            if source + 3 <= end, source[1] == 0x80, source[2] | 1 == 0xA9 {
                if source[2] == 0xA8 { append("\\u2028") } else { append("\\u2029") }
                return source + 3
            }
            append(byte: byte)
        default:
            if byte < 0x10 { append("\\u000") } else { append("\\u001") }
            let digit = byte & 0x0F
            append(byte: digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
        return source + 1
    }
}
