import CompactJSON

/// A JSON value as plain Swift, and a slow recursive parser that is easy to believe: what the fast one is compared
/// with. It shares no code with the module.
indirect enum ReferenceJSON: Equatable {
    case object([Member])
    case array([ReferenceJSON])
    /// Decoded UTF-8.
    case string([UInt8])
    case number([UInt8])
    case bool(Bool)
    case null

    struct Member: Equatable {
        let key: [UInt8]
        let value: ReferenceJSON
    }

    /// `nil` if `bytes` are not what the wire accepts.
    static func parse(_ bytes: [UInt8], depthMax: Int = 32) -> ReferenceJSON? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var rest = bytes[...]
        skipSpace(&rest)
        guard let value = value(&rest, depthMax) else { return nil }
        skipSpace(&rest)
        return rest.isEmpty ? value : nil
    }

    /// The tree under `node`.
    init(_ node: JSONNode) {
        switch node.kind {
        case .object:
            self = .object(
                node.members.map { member in
                    Member(key: Array(member.key.stringBytes!), value: ReferenceJSON(member.value))
                })
        case .array: self = .array(node.elements.map(ReferenceJSON.init))
        case .string: self = .string(Array(node.stringBytes!))
        case .number: self = .number(Array(node.numberBytes!))
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .null: self = .null
        }
    }

    private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        rest = rest.drop { " \t\r\n".utf8.contains($0) }
    }

    private static func take(_ text: String, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private static func value(_ rest: inout ArraySlice<UInt8>, _ depthLeft: Int) -> ReferenceJSON? {
        if take("null", &rest) { return .null }
        if take("true", &rest) { return .bool(true) }
        if take("false", &rest) { return .bool(false) }
        switch rest.first {
        case UInt8(ascii: "\""): return string(&rest).map(ReferenceJSON.string)
        case UInt8(ascii: "{"): return depthLeft > 0 ? object(&rest, depthLeft - 1) : nil
        case UInt8(ascii: "["): return depthLeft > 0 ? array(&rest, depthLeft - 1) : nil
        default: return number(&rest)
        }
    }

    private static func object(_ rest: inout ArraySlice<UInt8>, _ depthLeft: Int) -> ReferenceJSON? {
        var members: [Member] = []
        rest = rest.dropFirst()
        skipSpace(&rest)
        if take("}", &rest) { return .object([]) }
        while true {
            skipSpace(&rest)
            guard let key = string(&rest), !members.contains(where: { $0.key == key }) else { return nil }
            skipSpace(&rest)
            guard take(":", &rest) else { return nil }
            skipSpace(&rest)
            guard let value = value(&rest, depthLeft) else { return nil }
            members.append(Member(key: key, value: value))
            skipSpace(&rest)
            if take("}", &rest) { return .object(members) }
            guard take(",", &rest) else { return nil }
        }
    }

    private static func array(_ rest: inout ArraySlice<UInt8>, _ depthLeft: Int) -> ReferenceJSON? {
        var elements: [ReferenceJSON] = []
        rest = rest.dropFirst()
        skipSpace(&rest)
        if take("]", &rest) { return .array([]) }
        while true {
            skipSpace(&rest)
            guard let value = value(&rest, depthLeft) else { return nil }
            elements.append(value)
            skipSpace(&rest)
            if take("]", &rest) { return .array(elements) }
            guard take(",", &rest) else { return nil }
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> ReferenceJSON? {
        let start = rest
        func digits() -> Bool {
            let before = rest.count
            rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return rest.count < before
        }
        _ = take("-", &rest)
        if !take("0", &rest), !digits() { return nil }
        if take(".", &rest), !digits() { return nil }
        if take("e", &rest) || take("E", &rest) {
            if !take("+", &rest) { _ = take("-", &rest) }
            if !digits() { return nil }
        }
        return .number(Array(start.dropLast(rest.count)))
    }

    /// Decodes through UTF-16, as the grammar speaks of it.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard take("\"", &rest) else { return nil }
        let short: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
        ]
        var content: [UInt8] = []
        var units: [UInt16] = []
        while let byte = rest.popFirst() {
            let isUnicodeEscape = byte == 0x5C && rest.first == UInt8(ascii: "u")
            if !isUnicodeEscape, !units.isEmpty {
                guard let text = String(validating: units, as: UTF16.self) else { return nil }
                content += text.utf8
                units = []
            }
            if byte == 0x22 { return content }
            if byte < 0x20 { return nil }
            if isUnicodeEscape {
                let digits = rest.dropFirst().prefix(4)
                guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }), digits.count == 4,
                    let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
                else { return nil }
                units.append(unit)
                rest = rest.dropFirst(5)
            } else if byte == 0x5C {
                guard let escaped = rest.popFirst(), let decoded = short[escaped] else { return nil }
                content.append(decoded)
            } else {
                content.append(byte)
            }
        }
        return nil
    }
}
