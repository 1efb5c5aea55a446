import CommerceCore
import CommerceEngine
package import CompactJSON

/// The members of one request, read strictly: what is missing, of the wrong kind or out of range is one
/// ``Rejection`` that names the field and what is allowed.
///
/// `null` stands for an absent member, except where ``isPresent(_:)`` lets it clear one.
package struct RequestFields {
    package let node: JSONNode

    package init(_ node: JSONNode) { self.node = node }

    /// Refuses members that the operation does not know, so that a misspelt option is never ignored.
    func requireKnown(_ known: [StaticString], alsoEnvelope: Bool = true) throws(Rejection) {
        for member in node.members {
            if known.contains(where: { member.key.bytesEqual($0) }) { continue }
            if alsoEnvelope && RequestFields.isEnvelope(member.key) { continue }
            throw .unknownField(String(member.key.string?.prefix(64) ?? ""))
        }
    }

    /// Members that belong to every request rather than to one operation.
    @inline(__always)
    static func isEnvelope(_ key: JSONNode) -> Bool {
        switch key.name {
        case "op", "id", "view", "idempotencyKey": true
        default: false
        }
    }

    func optional(_ name: StaticString) -> JSONNode? {
        guard let value = node[name], !value.isNull else { return nil }
        return value
    }

    /// Whether an update names the member, if only to clear it with `null`.
    func isPresent(_ name: StaticString) -> Bool { node[name] != nil }

    func required(_ name: StaticString) throws(Rejection) -> JSONNode {
        guard let value = optional(name) else { throw .missingField(name.description) }
        return value
    }

    // MARK: Texts

    func optionalString(_ name: StaticString, bytesMaximum: Int = 255) throws(Rejection) -> String? {
        guard let value = optional(name) else { return nil }
        return try RequestFields.string(value, name, bytesMaximum: bytesMaximum)
    }

    /// A text that says something: not empty, and not only spaces.
    func string(_ name: StaticString, bytesMaximum: Int = 255) throws(Rejection) -> String {
        let text = try RequestFields.string(try required(name), name, bytesMaximum: bytesMaximum)
        guard text.utf8.contains(where: { $0 != 0x20 && $0 != 0x09 }) else {
            throw .invalidValue(field: name.description, reason: "must not be empty")
        }
        return text
    }

    static func string(_ value: JSONNode, _ name: StaticString, bytesMaximum: Int) throws(Rejection) -> String
    {
        guard let bytes = value.stringBytes else {
            throw .invalidValue(field: name.description, reason: "must be a text")
        }
        guard bytes.count <= bytesMaximum else {
            throw .invalidValue(field: name.description, reason: "at most \(bytesMaximum) bytes")
        }
        guard !bytes.contains(0) else {
            throw .invalidValue(field: name.description, reason: "must not hold a NUL character")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// One of the names of an enumeration.
    func enumeration<Value: CaseIterable>(
        _ name: StaticString, _: Value.Type, _ text: KeyPath<Value, StaticString>
    ) throws(Rejection) -> Value? {
        guard let value = optional(name) else { return nil }
        for candidate in Value.allCases where value.bytesEqual(candidate[keyPath: text]) { return candidate }
        let allowed = Value.allCases.map { $0[keyPath: text].description }.joined(separator: ", ")
        throw .invalidValue(field: name.description, reason: "must be one of \(allowed)")
    }

    /// A JSON object, as its text.
    func objectText(_ name: StaticString, bytesMaximum: Int = 4_096) throws(Rejection) -> String? {
        guard let value = optional(name) else { return nil }
        guard value.kind == .object else {
            throw .invalidValue(field: name.description, reason: "must be an object")
        }
        guard value.rawBytes.count <= bytesMaximum else {
            throw .invalidValue(field: name.description, reason: "at most \(bytesMaximum) bytes")
        }
        return RequestFields.oneLine(value)
    }

    /// The text of a value without its line breaks and tabs: a reply is one line, and bodies of REST need not be.
    /// Within texts there are none, because JSON has them escaped there.
    static func oneLine(_ value: JSONNode) -> String {
        let bytes = value.rawBytes
        guard bytes.contains(where: { $0 < 0x20 }) else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.filter { $0 >= 0x20 }, as: UTF8.self)
    }

    // MARK: Numbers and flags

    func flag(_ name: StaticString) throws(Rejection) -> Bool? {
        guard let value = optional(name) else { return nil }
        guard let flag = value.bool else {
            throw .invalidValue(field: name.description, reason: "must be true or false")
        }
        return flag
    }

    func integer(_ name: StaticString, in range: ClosedRange<Int64>) throws(Rejection) -> Int64? {
        guard let value = optional(name) else { return nil }
        return try RequestFields.integer(value, name, in: range)
    }

    @inline(__always)
    static func integer(_ value: JSONNode, _ name: StaticString, in range: ClosedRange<Int64>)
        throws(Rejection) -> Int64
    {
        guard let number = value.int64, range.contains(number) else {
            throw .invalidValue(
                field: name.description,
                reason: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Computed, because a stored constant is checked for having been made at every use.
    static var quantities: ClosedRange<Int64> { 1...Quantity.requestMaximum.units }

    func quantity(_ name: StaticString = "quantity") throws(Rejection) -> Quantity {
        Quantity(try RequestFields.integer(try required(name), name, in: RequestFields.quantities))
    }

    /// An amount of money that is not negative: a decimal text, or a number with at most two decimals.
    func money(_ name: StaticString) throws(Rejection) -> Money? {
        guard let value = optional(name) else { return nil }
        return try RequestFields.money(value, name)
    }

    static func money(_ value: JSONNode, _ name: StaticString) throws(Rejection) -> Money {
        guard let bytes = value.stringBytes ?? value.numberBytes, let money = Money(decimal: bytes),
            money >= .zero
        else {
            throw .invalidValue(
                field: name.description,
                reason: "must be an amount like \"129.90\" from 0 to \(Money.largest)")
        }
        return money
    }
}
