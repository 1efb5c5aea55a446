import CommerceCore
import CommerceWire

/// Links without cryptography: `TARGET-ORDINAL-GENERATION-SEAL`.
final class PlainPortalKeys: PortalKeys {
    /// What tokens of another server would differ in.
    var seal = "x"
    let pageBase = "https://shop.example"

    func token(for reference: PortalReference) -> String {
        switch reference.target {
        case .customer(let customer): "c-\(customer.value)-\(reference.generation)-\(seal)"
        case .order(let order): "o-\(order.value)-\(reference.generation)-\(seal)"
        }
    }

    func open(_ token: UnsafeRawBufferPointer) -> PortalReference? {
        let parts = String(decoding: token, as: UTF8.self).split(separator: "-").map(String.init)
        guard parts.count == 4, parts[3] == seal, let ordinal = Int(parts[1]),
            let generation = UInt32(parts[2])
        else { return nil }
        switch parts[0] {
        case "c": return PortalReference(.customer(CustomerOrdinal(ordinal)), generation: generation)
        case "o": return PortalReference(.order(OrderOrdinal(ordinal)), generation: generation)
        default: return nil
        }
    }
}

/// Three requests, then none for seven seconds that never end.
final class PlainLimits: RequestLimits {
    private var count = 0

    func secondsToWait(_ rate: CommerceWire.Operation.RateClass, at now: Timestamp) -> Int? {
        count += 1
        return count > 3 ? 7 : nil
    }
}
