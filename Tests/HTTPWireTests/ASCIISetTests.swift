import HTTPWire
import Testing

@Suite("Sets of characters")
struct ASCIISetTests {
    static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    static let visible = String(decoding: 0x21...0x7E as ClosedRange<UInt8>, as: UTF8.self)

    @Test("each set holds the characters of its grammar and no others")
    func members() {
        let alphanumeric = Self.letters + "0123456789"
        let table: [(ASCIISet, String)] = [
            (.token, alphanumeric + "!#$%&'*+-.^_`|~"), (.target, alphanumeric + "-._~!$&'()*+,;=:@/?%"),
            (.host, alphanumeric + "-._"), (.addressV6, "0123456789abcdefABCDEF:."),
            (.cookieValue, Self.visible.filter { !"\",;\\".contains($0) }),
            (.boundary, alphanumeric + "'()+_,-./:=?"),
        ]
        for (set, characters) in table {
            let expected = Set(characters.utf8)
            for byte in 0...255 as ClosedRange<UInt8> {
                #expect(set.contains(byte) == expected.contains(byte), "\(byte) in \(characters)")
            }
        }
    }

    @Test("eight bytes are printable if each of them is")
    func printable() {
        for byte in 0...255 as ClosedRange<UInt8> {
            for position in 0..<8 {
                for filler in [0x20, 0x41, 0x7E] as [UInt8] {
                    var bytes = [UInt8](repeating: filler, count: 8)
                    bytes[position] = byte
                    let isPrintable = bytes.withUnsafeBufferPointer { bytes in
                        bytes.baseAddress.map { WordScan.isPrintable(WordScan.load($0)) }
                    }
                    #expect(isPrintable == (0x20...0x7E).contains(byte))
                }
            }
        }
    }
}
