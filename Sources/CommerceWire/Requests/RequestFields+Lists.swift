import CommerceCore
import CompactJSON

// Members that choose rows of a list.
extension RequestFields {
    /// One or several names of an enumeration: a text with commas or a list of texts. Empty if absent.
    func enumerations<Value: CaseIterable>(
        _ name: StaticString, _: Value.Type, _ text: KeyPath<Value, StaticString>
    ) throws(Rejection) -> [Value] {
        var values: [Value] = []
        for part in try names(name) {
            guard let value = Value.allCases.first(where: { $0[keyPath: text].description == part }) else {
                let allowed = Value.allCases.map { $0[keyPath: text].description }.joined(separator: ", ")
                throw .invalidValue(field: name.description, reason: "must be one or several of \(allowed)")
            }
            values.append(value)
        }
        return values
    }

    private func names(_ name: StaticString) throws(Rejection) -> [String] {
        guard let value = optional(name) else { return [] }
        guard value.kind == .array else {
            let text = try RequestFields.string(value, name, bytesMaximum: 1_024)
            return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard value.count > 0 else {
            throw .invalidValue(field: name.description, reason: "must name one or several")
        }
        var names: [String] = []
        for element in value.elements {
            names.append(try RequestFields.string(element, name, bytesMaximum: 255))
        }
        return names
    }

    /// The first millisecond of what is named: a time, or a day in UTC.
    func timeFrom(_ name: StaticString) throws(Rejection) -> Timestamp? { try time(name)?.time }

    /// The last millisecond of what is named: a time, or a day in UTC.
    func timeThrough(_ name: StaticString) throws(Rejection) -> Timestamp? {
        guard let (time, isDay) = try time(name) else { return nil }
        return isDay ? time.adding(milliseconds: 86_399_999) : time
    }

    private func time(_ name: StaticString) throws(Rejection) -> (time: Timestamp, isDay: Bool)? {
        guard let text = try optionalString(name) else { return nil }
        if let day = Timestamp(day: text) { return (day, true) }
        guard let time = Timestamp(rfc3339: text) else {
            throw .invalidValue(
                field: name.description,
                reason: "must be a time like 2026-11-22T13:00:00Z or a day like 2026-11-22")
        }
        return (time, false)
    }

    /// Words to search for; empty if absent.
    func searchText(_ name: StaticString = "q") throws(Rejection) -> String {
        try optionalString(name, bytesMaximum: 255) ?? ""
    }
}
