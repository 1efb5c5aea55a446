import Glibc

/// Reading JSON replies of the protocol without a parser: the load generator may not cost more than the server.
///
/// It leans on what the protocol promises, the reply's `id` first, then `ok` or `error`, and checks it.
/// It is no JSON reader.
enum ReplyText {
    /// `{"id":1` and a byte to be masked.
    private static let opening: UInt64 = {
        var bytes: UInt64 = 0
        for (index, byte) in Array("{\"id\":1".utf8).enumerated() {
            bytes |= UInt64(byte) << UInt64(index * 8)
        }
        return UInt64(littleEndian: bytes)
    }()
    private static let openingMask = UInt64(littleEndian: 0x00FF_FFFF_FFFF_FFFF)
    private static let okay = UInt32(littleEndian: 0x6B6F_222C)  // ,"ok
    private static let error = UInt32(littleEndian: 0x7265_222C)  // ,"er

    /// Judges `{"id":1dddddddd,"ok":…}`, where the eight digits must be `digits`.
    @inline(__always)
    static func verdict(of reply: UnsafeRawBufferPointer, digits: UInt64) -> Verdict {
        guard reply.count >= 22,
            reply.loadUnaligned(as: UInt64.self) & openingMask == opening,
            reply.loadUnaligned(fromByteOffset: 7, as: UInt64.self) == digits
        else { return .failed }
        let key = reply.loadUnaligned(fromByteOffset: 15, as: UInt32.self)
        if key == okay { return .accepted }
        guard key == error else { return .failed }
        return find("\"code\":\"insufficient_stock\"", in: reply) != nil ? .refused : .failed
    }

    /// The offset just past the first `needle` at or after `start`.
    ///
    /// - Complexity: O(reply), as fast as memchr where the needle's first byte is rare.
    static func find(_ needle: StaticString, in reply: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
        let (length, first) = (needle.utf8CodeUnitCount, CInt(needle.utf8Start.pointee))
        guard let base = reply.baseAddress else { return nil }
        var offset = start
        while offset + length <= reply.count {
            guard let hit = memchr(base + offset, first, reply.count - length - offset + 1) else {
                return nil
            }
            let found = UnsafeRawPointer(hit) - base
            if memcmp(hit, needle.utf8Start, length) == 0 { return found + length }
            offset = found + 1
        }
        return nil
    }

    /// How often `needle` occurs.
    static func count(_ needle: StaticString, in reply: UnsafeRawBufferPointer) -> UInt32 {
        var (count, offset) = (UInt32(0), 0)
        while let next = find(needle, in: reply, from: offset) {
            count += 1
            offset = next
        }
        return count
    }

    /// The text between `prefix` and the next quotation mark; only for setting up and checking, not for load.
    static func string(after prefix: StaticString, in reply: String) -> String? {
        Array(reply.utf8).withUnsafeBytes { bytes in
            guard let start = find(prefix, in: bytes) else { return nil }
            return String(decoding: bytes[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
    }

    /// The whole number right after `prefix`.
    static func integer(after prefix: StaticString, in reply: String) -> Int? {
        Array(reply.utf8).withUnsafeBytes { bytes in
            guard let start = find(prefix, in: bytes) else { return nil }
            return Int(
                String(decoding: bytes[start...].prefix { $0 == 45 || ($0 >= 48 && $0 <= 57) }, as: UTF8.self)
            )
        }
    }
}
