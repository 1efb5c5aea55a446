/// A set of ASCII characters, for judging one byte at a time without a table in memory.
///
/// Bytes of 0x80 and more are in no set. The tests compare the numbers with the characters that they stand for.
package struct ASCIISet: Sendable {
    /// Bit n stands for byte n.
    let low: UInt64
    /// Bit n stands for byte 64 + n.
    let high: UInt64

    @inline(__always) package func contains(_ byte: UInt8) -> Bool {
        let word = byte & 0x40 == 0 ? low : high
        return byte < 0x80 && (word &>> UInt64(byte & 0x3F)) & 1 == 1
    }

    /// The number of bytes from `start` on, up to `end`, that are in the set.
    @inline(__always) func run(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, contains(base[index]) { index &+= 1 }
        return index &- start
    }

    func containsAll(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.allSatisfy { contains($0) } }
}

extension ASCIISet {
    /// `tchar` (RFC 9110, section 5.6.2): letters, digits and ``!#$%&'*+-.^_`|~``.
    package static var token: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }
    }

    /// What a path and a query are made of (RFC 3986, sections 3.3 and 3.4), `%`, `/` and `?` included.
    package static var target: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0xAFFF_FFF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }
    }

    /// What names of hosts and addresses of version 4 are made of: letters, digits, `-`, `.` and `_`.
    package static var host: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0x03FF_6000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE) }
    }

    /// What stands between the brackets of an address of version 6: hexadecimal digits, `:` and `.`.
    package static var addressV6: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0x07FF_4000_0000_0000, high: 0x0000_007E_0000_007E) }
    }

    /// `cookie-octet` (RFC 6265, section 4.1.1): visible but for `"`, `,`, `;` and `\`.
    package static var cookieValue: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0xF7FF_EFFA_0000_0000, high: 0x7FFF_FFFF_EFFF_FFFF) }
    }

    /// `bchars` but for the space (RFC 2046, section 5.1.1): letters, digits and `'()+_,-./:=?`.
    package static var boundary: ASCIISet {
        @inline(__always) get { ASCIISet(low: 0xA7FF_FB80_0000_0000, high: 0x07FF_FFFE_87FF_FFFE) }
    }
}

/// Bytes with a name.
enum Byte {
    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var percent: UInt8 { 0x25 }
    static var ampersand: UInt8 { 0x26 }
    static var asterisk: UInt8 { 0x2A }
    static var plus: UInt8 { 0x2B }
    static var comma: UInt8 { 0x2C }
    static var hyphen: UInt8 { 0x2D }
    static var dot: UInt8 { 0x2E }
    static var slash: UInt8 { 0x2F }
    static var zero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3A }
    static var semicolon: UInt8 { 0x3B }
    static var equals: UInt8 { 0x3D }
    static var questionMark: UInt8 { 0x3F }
    static var backslash: UInt8 { 0x5C }

    /// The value of a hexadecimal digit of either case.
    @inline(__always) static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x37
        case 0x61...0x66: byte &- 0x57
        default: nil
        }
    }

    @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
}
