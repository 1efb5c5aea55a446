import CommerceWire
import HTTPWire

extension HTTPResponder {
    /// A target as the log may have it: without its query, and without the keys that stand in paths.
    static func logged(_ target: UnsafeRawBufferPointer) -> String {
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return segments.map { segment in
            isKey(segment) ? "***" : String(decoding: segment, as: UTF8.self)
        }.joined(separator: "/")
    }

    /// Whether a segment looks like the token of a link, wherever it stands.
    private static func isKey(_ segment: Slice<UnsafeRawBufferPointer>) -> Bool {
        segment.count == PortalTokens.characters
            && segment.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                    || (0x41...0x5A).contains(byte & 0xDF)
            }
    }
}
