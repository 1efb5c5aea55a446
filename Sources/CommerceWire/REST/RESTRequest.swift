/// A REST request as the HTTP layer took it apart, without a socket and without headers that concern HTTP alone.
package struct RESTRequest {
    /// `nil` for a method that no operation has.
    package let method: Route.Method?
    /// Of the path, decoded.
    package let segments: [String]
    /// Decoded, in order.
    package let query: [(name: String, value: String)]
    /// Empty if there is none.
    package let body: UnsafeRawBufferPointer
    /// The header `Idempotency-Key`.
    package var idempotencyKey: String?
    /// What `If-Match` says about the version that a change was made against.
    package var expectedVersion: UInt32?

    package init(
        method: Route.Method?, segments: [String], query: [(name: String, value: String)],
        body: UnsafeRawBufferPointer
    ) {
        self.method = method
        self.segments = segments
        self.query = query
        self.body = body
    }
}

/// What a REST request was answered; the body is in the writer.
package enum RESTOutcome: Sendable {
    case replied(status: Int, Operation?)
    /// As ``LineExecutor/Outcome/awaitsSnapshot(id:)``.
    case awaitsSnapshot
    /// As ``LineExecutor/Outcome/awaitsPassword(_:)``.
    case awaitsPassword(PasswordTask)
    /// The caller may upload: whoever has the content keeps it.
    case awaitsUpload(Operation)
    /// Nothing stands there: the path may be a page, or is unknown. Nothing was written.
    case noRoute
    /// 405: the methods that the path has. The error is written.
    case otherMethods([Route.Method])
}
