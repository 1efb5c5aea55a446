import CompactJSON

/// A document with guarded memory for its texts: how the tests parse.
final class Reader {
    let document: JSONDocument
    private let memory: GuardedBytes

    init(limits: JSONLimits = .init(), capacityBytes: Int = 1 << 16) {
        document = JSONDocument(limits: limits)
        memory = GuardedBytes(capacityBytes: capacityBytes)
    }

    /// The root of `bytes`; good until the next call.
    func parse(_ bytes: some Collection<UInt8>) throws(JSONError) -> JSONNode {
        try document.parse(memory.place(bytes))
    }

    func parse(_ text: String) throws(JSONError) -> JSONNode { try parse(Array(text.utf8)) }

    /// Why `bytes` are refused; `nil` if they are not.
    func refusal(_ bytes: some Collection<UInt8>) -> JSONError? {
        do throws(JSONError) {
            _ = try parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    func refusal(_ text: String) -> JSONError? { refusal(Array(text.utf8)) }

    func fingerprint(_ text: String, excluding names: [StaticString] = []) throws -> UInt64 {
        try parse(text).fingerprint(excluding: names)
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes as text, for expectations.
    var text: String { String(decoding: self, as: UTF8.self) }
}
