import CommerceCore
package import CommerceWire
package import EventLoops

/// What strangers meet: the links of the portal, and limits by where a connection comes from.
///
/// One for a server, used on its loop.
package final class FrontDesk {
    /// The portal: enough for a person who leafs through orders, too little for copying.
    package static let portalRate = Rate(1, perSeconds: 1, burst: 30)
    /// Signing in: ten at once, then ten a minute.
    package static let signInRate = Rate(10, perSeconds: 60)

    package let links: PortalLinks?
    @exclusivity(unchecked) private var portal = RateLimiter<SourceNetwork>(FrontDesk.portalRate)
    @exclusivity(unchecked) private var signIn = RateLimiter<SourceNetwork>(FrontDesk.signInRate)

    package init(links: PortalLinks?) { self.links = links }

    /// Gives a new connection what it needs of this desk.
    package func receive(_ session: WireSession, from peer: SocketAddress) {
        session.portal = links
        session.limits = NetworkLimits(self, SourceNetwork(peer))
    }

    fileprivate func secondsToWait(
        _ rate: CommerceWire.Operation.RateClass, _ network: SourceNetwork, at now: Timestamp
    ) -> Int? {
        let nanoseconds = now.milliseconds * 1_000_000
        let verdict: RateVerdict
        switch rate {
        case .ordinary: return nil
        case .portal: verdict = portal.take(network, atNanoseconds: nanoseconds)
        case .signIn: verdict = signIn.take(network, atNanoseconds: nanoseconds)
        }
        guard case .retryAfter(let seconds) = verdict else { return nil }
        return Int(seconds)
    }
}

/// The limits as one connection sees them.
private final class NetworkLimits: RequestLimits {
    private let desk: FrontDesk
    private let network: SourceNetwork

    init(_ desk: FrontDesk, _ network: SourceNetwork) {
        self.desk = desk
        self.network = network
    }

    func secondsToWait(_ rate: CommerceWire.Operation.RateClass, at now: Timestamp) -> Int? {
        desk.secondsToWait(rate, network, at: now)
    }
}
