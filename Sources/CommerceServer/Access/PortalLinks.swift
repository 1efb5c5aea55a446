import CommerceCore
package import CommerceWire

/// The links of the portal as the wire knows them, over ``PortalTokens``.
package final class PortalLinks: PortalKeys {
    private let tokens: PortalTokens
    /// Set once it is known where the server listens.
    package var pageBase: String

    package init(_ secret: ServerSecret, pageBase: String) {
        tokens = PortalTokens(secret)
        self.pageBase = pageBase
    }

    package func token(for reference: PortalReference) -> String {
        switch reference.target {
        case .customer(let customer): make(.customer, customer.value, reference.generation)
        case .order(let order): make(.order, order.value, reference.generation)
        }
    }

    private func make(_ kind: PortalTokens.Kind, _ ordinal: UInt32, _ generation: UInt32) -> String {
        tokens.make(PortalTokens.Reference(kind: kind, ordinal: ordinal, generation: generation))
    }

    package func open(_ token: UnsafeRawBufferPointer) -> PortalReference? {
        guard let reference = tokens.open(token) else { return nil }
        let target: PortalReference.Target =
            switch reference.kind {
            case .customer: .customer(CustomerOrdinal(reference.ordinal))
            case .order: .order(OrderOrdinal(reference.ordinal))
            }
        return PortalReference(target, generation: reference.generation)
    }
}
