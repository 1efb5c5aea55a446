import Glibc

/// Unescapes one string of a text: the slow path for strings with a backslash.
///
/// The target has room for as many bytes as the string is written with; decoding never makes it longer.
struct StringDecoder {
    typealias Pointer = UnsafePointer<UInt8>

    let source: Pointer
    let end: Pointer
    let target: UnsafeMutablePointer<UInt8>

    /// Decodes from the byte after the opening quote.
    ///
    /// - Returns: The position after the closing quote, and the decoded length.
    @inline(never)
    func decode(_ start: Pointer) throws(JSONError) -> (after: Pointer, length: Int) {
        var cursor = start
        var length = 0
        while true {
            let run = cursor
            try JSONParser.skipPlain(&cursor, source, end)
            if cursor[0] >= 0x80 { cursor = try JSONParser.afterSequence(cursor, source, end) }
            memcpy(target + length, run, cursor - run)
            length += cursor - run
            if cursor[0] == 0x22 { return (cursor + 1, length) }
            if cursor[0] == 0x5C { try escape(&cursor, &length) }
        }
    }

    /// Decodes the escape whose backslash is at `cursor` (RFC 8259, section 7).
    private func escape(_ cursor: inout Pointer, _ length: inout Int) throws(JSONError) {
        guard cursor + 1 < end else { throw unexpectedEnd }
        let byte: UInt8
        switch cursor[1] {
        case 0x22, 0x5C, 0x2F: byte = cursor[1]
        case 0x62: byte = 0x08
        case 0x66: byte = 0x0C
        case 0x6E: byte = 0x0A
        case 0x72: byte = 0x0D
        case 0x74: byte = 0x09
        case 0x75:
            try put(unicodeEscape(&cursor), &length)
            return
        default: throw JSONError(.invalidEscape, offset: cursor - source)
        }
        target[length] = byte
        length += 1
        cursor += 2
    }

    /// Reads `\uXXXX`, or two of them that make a surrogate pair.
    private func unicodeEscape(_ cursor: inout Pointer) throws(JSONError) -> UInt32 {
        let first = try codeUnit(cursor)
        guard first & 0xF800 == 0xD800 else {
            cursor += 6
            return first
        }
        let lone = JSONError(.loneSurrogate, offset: cursor - source)
        guard first < 0xDC00 else { throw lone }
        let next = cursor + 6
        guard next < end else { throw unexpectedEnd }
        guard next[0] == 0x5C else { throw lone }
        guard next + 1 < end else { throw unexpectedEnd }
        guard next[1] == 0x75 else { throw lone }
        let second = try codeUnit(next)
        guard second & 0xFC00 == 0xDC00 else { throw lone }
        cursor += 12
        return 0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF)
    }

    /// The four hexadecimal digits of the escape at `pointer`.
    private func codeUnit(_ pointer: Pointer) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for index in 2..<6 {
            guard pointer + index < end else { throw unexpectedEnd }
            let digit: UInt8
            switch pointer[index] {
            case 0x30...0x39: digit = pointer[index] - 0x30
            case 0x41...0x46: digit = pointer[index] - 0x41 + 10
            case 0x61...0x66: digit = pointer[index] - 0x61 + 10
            default: throw JSONError(.invalidEscape, offset: pointer - source)
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// Appends a scalar value, never a surrogate, as UTF-8.
    private func put(_ scalar: UInt32, _ length: inout Int) {
        func byte(_ value: UInt32) {
            target[length] = UInt8(truncatingIfNeeded: value)
            length += 1
        }
        switch scalar {
        case ..<0x80: byte(scalar)
        case ..<0x800:
            byte(0xC0 | scalar >> 6)
            byte(0x80 | scalar & 0x3F)
        case ..<0x10000:
            byte(0xE0 | scalar >> 12)
            byte(0x80 | scalar >> 6 & 0x3F)
            byte(0x80 | scalar & 0x3F)
        default:
            byte(0xF0 | scalar >> 18)
            byte(0x80 | scalar >> 12 & 0x3F)
            byte(0x80 | scalar >> 6 & 0x3F)
            byte(0x80 | scalar & 0x3F)
        }
    }

    private var unexpectedEnd: JSONError { JSONError(.unexpectedEnd, offset: end - source) }
}
