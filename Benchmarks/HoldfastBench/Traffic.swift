/// What a server's reply says about what was asked.
struct Verdict {
    /// Requests done (a batch reply carries many).
    var accepted: UInt32
    /// Correct refusals: no stock left.
    var refused: UInt32
    /// Anything else: another error, a wrong id, bytes that are no reply.
    var failed: UInt32

    static let accepted = Verdict(accepted: 1, refused: 0, failed: 0)
    static let refused = Verdict(accepted: 0, refused: 1, failed: 0)
    static let failed = Verdict(accepted: 0, refused: 0, failed: 1)
}

/// One kind of load in one wire format: writes requests and judges their replies.
///
/// Every reply ends with a newline and replies come in the order of the requests; the generator relies on
/// both and on nothing else. A traffic does no I/O and allocates nothing per request.
protocol Traffic {
    /// What must be remembered of a request until its reply is there.
    associatedtype Note: BitwiseCopyable

    /// Numbers the requests; no two of one server share a number.
    var counter: DecimalCounter { get set }

    /// No request is longer.
    var requestBytesMax: Int { get }

    /// Writes the next request.
    ///
    /// - Parameter previous: The request whose reply made room for this one, as ``judge(_:of:)`` left it; `nil` for the
    ///   first ones of a connection. Traffic that follows a shopper through several steps continues here.
    mutating func compose(after previous: Note?, into output: inout OutputBuffer) -> Note

    /// Judges a reply, its newline included, to the request that `note` remembers.
    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout Note) -> Verdict
}
