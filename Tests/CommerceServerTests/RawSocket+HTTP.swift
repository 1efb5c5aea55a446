extension RawSocket {
    /// One response with a length; `nil` at the end of the stream or too late.
    func receiveResponse() -> (status: Int, body: String)? {
        guard let first = receiveLine(), let status = Int(first.dropFirst(9).prefix(3)) else { return nil }
        var count = 0
        while let line = receiveLine(), line != "\r" {
            let field = line.lowercased()
            guard field.hasPrefix("content-length:") else { continue }
            count = Int(field.dropFirst(15).filter(\.isNumber)) ?? 0
        }
        guard let body = receive(count: count) else { return nil }
        return (status, String(decoding: body, as: UTF8.self))
    }
}

extension String {
    /// The text of the first member of that name, if it needs no escapes.
    func text(of name: String) -> String? {
        split(behind: "\"\(name)\":\"").map { String($0.prefix { $0 != "\"" }) }
    }

    /// What stands before the first member of that name with that text.
    func split(beforeMember name: String, _ text: String) -> Substring? {
        let (bytes, wanted) = (Array(utf8), Array("\"\(name)\":\"\(text)\"".utf8))
        guard let start = bytes.firstIndex(of: wanted) else { return nil }
        return Substring(String(decoding: bytes[..<start], as: UTF8.self))
    }

    private func split(behind text: String) -> Substring? {
        let (bytes, wanted) = (Array(utf8), Array(text.utf8))
        guard let start = bytes.firstIndex(of: wanted) else { return nil }
        return Substring(String(decoding: bytes[(start + wanted.count)...], as: UTF8.self))
    }
}

extension [UInt8] {
    fileprivate func firstIndex(of wanted: [UInt8]) -> Int? {
        guard count >= wanted.count else { return nil }
        return (0...(count - wanted.count)).first { self[$0..<($0 + wanted.count)].elementsEqual(wanted) }
    }
}
