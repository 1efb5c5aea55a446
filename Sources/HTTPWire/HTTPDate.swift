/// A time as a Date field shows it, such as `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate; RFC 9110, section 5.6.7).
///
/// It reads no clock. Kept by the caller and told the time now and then, it is formatted once a second.
package struct HTTPDate: Hashable, Sendable {
    package static var byteCount: Int { 29 }
    /// The last second of the year 9999; later ones have no such form.
    package static var lastUnixSeconds: Int64 { 253_402_300_799 }

    package private(set) var unixSeconds: Int64
    private(set) var text: [UInt8]

    /// - Parameter unixSeconds: Seconds since 1970, UTC; taken as the nearest that has this form.
    package init(unixSeconds: Int64) {
        self.unixSeconds = min(max(0, unixSeconds), Self.lastUnixSeconds)
        text = Self.format(self.unixSeconds)
    }

    /// Takes on another time.
    /// - Complexity: O(1), and next to nothing within the same second.
    package mutating func update(unixSeconds: Int64) {
        if unixSeconds != self.unixSeconds { self = HTTPDate(unixSeconds: unixSeconds) }
    }

    package var description: String { String(decoding: text, as: UTF8.self) }

    private static func format(_ unixSeconds: Int64) -> [UInt8] {
        let days = Int(unixSeconds / 86_400)
        let second = Int(unixSeconds % 86_400)
        let date = civilDate(days)
        let dayNames: StaticString = "ThuFriSatSunMonTueWed"
        let monthNames: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
        var text: [UInt8] = []
        text.reserveCapacity(byteCount)
        func put(_ names: StaticString, _ number: Int) {
            text.append(contentsOf: UnsafeBufferPointer(start: names.utf8Start + number * 3, count: 3))
        }
        func put(_ number: Int, _ separator: Character) {
            text.append(Byte.zero + UInt8(number / 10))
            text.append(Byte.zero + UInt8(number % 10))
            text.append(contentsOf: String(separator).utf8)
        }
        put(dayNames, days % 7)
        text.append(contentsOf: [Byte.comma, Byte.space])
        put(date.day, " ")
        put(monthNames, date.month - 1)
        text.append(Byte.space)
        text.append(Byte.zero + UInt8(date.year / 1_000))
        text.append(Byte.zero + UInt8(date.year / 100 % 10))
        put(date.year % 100, " ")
        put(second / 3_600, ":")
        put(second / 60 % 60, ":")
        put(second % 60, " ")
        text.append(contentsOf: Array("GMT".utf8))
        return text
    }

    /// The Gregorian date of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", `civil_from_days`). Years begin in March there, so that the leap day is the last.
    private static func civilDate(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
