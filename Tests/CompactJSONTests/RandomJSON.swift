import CompactJSON

/// Makes random values, and writes them in random ways.
struct RandomJSON {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func below(_ bound: Int) -> Int { Int(random.next(upperBound: UInt64(bound))) }

    mutating func value(depthLeft: Int = 5) -> ReferenceJSON {
        switch below(depthLeft > 0 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2, 3: return .number(number())
        case 4, 5: return .string(string())
        case 6: return .array((0..<below(6)).map { _ in value(depthLeft: depthLeft - 1) })
        default:
            var keys: Set<[UInt8]> = []
            let members = (0..<below(below(8) == 0 ? 60 : 7)).compactMap { _ -> ReferenceJSON.Member? in
                let key = string()
                return keys.insert(key).inserted
                    ? .init(key: key, value: value(depthLeft: depthLeft - 2)) : nil
            }
            return .object(members)
        }
    }

    mutating func number() -> [UInt8] {
        switch below(4) {
        case 0: return Array("\(Int64(truncatingIfNeeded: random.next()))".utf8)
        case 1: return Array("\(below(1000) - 500).\(below(1000))e\(below(40) - 20)".utf8)
        default: return Array("\(below(100_000))".utf8)
        }
    }

    /// Text of every sort of scalar, mostly short and plain.
    mutating func string() -> [UInt8] {
        var text = ""
        for _ in 0..<below(below(3) == 0 ? 40 : 12) {
            switch below(20) {
            case 0: text.unicodeScalars.append(Unicode.Scalar(UInt8(below(0x20))))
            case 1:
                text += ["\"", "\\", "/", "\u{7F}", "\u{2028}", "\u{2029}", "\u{2027}", "\u{E000}"][below(8)]
            case 2: text += ["é", "ß", "€", "\u{FFFF}", "\u{800}", "\u{7FF}"][below(6)]
            case 3: text += ["😀", "\u{10000}", "\u{10FFFF}"][below(3)]
            default: text.unicodeScalars.append(Unicode.Scalar(UInt8(0x61 + below(26))))
            }
        }
        return Array(text.utf8)
    }

    /// `value` with white space anywhere and strings escaped at whim.
    mutating func text(_ value: ReferenceJSON) -> [UInt8] {
        var bytes = space()
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let bool): bytes += (bool ? "true" : "false").utf8
        case .number(let number): bytes += number
        case .string(let string): bytes += quoted(string)
        case .array(let elements):
            bytes += "[".utf8 + space()
            for (index, element) in elements.enumerated() {
                bytes += (index > 0 ? [0x2C] : []) + text(element)
            }
            bytes += "]".utf8
        case .object(let members):
            bytes += "{".utf8 + space()
            for (index, member) in members.enumerated() {
                bytes += (index > 0 ? [0x2C] : []) + space() + quoted(member.key) + space() + [0x3A]
                bytes += text(member.value)
            }
            bytes += "}".utf8
        }
        return bytes + space()
    }

    private mutating func space() -> [UInt8] {
        below(6) > 0 ? [] : (0..<below(4)).map { _ in [0x20, 0x09, 0x0A, 0x0D][below(4)] }
    }

    private mutating func quoted(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        for scalar in String(decoding: content, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || below(16) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: below(2) == 0)
                    bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
                }
            } else {
                bytes += String(scalar).utf8
            }
        }
        return bytes + [0x22]
    }
}

extension JSONWriter {
    /// Writes `value` through the general calls.
    mutating func value(_ value: ReferenceJSON) {
        switch value {
        case .null: null()
        case .bool(let bool): self.value(bool)
        case .number(let text): text.withUnsafeBytes { raw($0) }
        case .string(let content): content.withUnsafeBytes { self.value(utf8: $0) }
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(String(decoding: member.key, as: UTF8.self))
                self.value(member.value)
            }
            endObject()
        }
    }
}
