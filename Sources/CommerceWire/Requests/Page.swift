import CommerceCore
import CommerceEngine
import CompactJSON

/// Which part of a list is wanted: by cursor through any number of entries, or by offset into a small one.
///
/// Entries are in the order in which they came into being, so a walk by cursor shows everything that existed
/// when it began exactly once, whatever is added meanwhile. The cursor is the index of the next entry.
struct Page {
    static let limitDefault: Int64 = 20
    static let limitMaximum: Int64 = 100
    static let offsetMaximum: Int64 = 10_000

    let limit: Int
    let offset: Int
    /// The index at which to go on; `nil` at the start.
    let next: Int?
    let isDescending: Bool

    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a cursor that no list gave.
    init(
        limit: Int, offset: Int = 0, cursor: String?, isDescendingByDefault: Bool
    ) throws(Rejection) {
        self.limit = limit
        guard let cursor else {
            (self.offset, next, isDescending) = (offset, nil, isDescendingByDefault)
            return
        }
        guard let next = Int(cursor.dropFirst(), radix: 32), next >= 0, next <= Int(UInt32.max),
            cursor.first == "d" || cursor.first == "a"
        else { throw .invalidValue(field: "cursor", reason: "must be a nextCursor of this list") }
        (self.offset, self.next, isDescending) = (0, next, cursor.first == "d")
    }

    /// Writes the page of a list whose entries are all of `0 ..< count`.
    ///
    /// - Complexity: O(limit).
    func write(count: Int, into reply: inout JSONWriter, _ entry: (Int, inout JSONWriter) -> Void) {
        let (indices, next) = selection(count: count)
        reply.append("{\"items\":")
        reply.beginArray()
        for index in indices { entry(index, &reply) }
        reply.endArray()
        finish(next, total: count, &reply)
    }

    /// Which of the indices `0 ..< count` are on the page, and the cursor at which to go on.
    ///
    /// - Complexity: O(limit).
    func selection(count: Int) -> (indices: [Int], next: String?) {
        let first = next ?? (isDescending ? count - 1 - offset : offset)
        let end = isDescending ? max(first - limit, -1) : min(first + limit, count)
        let indices = stride(from: first, to: end, by: isDescending ? -1 : 1).filter { $0 < count }
        return (indices, (isDescending ? end > -1 : end < count) ? cursor(at: end) : nil)
    }

    private func cursor(at index: Int) -> String { (isDescending ? "d" : "a") + String(index, radix: 32) }

    /// Writes the page of a list whose entries are `matching`, ascending indices.
    ///
    /// - Complexity: O(matching).
    func write(matching: [Int], into reply: inout JSONWriter, _ entry: (Int, inout JSONWriter) -> Void) {
        let ordered = isDescending ? matching.reversed() : matching
        let skipped = next.map { next in
            ordered.firstIndex { isDescending ? $0 <= next : $0 >= next } ?? ordered.count
        }
        let first = skipped ?? min(offset, ordered.count)
        let end = min(first + limit, ordered.count)
        reply.append("{\"items\":")
        reply.beginArray()
        for index in ordered[first..<end] { entry(index, &reply) }
        reply.endArray()
        finish(end < ordered.count ? cursor(at: ordered[end]) : nil, total: ordered.count, &reply)
    }

    private func finish(_ next: String?, total: Int, _ reply: inout JSONWriter) {
        reply.member("nextCursor", next)
        reply.member("total", total)
        reply.endObject()
    }
}

extension RequestFields {
    static let pageNames: [StaticString] = ["limit", "offset", "cursor", "sort"]

    func page(defaultDescending: Bool) throws(Rejection) -> Page {
        let limit = try integer("limit", in: 1...Page.limitMaximum) ?? Page.limitDefault
        let offset = try integer("offset", in: 0...Page.offsetMaximum)
        var isDescending = defaultDescending
        if let sort = try optionalString("sort") {
            guard sort == "createdAt" || sort == "-createdAt" else {
                throw .invalidValue(field: "sort", reason: "must be createdAt or -createdAt")
            }
            isDescending = sort == "-createdAt"
        }
        let cursor = try optionalString("cursor")
        guard cursor == nil || offset == nil else {
            throw .invalidValue(field: "offset", reason: "give a cursor or an offset, not both")
        }
        return try Page(
            limit: Int(limit), offset: Int(offset ?? 0), cursor: cursor, isDescendingByDefault: isDescending)
    }
}
