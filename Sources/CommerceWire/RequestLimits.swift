package import CommerceCore

/// Counts what one connection, together with all others from the same place, asks of the operations that strangers
/// may call.
package protocol RequestLimits: AnyObject {
    /// Counts one request; `nil` lets it in, otherwise it is refused for so many seconds.
    func secondsToWait(_ rate: Operation.RateClass, at now: Timestamp) -> Int?
}
