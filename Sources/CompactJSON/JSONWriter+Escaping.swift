extension JSONWriter {
    /// Appends string content, without quotes and comma, escaping what RFC 8259 demands (quote, backslash, control
    /// characters) and U+2028 and U+2029, which end a line in JavaScript. Nothing else is changed.
    ///
    /// - Parameter content: UTF-8; what is not comes out as it went in.
    /// - Complexity: O(bytes), eight at a time where nothing is escaped.
    package mutating func appendEscaped(_ content: UnsafeRawBufferPointer) {
        guard let base = content.baseAddress else { return }
        // Room for everything plain, for a whole word stored past it, and for the quote of `appendQuoted`.
        reserve(content.count &+ 9)
        putEscaped(base.assumingMemoryBound(to: UInt8.self), content.count)
    }

    /// Appends string content, without quotes and comma.
    package mutating func appendEscaped(_ text: String) {
        withBytes(of: text) { writer, content in writer.appendEscaped(content) }
    }

    /// Appends a string with its quotes, without a comma.
    @usableFromInline
    mutating func appendQuoted(_ content: UnsafeRawBufferPointer) {
        reserve(content.count &+ 10)
        put(0x22)
        if let base = content.baseAddress {
            putEscaped(base.assumingMemoryBound(to: UInt8.self), content.count)
        }
        put(0x22)
    }

    /// Appends a string with its quotes, without a comma.
    @usableFromInline
    mutating func appendQuoted(_ text: String) {
        withBytes(of: text) { writer, content in writer.appendQuoted(content) }
    }

    @inline(__always)
    private mutating func withBytes(of text: String, _ body: (inout Self, UnsafeRawBufferPointer) -> Void) {
        text.utf8Span.span.withUnsafeBytes { body(&self, $0) }
    }

    /// Appends escaped content for which, were it plain, there is room and nine bytes more. Leaves room for one.
    @inline(__always)
    private mutating func putEscaped(_ start: UnsafePointer<UInt8>, _ count: Int) {
        var done = Self.copyPlain(start, count, to: buffer + length)
        length &+= done
        while done < count {
            done &+= escape(start + done, count &- done)
            reserve(count &- done &+ 9)
            let plain = Self.copyPlain(start + done, count &- done, to: buffer + length)
            length &+= plain
            done &+= plain
        }
    }

    /// Copies bytes up to the first that may need an escape. May write up to seven bytes past the copy.
    ///
    /// - Returns: How many bytes were copied.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var done = 0
        while done &+ 8 <= count {
            let word = WordScan.load(source + done)
            WordScan.store(word, target + done)
            let stops = WordScan.escapeStops(word)
            if stops != 0 { return done &+ WordScan.first(stops) }
            done &+= 8
        }
        let rest = count &- done
        guard rest > 0 else { return count }
        let word: UInt64
        if count >= 8 {
            // The last eight bytes again, without those that are done.
            word = WordScan.load(source + (count &- 8)) &>> (UInt64(truncatingIfNeeded: 8 &- rest) &* 8)
        } else {
            word = WordScan.loadShort(source, rest)
        }
        WordScan.store(word, target + done)
        // The zeros above the last byte do not count.
        let stops = WordScan.escapeStops(word) & ((1 &<< (UInt64(truncatingIfNeeded: rest) &* 8)) &- 1)
        return stops == 0 ? count : done &+ WordScan.first(stops)
    }

    /// Appends the escape for what is at `source`, or the byte itself if it needs none.
    ///
    /// - Returns: How many bytes of the content it stands for.
    @inline(never)
    private mutating func escape(_ source: UnsafePointer<UInt8>, _ count: Int) -> Int {
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
            if count >= 3, source[1] == 0x80, source[2] | 1 == 0xA9 {
                if source[2] == 0xA8 { append("\\u2028") } else { append("\\u2029") }
                return 3
            }
            append(byte: byte)
        default:
            if byte < 0x10 { append("\\u000") } else { append("\\u001") }
            let digit = byte & 0x0F
            append(byte: digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
        return 1
    }
}
