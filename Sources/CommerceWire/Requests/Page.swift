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

    /// Writes the page of a list whose entries are all of `0 ..< count`.
    ///
    /// - Complexity: O(limit).
    func write(count: Int, into reply: inout JSONWriter, _ entry: (Int, inout JSONWriter) -> Void) {
        reply.beginObject()
        writeMembers("items", count: count, into: &reply, entry)
    }

    /// The same as the last members of an object that was begun, the entries under `name`; ends the object.
    func writeMembers(
        _ name: StaticString, count: Int, into reply: inout JSONWriter,
        _ entry: (Int, inout JSONWriter) -> Void
    ) {
        let first = next ?? (isDescending ? count - 1 - offset : offset)
        let end = isDescending ? max(first - limit, -1) : min(first + limit, count)
        reply.key(name)
        reply.beginArray()
        for index in stride(from: first, to: end, by: isDescending ? -1 : 1) where index < count {
            entry(index, &reply)
        }
        reply.endArray()
        let isMore = isDescending ? end > -1 : end < count
        finish(nextIndex: isMore ? end : nil, total: count, &reply)
    }

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
        finish(nextIndex: end < ordered.count ? ordered[end] : nil, total: ordered.count, &reply)
    }

    private func finish(nextIndex: Int?, total: Int, _ reply: inout JSONWriter) {
        reply.key("nextCursor")
        if let nextIndex {
            reply.value((isDescending ? "d" : "a") + String(nextIndex, radix: 32))
        } else {
            reply.null()
        }
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
        guard let cursor = try optionalString("cursor") else {
            return Page(limit: Int(limit), offset: Int(offset ?? 0), next: nil, isDescending: isDescending)
        }
        guard offset == nil else {
            throw .invalidValue(field: "offset", reason: "give a cursor or an offset, not both")
        }
        guard let next = Int(cursor.dropFirst(), radix: 32), next >= 0, next <= Int(UInt32.max),
            cursor.first == "d" || cursor.first == "a"
        else { throw .invalidValue(field: "cursor", reason: "must be a nextCursor of this list") }
        return Page(limit: Int(limit), offset: 0, next: next, isDescending: cursor.first == "d")
    }
}
