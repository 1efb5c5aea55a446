package import CommerceCore

/// Which orders could not be placed lately, and which of these are still to be written down.
///
///     of one variant at most one is written down in ``pauseMilliseconds``;   pending ≤ slots
///
/// A flash sale refuses thousands in a second, so noting one is a load, a comparison and a branch, and nothing is
/// appended by the request that is refused. Variants share slots by their low bits: of two that do, one may go
/// untold. It does not count refusals; the metrics do.
struct FailedOrders {
    static let pauseMilliseconds: Int64 = 10_000
    private static let slotCount = 64

    /// An order that failed, for want of `variant` if one is named.
    struct Failure {
        let variant: VariantOrdinal?
        let available: Quantity?
    }

    /// When an order was last noted whose variant has these low bits.
    private var notedAt = [Int64](repeating: Int64.min / 2, count: slotCount)
    private var pending: [Failure] = []

    /// Whether one of `variant` may be told again; from now on not for a while.
    mutating func isDue(_ variant: VariantOrdinal?, at now: Timestamp) -> Bool {
        let slot = Int(variant?.value ?? 0) & (FailedOrders.slotCount - 1)
        guard now.milliseconds - notedAt[slot] >= FailedOrders.pauseMilliseconds else { return false }
        notedAt[slot] = now.milliseconds
        return true
    }

    mutating func note(_ variant: VariantOrdinal?, available: Quantity?, at now: Timestamp) {
        guard isDue(variant, at: now) else { return }
        pending.append(Failure(variant: variant, available: available))
    }

    mutating func takePending() -> [Failure] {
        guard !pending.isEmpty else { return [] }
        defer { pending.removeAll(keepingCapacity: true) }
        return pending
    }
}

extension Shop {
    /// Notes that an order could not be placed, if it is for what people should know: nothing left, or not for sale.
    /// Housekeeping writes it down.
    ///
    /// - Complexity: O(1).
    package func noteFailedOrder(_ rejection: Rejection) {
        switch rejection {
        case .insufficientStock(let variant, _, let available):
            failedOrders.note(variant, available: available, at: now)
        case .notSellable(let variant): failedOrders.note(variant, available: nil, at: now)
        default: break
        }
    }

    /// The same, written down at once. Answers whether it was: not if one of this variant was a moment ago.
    @discardableResult
    package func noteFailedOrder(variant: VariantOrdinal?, available: Quantity?) -> Bool {
        guard failedOrders.isDue(variant, at: now) else { return false }
        return record(FailedOrders.Failure(variant: variant, available: available))
    }

    /// Writes down what was noted.
    func recordFailedOrders() {
        for failure in failedOrders.takePending() { record(failure) }
    }

    @discardableResult
    private func record(_ failure: FailedOrders.Failure) -> Bool {
        guard journal.hasRoom(for: 64) else { return false }
        let sequence = journal.orderFailed(variant: failure.variant, available: failure.available, at: now)
        notifications.append(
            .orderFailed(
                variant: failure.variant, available: failure.available, sequence: sequence, at: now))
        return true
    }
}
