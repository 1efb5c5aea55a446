import CommerceCore
import CompactJSON

// Values of commerce as JSON: money as decimal text, times as RFC 3339 UTC with milliseconds, ids as text.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ id: EntityID) {
        key(name)
        value(id)
    }

    mutating func value(_ id: EntityID) {
        let copy = id
        withUnsafeTemporaryAllocation(byteCount: EntityID.textBytes, alignment: 8) { buffer in
            copy.withText { text in buffer.copyMemory(from: text) }
            value(utf8: UnsafeRawBufferPointer(buffer))
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
        append(byte: UInt8(ascii: "\""))
        append(time)
        append(byte: UInt8(ascii: "\""))
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

    /// `2026-11-22T13:00:00.000Z`. The calendar is Howard Hinnant's `civil_from_days`.
    mutating func append(_ time: Timestamp) {
        let days = time.milliseconds / 86_400_000
        let ofDay = time.milliseconds % 86_400_000
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        appendDigits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)
        append(byte: UInt8(ascii: "-"))
        appendDigits(month, 2)
        append(byte: UInt8(ascii: "-"))
        appendDigits(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2)
        append(byte: UInt8(ascii: "T"))
        appendDigits(ofDay / 3_600_000, 2)
        append(byte: UInt8(ascii: ":"))
        appendDigits(ofDay / 60_000 % 60, 2)
        append(byte: UInt8(ascii: ":"))
        appendDigits(ofDay / 1_000 % 60, 2)
        append(byte: UInt8(ascii: "."))
        appendDigits(ofDay % 1_000, 3)
        append(byte: UInt8(ascii: "Z"))
    }

    private mutating func appendDigits(_ value: Int64, _ digits: Int) {
        var weight: Int64 = digits == 4 ? 1_000 : digits == 3 ? 100 : 10
        while weight > 0 {
            append(byte: UInt8(ascii: "0") + UInt8(value / weight % 10))
            weight /= 10
        }
    }
}
