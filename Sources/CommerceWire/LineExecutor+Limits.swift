import CommerceCore
import CommerceEngine

// Whether a request is let in: who asks, and how often.
extension LineExecutor {
    /// Whether this caller may run the operation now.
    ///
    /// - Throws: ``Rejection/unauthenticated(reason:)``, ``Rejection/forbidden(permission:)``, then
    ///   ``Rejection/tooManyRequests(retryAfterSeconds:)``.
    @inline(__always)
    func judge(
        _ operation: Operation, _ session: WireSession, _ shop: isolated Shop
    ) throws(Rejection) {
        try LineExecutor.judge(operation.access, session, shop)
        if operation.rate != .ordinary { try judgeRate(operation.rate, session, shop) }
    }

    /// Counts a request to what strangers may call. Who may read customers anyway is not a stranger to the portal.
    private func judgeRate(
        _ rate: Operation.RateClass, _ session: WireSession, _ shop: isolated Shop
    ) throws(Rejection) {
        // What comes back from the thread of passwords was counted when it went there.
        guard let limits = session.limits, session.passwordResult == nil else { return }
        if rate == .portal, session.principal?.permissions.contains(.customersRead) == true { return }
        guard let seconds = limits.secondsToWait(rate, at: shop.now) else { return }
        throw .tooManyRequests(retryAfterSeconds: seconds)
    }
}
