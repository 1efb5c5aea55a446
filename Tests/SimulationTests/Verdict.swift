import CompactJSON

/// What a reply must say: the code of a refusal or a success, and the members that matter.
struct Verdict {
    /// `nil` for success.
    let code: String?
    private(set) var members: [(name: StaticString, value: Expected)]

    enum Expected: Equatable {
        case number(Int64)
        case text(String)
        case flag(Bool)
        /// Milliseconds since 1970; `nil` for no time.
        case time(Int64?)
        /// How many elements a list has.
        case count(Int)
        case absent
    }

    static func ok(_ members: [(name: StaticString, value: Expected)]) -> Verdict {
        Verdict(code: nil, members: members)
    }

    static func refused(_ code: String, _ members: [(name: StaticString, value: Expected)] = []) -> Verdict {
        Verdict(code: code, members: members)
    }

    /// The same answer once more.
    var replayed: Verdict {
        var copy = self
        copy.members.removeAll { "\($0.name)" == "replayed" }
        copy.members.append((name: "replayed", value: .flag(true)))
        return copy
    }

    /// What is different in `reply`, the object with `ok` or `error`; `nil` if nothing is.
    func difference(from reply: JSONNode) -> String? {
        let found = ReplyView(reply)
        guard found.code == code else {
            return "expected \(code ?? "ok"), found \(found.code ?? "ok")"
        }
        guard let body = code == nil ? reply["ok"] : reply["error"]?["details"] else { return "no body" }
        for (name, value) in members where !Verdict.matches(value, body[name]) {
            return
                "expected \(name) \(value), found \(body[name].map { String(decoding: $0.rawBytes, as: UTF8.self) } ?? "nothing")"
        }
        return nil
    }

    private static func matches(_ expected: Expected, _ node: JSONNode?) -> Bool {
        guard let node else { return expected == .absent }
        switch expected {
        case .number(let number): return node.int64 == number
        case .text(let text): return node.string == text
        case .flag(let flag): return node.bool == flag
        case .time(let time):
            return node.isNull ? time == nil : time != nil && RFC3339.milliseconds(node.string) == time
        case .count(let count): return node.kind == .array && node.count == count
        case .absent: return false
        }
    }
}

/// What the auditor learns from a reply because only the engine can make it: ids.
struct ReplyView {
    let code: String?
    /// The id of what was made.
    let id: String?

    init(_ reply: JSONNode) {
        code = reply["error"].map { $0["code"]?.string ?? "?" }
        let body = reply["ok"]
        id = (body?["reservationId"] ?? body?["orderId"] ?? body?["id"])?.string
    }
}

/// Times as replies write them, read without the engine's help.
enum RFC3339 {
    /// `2026-11-22T13:00:00.000Z` in milliseconds since 1970, by counting days.
    static func milliseconds(_ text: String?) -> Int64? {
        guard let text, text.utf8.count == 24, text.hasSuffix("Z") else { return nil }
        let parts = text.dropLast().split { "-T:.".contains($0) }.compactMap { Int64($0) }
        guard parts.count == 7, parts[0] >= 1970, (1...12).contains(parts[1]) else { return nil }
        var days: Int64 = 0
        for year in 1970..<parts[0] { days += isLeap(year) ? 366 : 365 }
        let lengths: [Int64] = [31, isLeap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for month in 1..<parts[1] { days += lengths[Int(month) - 1] }
        days += parts[2] - 1
        return (((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1_000 + parts[6]
    }

    private static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}
