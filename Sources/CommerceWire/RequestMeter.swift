package import CommerceCore

/// Told of every request that was run, whatever it came by: a line, a member of a batch, REST.
///
/// It is called on the loop's thread for each request, so it has to be quick, and must not throw anything away.
package protocol RequestMeter: AnyObject {
    /// Requests that have arrived together begin to run.
    func begin()

    /// A request has run. It took the time since the last one did, or since ``begin()``.
    ///
    /// - Parameter refusal: `nil` for a success.
    func ran(_ operation: Operation, _ refusal: RejectionCode?)
}
