import CommerceCore
import CommerceWire
import HTTPWire

// What stands in a request beside its path.
extension HTTPResponder {
    /// Reads what stands beside path and content.
    static func readFields(
        of request: HTTPRequest, _ target: HTTPTarget, into rest: inout RESTRequest
    ) throws(HTTPRefusal) {
        rest.query = try target.query().items.map { ($0.name, $0.value) }
        if let key = request[.idempotencyKey] {
            // What is no text is not repaired: two keys could become one.
            guard let text = String(validating: key, as: UTF8.self) else { throw .malformedFieldValue }
            rest.idempotencyKey = text
        }
        if let condition = request[.ifMatch] { rest.expectedVersion = try version(in: condition) }
    }

    /// Content must be what the operations read. (RFC 9110, section 15.5.16)
    func judgeContent(_ request: HTTPRequest) throws(Rejection) {
        guard !request.body.isEmpty else { return }
        guard let type = request[.contentType] else { return }
        guard let media = try? HTTPMediaType(type), media.essence == "application/json"
        else {
            throw .unsupportedMediaType(expected: "application/json")
        }
    }

    /// The version that a tag of this server's begins with; `nil` for `*`.
    private static func version(in condition: UnsafeRawBufferPointer) throws(HTTPRefusal) -> UInt32? {
        if try HTTPCondition(condition).isAny { return nil }
        guard let tag = HTTPEntityTag(condition), !tag.isWeak,
            let version = UInt32(
                String(decoding: tag.opaque.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self))
        else { throw .malformedCondition }
        return version
    }
}
