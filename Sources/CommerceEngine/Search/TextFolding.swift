/// What makes two spellings the same for search and for sorting by name: case and Latin accents do not count.
///
/// ASCII, Latin-1 and Latin Extended-A fold by table (`É` to `e`, `ß` to `ss`, `Ł` to `l`); other letters are
/// made lower case as Unicode says; combining accents (U+0300 to U+036F) vanish, so both ways to write an
/// accented letter are one. It does not stem words, and does not cut texts of scripts without spaces.
package enum TextFolding {
    /// The longest word kept, in bytes. What is longer is cut, in texts and in queries alike.
    static let wordBytesMaximum = 64
    /// The longest sort key, in bytes. Names that agree so far are in the order of their creation.
    static let keyBytesMaximum = 256

    /// Appends `scalar` as it counts.
    @inline(__always)
    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let value = scalar.value
        if value < 0x80 {
            bytes.append(value &- 0x41 < 26 ? UInt8(value) | 0x20 : UInt8(value))
        } else {
            appendSlowly(scalar, to: &bytes)
        }
    }

    /// Whether `scalar` is part of a word: a letter, a digit, or a mark on one.
    @inline(__always)
    static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 { return value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26 }
        if scalar.properties.isAlphabetic { return true }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// `text` as it counts, with its spaces and signs: what a tag is compared by, what a name is sorted by.
    package static func folded(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let length = bytes.count
            append(scalar, to: &bytes)
            if bytes.count > keyBytesMaximum {
                bytes.removeSubrange(length...)
                break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @inline(never)
    private static func appendSlowly(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0xC0...0x17F: bytes.append(contentsOf: latin[Int(scalar.value) - 0xC0])
        case 0x300...0x36F: break
        default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    /// U+00C0 to U+017F.
    private static let latin: [[UInt8]] = """
        a a a a a a ae c e e e e i i i i d n o o o o o × o u u u u y th ss \
        a a a a a a ae c e e e e i i i i d n o o o o o ÷ o u u u u y th y \
        a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g \
        g g g g h h h h i i i i i i i i i i ij ij j j k k k l l l l l l l \
        l l l n n n n n n n n n o o o o o o oe oe r r r r r r s s s s s s \
        s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
        """.split(separator: " ").map { Array($0.utf8) }
}
