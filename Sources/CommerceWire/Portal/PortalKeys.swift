package import CommerceCore

/// What a link of the portal leads to, and the how many-th link of its customer it is.
package struct PortalReference: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case customer(CustomerOrdinal)
        case order(OrderOrdinal)
    }

    package let target: Target
    package let generation: UInt32

    package init(_ target: Target, generation: UInt32) {
        self.target = target
        self.generation = generation
    }
}

/// Makes and opens the tokens of links. Needs cryptography and a secret, so the server brings it.
///
/// It knows nothing of time: whether a link that opens is over is the shop's to say.
package protocol PortalKeys: AnyObject {
    /// Always the same for the same reference.
    func token(for reference: PortalReference) -> String
    /// `nil` for anything that ``token(for:)`` does not give.
    func open(_ token: UnsafeRawBufferPointer) -> PortalReference?
    /// What stands before `/portal/orders/TOKEN`: where people reach the shop's pages, without a slash at its end.
    var pageBase: String { get }
}

extension PortalKeys {
    /// Where the page of a link is.
    package func url(of token: String) -> String { "\(pageBase)/portal/orders/\(token)" }
}
