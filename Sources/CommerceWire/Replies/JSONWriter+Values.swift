package import CommerceCore
package import CompactJSON

// Values of commerce as JSON: money as decimal text, times as RFC 3339 UTC with milliseconds, ids as text.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ id: EntityID) {
        key(name)
        value(id)
    }

    /// Where a value may stand without a comma before it, after a key.
    mutating func value(_ id: EntityID) {
        append(count: EntityID.textBytes + 2) { text in
            text[0] = UInt8(ascii: "\"")
            id.writeText(to: text + 1)
            text[EntityID.textBytes + 1] = UInt8(ascii: "\"")
        }
    }

    mutating func member(_ name: StaticString, _ id: EntityID?) {
        guard let id else { return member(name, nil as String?) }
        member(name, id)
    }

    mutating func member(_ name: StaticString, _ quantity: Quantity) {
        member(name, quantity.units)
    }

    mutating func member(_ name: StaticString, _ text: StaticString) {
        key(name)
        value(utf8: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func member(_ name: StaticString, _ money: Money) {
        key(name)
        append(byte: UInt8(ascii: "\""))
        let magnitude = abs(money.minorUnits)
        if money.minorUnits < 0 { append(byte: UInt8(ascii: "-")) }
        appendInteger(magnitude / 100)
        append(byte: UInt8(ascii: "."))
        append(byte: UInt8(ascii: "0") + UInt8(magnitude / 10 % 10))
        append(byte: UInt8(ascii: "0") + UInt8(magnitude % 10))
        append(byte: UInt8(ascii: "\""))
    }

    mutating func member(_ name: StaticString, _ money: Money?) {
        guard let money else { return member(name, nil as String?) }
        member(name, money)
    }

    mutating func member(_ name: StaticString, _ time: Timestamp) {
        key(name)
        value(time)
    }

    mutating func member(_ name: StaticString, _ time: Timestamp?) {
        guard let time else { return member(name, nil as String?) }
        member(name, time)
    }

    /// A text that is JSON already, such as an address.
    mutating func member(_ name: StaticString, json text: String?) {
        guard let text else { return member(name, nil as String?) }
        key(name)
        var copy = text
        copy.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// `"2026-11-22T13:00:00.000Z"`, where a value may stand without a comma before it, after a key. The calendar is
    /// Howard Hinnant's `civil_from_days`.
    package mutating func value(_ time: Timestamp) {
        let milliseconds = UInt64(time.milliseconds)
        let days = UInt32(milliseconds / 86_400_000)
        let ofDay = UInt32(milliseconds % 86_400_000)
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let seconds = ofDay / 1_000
        let fraction = ofDay % 1_000
        append(count: 26) { text in
            text[0] = UInt8(ascii: "\"")
            JSONWriter.put(year / 100, text + 1, then: UInt8(ascii: "0"))
            JSONWriter.put(year % 100, text + 3, then: UInt8(ascii: "-"))
            JSONWriter.put(month, text + 6, then: UInt8(ascii: "-"))
            JSONWriter.put(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, text + 9, then: UInt8(ascii: "T"))
            JSONWriter.put(seconds / 3_600, text + 12, then: UInt8(ascii: ":"))
            JSONWriter.put(seconds / 60 % 60, text + 15, then: UInt8(ascii: ":"))
            JSONWriter.put(seconds % 60, text + 18, then: UInt8(ascii: "."))
            JSONWriter.put(
                fraction / 10, text + 21, then: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10))
            text[24] = UInt8(ascii: "Z")
            text[25] = UInt8(ascii: "\"")
        }
    }

    /// Two decimal digits, and what comes after them.
    @inline(__always)
    private static func put(_ value: UInt32, _ text: UnsafeMutablePointer<UInt8>, then next: UInt8) {
        text[0] = UInt8(truncatingIfNeeded: 0x30 &+ value / 10)
        text[1] = UInt8(truncatingIfNeeded: 0x30 &+ value % 10)
        text[2] = next
    }
}
