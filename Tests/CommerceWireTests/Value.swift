import CompactJSON

/// A JSON value as a test reads it: comparable with literals. Members that are not there are ``absent``.
enum Value: Hashable, Sendable {
    case object([String: Value])
    case list([Value])
    case text(String)
    /// As written, so that `1.0` is not `1`.
    case number(String)
    case flag(Bool)
    case null
    case absent

    init(_ node: JSONNode) {
        switch node.kind {
        case .object:
            var members: [String: Value] = [:]
            for (key, value) in node.members { members[key.string ?? ""] = Value(value) }
            self = .object(members)
        case .array: self = .list(node.elements.map { Value($0) })
        case .string: self = .text(node.string ?? "")
        case .number: self = .number(String(decoding: node.rawBytes, as: UTF8.self))
        case .true: self = .flag(true)
        case .false: self = .flag(false)
        case .null: self = .null
        }
    }

    subscript(name: String) -> Value {
        if case .object(let members) = self { members[name] ?? .absent } else { .absent }
    }

    subscript(index: Int) -> Value {
        items.indices.contains(index) ? items[index] : .absent
    }

    var items: [Value] {
        if case .list(let items) = self { items } else { [] }
    }

    var text: String {
        if case .text(let text) = self { text } else { "\(self)" }
    }

    var int: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    var names: [String] {
        if case .object(let members) = self { members.keys.sorted() } else { [] }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(String(number)) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral items: Value...) { self = .list(items) }
    init(dictionaryLiteral members: (String, Value)...) {
        self = .object(Dictionary(uniqueKeysWithValues: members))
    }
}

/// The reply to one line.
struct Reply: Hashable, Sendable {
    /// As sent, without the newline.
    let line: String
    let value: Value

    var ok: Value { value["ok"] }
    var error: Value { value["error"] }
    /// The code of a refusal; `nil` for success.
    var code: String? { error == .absent ? nil : error["code"].text }
    var details: Value { error["details"] }
}
