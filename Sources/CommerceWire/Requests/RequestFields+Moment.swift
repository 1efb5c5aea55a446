import CommerceCore
import CompactJSON

extension RequestFields {
    /// A moment in UTC as this server writes it, the milliseconds optional: `2026-11-22T13:00:00Z`.
    func moment(_ name: StaticString) throws(Rejection) -> Timestamp? {
        guard let text = try optionalString(name, bytesMaximum: 30) else { return nil }
        guard let moment = RequestFields.moment(Array(text.utf8)) else {
            throw .invalidValue(field: name.description, reason: "must be a time like 2026-11-22T13:00:00Z")
        }
        return moment
    }

    private static func moment(_ text: [UInt8]) -> Timestamp? {
        let pattern = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
        guard text.count == 24 || text.count == 20 else { return nil }
        // Without milliseconds the Z stands where the point would.
        let whole = text.count == 24 ? text : text.dropLast() + Array(".000Z".utf8)
        guard text.last == UInt8(ascii: "Z") else { return nil }
        for (byte, expected) in zip(whole, pattern) {
            let isDigit = byte >= 0x30 && byte <= 0x39
            guard expected == UInt8(ascii: "d") ? isDigit : byte == expected else { return nil }
        }
        func number(_ range: Range<Int>) -> Int64 {
            whole[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second < 60
        else { return nil }
        // Howard Hinnant's days_from_civil.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days =
            era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        return Timestamp(milliseconds: seconds * 1_000 + number(20..<23))
    }
}
