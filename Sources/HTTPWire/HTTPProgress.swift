/// What ``HTTPRequestParser/next(in:)`` came to.
package enum HTTPProgress: Hashable, Sendable {
    /// Show all the bytes again when there are more.
    case needsMore
    /// The head of a request with content is complete; told once for it. The caller may answer `Expect`, change
    /// ``HTTPRequestParser/bodyBytesMax``, or answer at once and close; then it asks again.
    case headComplete
    /// A request is complete and takes that many bytes from the front. Read it, drop them, and ask again.
    case request(consumedBytes: Int)
    /// Nothing more is read from this connection: answer and close.
    case refused(HTTPRefusal)
}
