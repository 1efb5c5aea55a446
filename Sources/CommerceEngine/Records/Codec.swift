import CommerceCore
import Journaling

// How the values of commerce stand in records and snapshots: variable-length integers, texts with their
// length, optionals with a presence byte. Binary because it is a third of the JSON and needs no parsing.

extension ByteWriter {
    @inline(__always)
    mutating func put<Kind>(_ ordinal: Ordinal<Kind>) { put(varint: UInt64(ordinal.value)) }
    @inline(__always)
    mutating func put(_ number: ReservationNumber) { put(varint: number.value) }
    @inline(__always)
    mutating func put(_ money: Money) { put(signed: money.minorUnits) }
    @inline(__always)
    mutating func put(_ quantity: Quantity) { put(signed: quantity.units) }
    @inline(__always)
    mutating func put(_ time: Timestamp) { put(signed: time.milliseconds) }
    mutating func put(_ flag: Bool) { put(byte: flag ? 1 : 0) }
    mutating func put(count: Int) { put(varint: UInt64(count)) }

    mutating func put(optional text: String?) {
        put(text != nil)
        if let text { put(string: text) }
    }

    mutating func put(optional money: Money?) {
        put(money != nil)
        if let money { put(money) }
    }

    mutating func put(optional time: Timestamp?) {
        put(time != nil)
        if let time { put(time) }
    }

    mutating func put(optional quantity: Quantity?) {
        put(quantity != nil)
        if let quantity { put(quantity) }
    }

    mutating func put(version: UInt32) { put(varint: UInt64(version)) }

    mutating func put(strings: [String]) {
        put(count: strings.count)
        for string in strings { put(string: string) }
    }

    mutating func put<Kind>(optional ordinal: Ordinal<Kind>?) {
        put(varint: ordinal.map { UInt64($0.value) + 1 } ?? 0)
    }
}

/// What a record or snapshot holds that this version cannot have written: damage that no checksum saw.
package struct RecordError: Error, CustomStringConvertible {
    package let reason: String

    package var description: String { "unreadable record: \(reason)" }
}

extension ByteReader {
    mutating func ordinal<Kind>(_: Kind.Type = Kind.self) throws -> Ordinal<Kind> {
        let value = try varint()
        guard value <= UInt64(UInt32.max) else { throw RecordError(reason: "ordinal \(value)") }
        return Ordinal(UInt32(value))
    }

    mutating func reservationNumber() throws -> ReservationNumber { ReservationNumber(try varint()) }
    mutating func money() throws -> Money { Money(minorUnits: try signed()) }
    mutating func quantity() throws -> Quantity { Quantity(try signed()) }
    mutating func time() throws -> Timestamp { Timestamp(milliseconds: try signed()) }
    mutating func flag() throws -> Bool { try byte() != 0 }

    mutating func count(atMost maximum: Int = 1 << 24) throws -> Int {
        let value = try varint()
        guard value <= UInt64(maximum) else { throw RecordError(reason: "count \(value)") }
        return Int(value)
    }

    mutating func optionalString() throws -> String? { try flag() ? try string() : nil }
    mutating func optionalMoney() throws -> Money? { try flag() ? try money() : nil }
    mutating func optionalTime() throws -> Timestamp? { try flag() ? try time() : nil }
    mutating func optionalQuantity() throws -> Quantity? { try flag() ? try quantity() : nil }

    mutating func version() throws -> UInt32 {
        let value = try varint()
        guard value <= UInt64(UInt32.max) else { throw RecordError(reason: "version \(value)") }
        return UInt32(value)
    }

    mutating func signed32() throws -> Int32 {
        let value = try signed()
        guard let short = Int32(exactly: value) else { throw RecordError(reason: "number \(value)") }
        return short
    }

    mutating func strings() throws -> [String] {
        var strings: [String] = []
        for _ in 0..<(try count()) { strings.append(try string()) }
        return strings
    }

    mutating func optionalOrdinal<Kind>(_: Kind.Type = Kind.self) throws -> Ordinal<Kind>? {
        let value = try varint()
        guard value <= UInt64(UInt32.max) else { throw RecordError(reason: "ordinal \(value)") }
        return value == 0 ? nil : Ordinal(UInt32(value - 1))
    }

    mutating func enumeration<Value: RawRepresentable>(_: Value.Type = Value.self) throws -> Value
    where Value.RawValue == UInt8 {
        let raw = try byte()
        guard let value = Value(rawValue: raw) else { throw RecordError(reason: "\(Value.self) \(raw)") }
        return value
    }
}
