// Times as people and programs write them.
extension Timestamp {
    /// The beginning of a day in UTC, such as `2026-11-22`; `nil` for anything else, and for days before 1970.
    package init?(day text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, let days = Timestamp.days(bytes[...]) else { return nil }
        self.init(milliseconds: days * 86_400_000)
    }

    /// A time as in RFC 3339, such as `2026-11-22T13:00:00.5+01:00`; `nil` for anything else and for times before
    /// 1970. What is finer than a millisecond is cut off; a leap second is none.
    package init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let days = Timestamp.days(bytes[..<10]),
            bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
            let hours = Timestamp.number(bytes[11..<13], atMost: 23), bytes[13] == UInt8(ascii: ":"),
            let minutes = Timestamp.number(bytes[14..<16], atMost: 59), bytes[16] == UInt8(ascii: ":"),
            let seconds = Timestamp.number(bytes[17..<19], atMost: 59)
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard (1...9).contains(digits.count) else { return nil }
            let three = Array((digits + [0x30, 0x30]).prefix(3))
            fraction = Timestamp.number(three[...], atMost: 999) ?? 0
            rest = rest.dropFirst(digits.count + 1)
        }
        guard let offset = Timestamp.offsetMinutes(rest) else { return nil }
        let total = ((days * 24 + hours) * 60 + minutes - offset) * 60_000 + seconds * 1_000 + fraction
        guard total >= 0, total <= Timestamp.latest.milliseconds else { return nil }
        self.init(milliseconds: total)
    }

    /// `Z`, `+01:00` or `-01:00`, in minutes.
    private static func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.count == 1, let first = bytes.first, first | 0x20 == UInt8(ascii: "z") { return 0 }
        let bytes = Array(bytes)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3], atMost: 23),
            let minutes = number(bytes[4..<6], atMost: 59)
        else { return nil }
        return (hours * 60 + minutes) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    /// Days since 1970 of `YYYY-MM-DD`. (Howard Hinnant, `days_from_civil`)
    private static func days(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(bytes)
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4], atMost: 9_999), year >= 1_970,
            let month = number(bytes[5..<7], atMost: 12), month >= 1,
            let day = number(bytes[8..<10], atMost: 31), day >= 1, day <= length(of: month, year)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(of month: Int64, _ year: Int64) -> Int64 {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func number(_ digits: ArraySlice<UInt8>, atMost maximum: Int64) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value <= maximum ? value : nil
    }
}
