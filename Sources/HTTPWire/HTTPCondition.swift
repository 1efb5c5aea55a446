/// The value of `If-None-Match` or `If-Match` (RFC 9110, sections 13.1.1 and 13.1.2): `*` or a list of entity tags.
///
/// A view, valid as long as the bytes it was made of; the whole of it was judged. It knows no resource: whether one
/// exists, and what its tag is, the caller says.
package struct HTTPCondition {
    private let list: UnsafeRawBufferPointer
    /// True for `*`, which stands for anything that exists.
    package let isAny: Bool

    /// - Throws: ``HTTPRefusal/malformedCondition``, for an empty list too.
    /// - Complexity: O(bytes), without allocation.
    package init(_ value: UnsafeRawBufferPointer) throws(HTTPRefusal) {
        list = value
        isAny = value.equals("*")
        guard !isAny else { return }
        var rest = value
        var isEmpty = true
        while try Self.next(&rest) != nil { isEmpty = false }
        guard !isEmpty else { throw .malformedCondition }
    }

    /// True if the resource that exists with that tag is among those meant.
    ///
    /// `If-None-Match` asks weakly and answers 304, or 412 to what would change something; `If-Match` asks strongly and
    /// answers 412 where this is false.
    package func includes(_ tag: HTTPEntityTag, _ comparison: HTTPEntityTag.Comparison) -> Bool {
        if isAny { return true }
        var rest = list
        do throws(HTTPRefusal) {
            while let candidate = try Self.next(&rest) {
                if candidate.matches(tag, comparison) { return true }
            }
        } catch {
            preconditionFailure("a condition that was judged is malformed")
        }
        return false
    }

    /// Takes the next tag, and the comma behind it. Empty elements are skipped, as lists allow (RFC 9110, 5.6.1.2).
    private static func next(_ rest: inout UnsafeRawBufferPointer) throws(HTTPRefusal) -> HTTPEntityTag? {
        var start = 0
        while start < rest.count, Byte.isBlank(rest[start]) || rest[start] == Byte.comma { start += 1 }
        rest = rest.part(start..<rest.count)
        guard !rest.isEmpty else { return nil }
        guard let tag = HTTPEntityTag.take(from: &rest) else { throw .malformedCondition }
        var end = 0
        while end < rest.count, Byte.isBlank(rest[end]) { end += 1 }
        guard end == rest.count || rest[end] == Byte.comma else { throw .malformedCondition }
        return tag
    }
}
