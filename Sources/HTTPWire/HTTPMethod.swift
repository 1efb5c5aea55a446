/// The methods that are understood. Any other is answered 501; TRACE and QUERY are known, and nothing here has them.
package enum HTTPMethod: UInt8, Hashable, Sendable, CaseIterable {
    case get, head, post, put, patch, delete, options, trace, query

    /// The method as it stands in a request line; methods are case-sensitive (RFC 9110, section 9.1).
    package var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .query: "QUERY"
        }
    }

    /// True for the methods whose requests may not bring content here: it would mean nothing (RFC 9110, sections
    /// 9.3.1 and 9.3.2), and is known from attacks.
    var refusesContent: Bool { self == .get || self == .head }

    /// Reads the letters before the first space of a request line.
    ///
    /// - Returns: `nil` for a method that is not understood.
    init?(_ start: UnsafePointer<UInt8>, _ count: Int) {
        guard (3...7).contains(count) else { return nil }
        switch (count, WordScan.loadShort(start, count)) {
        case (3, WordScan.word("GET")): self = .get
        case (4, WordScan.word("HEAD")): self = .head
        case (4, WordScan.word("POST")): self = .post
        case (3, WordScan.word("PUT")): self = .put
        case (5, WordScan.word("PATCH")): self = .patch
        case (5, WordScan.word("TRACE")): self = .trace
        case (5, WordScan.word("QUERY")): self = .query
        case (6, WordScan.word("DELETE")): self = .delete
        case (7, WordScan.word("OPTIONS")): self = .options
        default: return nil
        }
    }
}
