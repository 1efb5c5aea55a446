// Requests to an order that exists, judged: each answers the event it would be, or why not.
extension Order {
    /// Judges a change of status, in this order: the table, the payment that REFUNDED needs, the size of
    /// the history.
    package func judgeStatus(
        _ next: OrderStatus, notes: String?, by subject: SubjectOrdinal, at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        guard allowedStatuses.contains(next) else { throw statusRejection(next) }
        try judgeHistory()
        let change: OrderEvent.Change =
            switch next {
            case .shipped:
                .shipped(
                    lines: remainingUnits, carrier: nil, trackingNumber: nil, trackingURL: nil, notes: notes)
            case .cancelled: .cancelled(reason: "OTHER", notes: notes)
            case .refunded: .refunded(amount: refundable, lines: [], reason: notes)
            case .pending, .processing, .delivered: .moved(to: next, notes: notes)
            }
        return OrderEvent(change, by: subject, at: now)
    }

    package func judgeCancel(
        reason: String, notes: String?, by subject: SubjectOrdinal, at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        guard allowedStatuses.contains(.cancelled) else { throw statusRejection(.cancelled) }
        try judgeHistory()
        return OrderEvent(.cancelled(reason: reason, notes: notes), by: subject, at: now)
    }

    /// Judges a change of payment. REFUNDED gives back all that is left, as a full refund does.
    package func judgePayment(
        _ next: PaymentStatus, by subject: SubjectOrdinal, at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        guard payment.next.contains(next) else {
            throw .invalidTransition(
                from: payment.name, to: next.name, allowed: payment.next.map(\.name))
        }
        try judgeHistory()
        let change: OrderEvent.Change =
            switch next {
            case .paid: .paid
            case .failed, .pending: .paymentFailed
            case .refunded: .refunded(amount: refundable, lines: [], reason: nil)
            }
        return OrderEvent(change, by: subject, at: now)
    }

    package func judgeNote(
        _ text: String, by subject: SubjectOrdinal, at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        try judgeHistory(isPart: true)
        return OrderEvent(.noted(text), by: subject, at: now)
    }

    /// Judges a shipment of `units`, or of all that remains if `nil`.
    package func judgeFulfilment(
        _ units: [LineUnits]?, carrier: String?, trackingNumber: String?, trackingURL: String?,
        by subject: SubjectOrdinal, at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        guard status == .processing else { throw statusRejection(.shipped) }
        try judgeHistory()
        var left = lines.map(\.unshipped)
        for unit in units ?? [] {
            left[unit.line] -= unit.quantity
            guard left[unit.line] >= .zero else {
                throw .invalidValue(
                    field: "lines",
                    reason: "line \(unit.line + 1) has \(lines[unit.line].unshipped) units left to ship")
            }
        }
        if units != nil { try judgeHistory(isPart: left.contains { $0 > .zero }) }
        return OrderEvent(
            .shipped(
                lines: units ?? remainingUnits, carrier: carrier, trackingNumber: trackingNumber,
                trackingURL: trackingURL, notes: nil),
            by: subject, at: now)
    }

    /// Judges a refund of `amount`, or of what the lines cost, or of all that is left.
    package func judgeRefund(
        amount: Money?, lines refunded: [RefundedLine], reason: String?, by subject: SubjectOrdinal,
        at now: Timestamp
    ) throws(Rejection) -> OrderEvent {
        guard payment == .paid else {
            throw .invalidTransition(
                from: payment.name, to: PaymentStatus.refunded.name, allowed: payment.next.map(\.name))
        }
        try judgeHistory()
        try judgeRefundedUnits(refunded)
        let worth = refunded.reduce(into: Int64(0)) { sum, unit in
            sum += lines[unit.line].unitPrice.minorUnits * unit.quantity.units
        }
        let given = amount ?? (refunded.isEmpty ? refundable : min(Money(minorUnits: worth), refundable))
        guard given <= refundable else {
            throw .invalidValue(field: "amount", reason: "at most \(refundable) is left to refund")
        }
        guard given > .zero || refundable == .zero || !refunded.isEmpty else {
            throw .invalidValue(field: "amount", reason: "must be above 0")
        }
        try judgeHistory(isPart: given < refundable)
        return OrderEvent(.refunded(amount: given, lines: refunded, reason: reason), by: subject, at: now)
    }

    /// Judges the seed's DELETE: a CANCELLED order that was never paid is put out of sight.
    ///
    /// - Throws: ``Rejection/notFound(_:)`` if it is hidden already, before
    ///   ``Rejection/invalidTransition(from:to:allowed:)`` naming the status, or the payment, that forbids it.
    package func judgeHide(by subject: SubjectOrdinal, at now: Timestamp) throws(Rejection) -> OrderEvent {
        guard !isHidden else { throw .notFound(.orderNotFound) }
        guard status == .cancelled else {
            throw .invalidTransition(from: status.name, to: "DELETED", allowed: allowedStatuses.map(\.name))
        }
        guard paidAt == nil else {
            throw .invalidTransition(from: payment.name, to: "DELETED", allowed: payment.next.map(\.name))
        }
        try judgeHistory()
        return OrderEvent(.hidden, by: subject, at: now)
    }

    /// What has been paid and not given back.
    package var refundable: Money { Money(minorUnits: total.minorUnits - refundedTotal.minorUnits) }

    /// The statuses this order may move to now: the table, less REFUNDED without a payment to give back.
    package var allowedStatuses: [OrderStatus] {
        status.next.filter { $0 != .refunded || payment == .paid }
    }

    package var remainingUnits: [LineUnits] {
        lines.indices.compactMap { index in
            lines[index].unshipped == .zero ? nil : LineUnits(line: index, quantity: lines[index].unshipped)
        }
    }

    private func judgeRefundedUnits(_ refunded: [RefundedLine]) throws(Rejection) {
        var refundedUnits = lines.map(\.refunded)
        var restockedUnits = lines.map(\.restocked)
        for unit in refunded {
            let line = lines[unit.line]
            refundedUnits[unit.line] += unit.quantity
            if unit.restock { restockedUnits[unit.line] += unit.quantity }
            guard refundedUnits[unit.line] <= line.quantity else {
                throw .invalidValue(
                    field: "lines", reason: "line \(unit.line + 1) has \(line.quantity) units in all")
            }
            guard restockedUnits[unit.line] <= line.shipped else {
                throw .invalidValue(
                    field: "lines",
                    reason: "line \(unit.line + 1) has \(line.shipped) shipped units to restock")
            }
        }
    }

    /// - Parameter isPart: Whether it could be done again and again, instead of bringing the order to its end.
    private func judgeHistory(isPart: Bool = false) throws(Rejection) {
        guard steps.count < Order.historyMaximum else {
            throw .limitReached(what: "entries in the order's history", maximum: Order.historyMaximum)
        }
        guard !isPart || steps.count < Order.historyMaximumForParts else {
            throw .limitReached(
                what: "entries in the order's history; the rest is kept for finishing the order",
                maximum: Order.historyMaximumForParts)
        }
    }

    private func statusRejection(_ next: OrderStatus) -> Rejection {
        .invalidTransition(from: status.name, to: next.name, allowed: allowedStatuses.map(\.name))
    }

    /// Traps if the order contradicts itself.
    package func checkInvariants() {
        for line in lines {
            precondition(line.shipped >= .zero && line.shipped <= line.quantity, "shipped \(line)")
            precondition(line.restocked >= .zero && line.restocked <= line.shipped, "restocked \(line)")
            precondition(line.refunded >= .zero && line.refunded <= line.quantity, "refunded \(line)")
        }
        precondition(
            refundedTotal >= .zero && refundedTotal <= total, "refunded \(refundedTotal) of \(total)")
        precondition(
            status.isOpen || status == .cancelled || fulfillment == .fulfilled || payment == .refunded)
    }
}
