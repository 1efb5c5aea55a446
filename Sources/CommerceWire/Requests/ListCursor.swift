import CommerceCore
import CommerceEngine
import CompactJSON

/// Which part of a list is wanted, in which of its orders. Unlike ``Page``, for lists in more orders than one.
///
/// A cursor is the direction, the order's letter and the last row of the page before:
///
///     cursor = ("a" | "d") · letter · ordinal in base 32 · ["." · key in base 16]
///
/// so it goes on in the order in which it began, and a cursor of another order is refused.
struct ListSelection<Sort: Sendable>: Sendable {
    let sort: Sort
    let request: ListRequest
    fileprivate let letter: UInt8

    /// The page after one that ended at `position`.
    func after(_ position: ListPosition) throws(Rejection) -> ListSelection {
        ListSelection(
            sort: sort,
            request: try ListRequest(
                limit: request.limit, after: position, isDescending: request.isDescending), letter: letter)
    }

    /// Where to go on after a page that ended at `position`.
    func cursor(at position: ListPosition) -> String {
        var text = (request.isDescending ? "d" : "a") + String(Character(Unicode.Scalar(letter)))
        text += String(position.ordinal, radix: 32)
        guard !position.key.isEmpty else { return text }
        text += "."
        for byte in position.key {
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }
}

/// The orders in which a list can be asked for, by name; the first is the usual one.
struct ListSorts<Sort: Sendable>: Sendable {
    let cases: [(name: StaticString, sort: Sort)]
    let isDescendingByDefault: Bool

    init(_ cases: [(name: StaticString, sort: Sort)], isDescendingByDefault: Bool = false) {
        precondition(!cases.isEmpty && cases.count <= 26, "\(cases.count) orders of a list")
        self.cases = cases
        self.isDescendingByDefault = isDescendingByDefault
    }

    var names: [StaticString] { cases.map(\.name) }
}

extension RequestFields {
    static let cursorBytesMaximum = 4_096

    /// Reads `limit`, `offset`, `cursor` and `sort`.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for limit, offset, sort and cursor, in this order.
    func list<Sort>(_ sorts: ListSorts<Sort>) throws(Rejection) -> ListSelection<Sort> {
        try list(sorts, limit: Int(try integer("limit", in: 1...Page.limitMaximum) ?? Page.limitDefault))
    }

    /// As ``list(_:)``, of pages of this size.
    func list<Sort>(_ sorts: ListSorts<Sort>, limit: Int) throws(Rejection) -> ListSelection<Sort> {
        let offset = try integer("offset", in: 0...Page.offsetMaximum)
        var index = 0
        var isDescending = sorts.isDescendingByDefault
        let sort = try optionalString("sort")
        if let sort {
            isDescending = sort.hasPrefix("-")
            let name = isDescending ? sort.dropFirst() : sort[...]
            guard let found = sorts.names.firstIndex(where: { $0.description == name }) else {
                let allowed = sorts.names.map { "\($0), -\($0)" }.joined(separator: ", ")
                throw .invalidValue(field: "sort", reason: "must be one of \(allowed)")
            }
            index = found
        }
        guard let text = try optionalString("cursor", bytesMaximum: RequestFields.cursorBytesMaximum) else {
            return ListSelection(
                sort: sorts.cases[index].sort,
                request: try ListRequest(
                    limit: limit, offset: Int(offset ?? 0), isDescending: isDescending),
                letter: UInt8(ascii: "a") + UInt8(index))
        }
        guard offset == nil else {
            throw .invalidValue(field: "offset", reason: "give a cursor or an offset, not both")
        }
        guard let cursor = ReadCursor(text), cursor.sort < sorts.cases.count,
            sort == nil || cursor.sort == index && cursor.isDescending == isDescending
        else { throw .invalidValue(field: "cursor", reason: "must be a nextCursor of this list") }
        return ListSelection(
            sort: sorts.cases[cursor.sort].sort,
            request: try ListRequest(
                limit: limit, after: cursor.position, isDescending: cursor.isDescending),
            letter: UInt8(ascii: "a") + UInt8(cursor.sort))
    }
}

/// A cursor taken apart.
private struct ReadCursor {
    let isDescending: Bool
    let sort: Int
    let position: ListPosition

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 3, bytes[0] == UInt8(ascii: "a") || bytes[0] == UInt8(ascii: "d"),
            bytes[1] >= UInt8(ascii: "a"), bytes[1] <= UInt8(ascii: "z")
        else { return nil }
        let parts = bytes[2...].split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let ordinal = UInt32(String(decoding: parts[0], as: UTF8.self), radix: 32) else { return nil }
        var key: [UInt8] = []
        if parts.count == 2 {
            guard let read = ReadCursor.bytes(parts[1]) else { return nil }
            key = read
        }
        isDescending = bytes[0] == UInt8(ascii: "d")
        sort = Int(bytes[1] - UInt8(ascii: "a"))
        position = ListPosition(key: key, ordinal: ordinal)
    }

    private static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | UInt8(value))
                high = nil
            } else {
                high = UInt8(value)
            }
        }
        return bytes
    }
}

extension JSONWriter {
    /// Writes a page of a list: its rows, where to go on, how many rows the whole list has, and after which change.
    mutating func page<Sort>(
        _ page: ListPage, of selection: ListSelection<Sort>, in shop: isolated Shop,
        _ row: (UInt32, inout JSONWriter) -> Void
    ) {
        append("{\"items\":")
        beginArray()
        for ordinal in page.ordinals { row(ordinal, &self) }
        endArray()
        member("nextCursor", page.next.map { selection.cursor(at: $0) })
        member("total", page.total)
        member("sequence", Int64(shop.sequence))
        endObject()
    }
}
