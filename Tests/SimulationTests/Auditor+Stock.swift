// Stock and reservations, in the auditor's own arithmetic.
extension Auditor {
    func variant(_ sku: String) -> Int? { variants.firstIndex { $0.sku == sku } }

    /// Live reservations, and the units of open orders that have not been shipped.
    func reserved(_ variant: Int) -> Int64 {
        var sum: Int64 = 0
        for reservation in reservations where reservation.variant == variant && reservation.isLive(at: now) {
            sum += reservation.quantity
        }
        for order in orders where order.isOpen {
            for line in order.lines where line.variant == variant { sum += line.quantity - line.shipped }
        }
        return sum
    }

    func available(_ variant: Int) -> Int64 { variants[variant].quantity - reserved(variant) }

    func canPromise(_ quantity: Int64, of variant: Int) -> Bool {
        quantity <= available(variant) || variants[variant].allowsBackorder || !variants[variant].isTracked
    }

    /// The newest reservation of that name. One that may have been forgotten is, if the engine says so.
    func reservation(_ id: String, _ operation: AuditedOperation) -> Int? {
        guard let index = reservations.lastIndex(where: { $0.id == id }) else { return nil }
        guard !reservations[index].isLive(at: now), reservations[index].mayBeForgotten(at: now) else {
            return index
        }
        if case .reserve = operation.request.ask {
            return operation.code == "reservation_ended" ? index : nil
        }
        return operation.code == "reservation_not_found" ? nil : index
    }

    mutating func reserve(
        _ sku: String, _ quantity: Int64, _ id: String?, _ ttl: Int64?, _ operation: AuditedOperation
    ) -> Verdict {
        guard let variant = variant(sku) else { return .refused("variant_not_found") }
        guard quantity > 0 else { return .refused("invalid_value") }
        let timeToLive = ttl ?? (id == nil ? 0 : 600_000)
        if let id, let known = reservation(id, operation) {
            let known = reservations[known]
            guard known.isLive(at: now) else { return .refused("reservation_ended") }
            guard known.variant == variant, known.quantity == quantity, known.timeToLive == timeToLive else {
                return .refused("reservation_mismatch")
            }
            return Auditor.made(known, available: known.availableAfter).replayed
        }
        guard canPromise(quantity, of: variant) else { return lacking(variant, quantity) }
        let made = Reservation(
            id: id ?? operation.id ?? "?", variant: variant, quantity: quantity, timeToLive: timeToLive,
            deadline: timeToLive == 0 ? nil : now + timeToLive, availableAfter: available(variant) - quantity,
            endedAt: nil)
        reservations.append(made)
        return Auditor.made(made, available: made.availableAfter)
    }

    private static func made(_ reservation: Reservation, available: Int64) -> Verdict {
        .ok([
            ("reservationId", .text(reservation.id)), ("quantity", .number(reservation.quantity)),
            ("available", .number(available)), ("expiresAt", .time(reservation.deadline)),
            ("replayed", .absent),
        ])
    }

    func lacking(_ variant: Int, _ requested: Int64) -> Verdict {
        .refused(
            "insufficient_stock",
            [
                ("sku", .text(variants[variant].sku)), ("requested", .number(requested)),
                ("available", .number(available(variant))),
            ])
    }

    mutating func release(_ id: String, _ operation: AuditedOperation) -> Verdict {
        guard let index = reservation(id, operation) else { return .refused("reservation_not_found") }
        let released = reservations[index].isLive(at: now) ? reservations[index].quantity : 0
        if released > 0 { reservations[index].endedAt = now }
        return .ok([
            ("released", .number(released)), ("available", .number(available(reservations[index].variant))),
        ])
    }

    mutating func releaseOpenEnded(_ sku: String, _ quantity: Int64) -> Verdict {
        guard quantity > 0 else { return .refused("invalid_value") }
        guard let variant = variant(sku) else { return .refused("variant_not_found") }
        let holding = reservations.indices.filter {
            reservations[$0].variant == variant && reservations[$0].deadline == nil
                && reservations[$0].isLive(at: now)
        }
        guard quantity <= holding.reduce(0, { $0 + reservations[$1].quantity }) else {
            return .refused("invalid_value")
        }
        var left = quantity
        for index in holding where left > 0 {
            let part = min(left, reservations[index].quantity)
            if part == reservations[index].quantity {
                reservations[index].endedAt = now
            } else {
                reservations[index].quantity -= part
            }
            left -= part
        }
        return .ok([("released", .number(quantity)), ("available", .number(available(variant)))])
    }

    mutating func extend(_ id: String, _ timeToLive: Int64, _ operation: AuditedOperation) -> Verdict {
        guard let index = reservation(id, operation) else { return .refused("reservation_not_found") }
        guard reservations[index].isLive(at: now) else { return .refused("reservation_ended") }
        reservations[index].deadline = timeToLive == 0 ? nil : now + timeToLive
        return Auditor.made(reservations[index], available: available(reservations[index].variant))
    }

    mutating func adjust(_ sku: String, _ change: Int64, _ expected: Int64?) -> Verdict {
        guard let index = variant(sku) else { return .refused("variant_not_found") }
        guard change != 0 else { return .refused("invalid_value") }
        let quantity = variants[index].quantity
        if let expected, expected != quantity {
            return .refused("version_conflict", [("actual", .number(quantity))])
        }
        let isBound = variants[index].isTracked && !variants[index].allowsBackorder
        if change < 0 && isBound && quantity + change < reserved(index) { return .refused("below_reserved") }
        variants[index].movements.append(change)
        return stock(index)
    }

    mutating func changeSettings(_ sku: String, _ threshold: Int64?, _ backorder: Bool?, _ track: Bool?)
        -> Verdict
    {
        guard let index = variant(sku) else { return .refused("variant_not_found") }
        var changed = variants[index]
        changed.threshold = threshold ?? changed.threshold
        changed.allowsBackorder = backorder ?? changed.allowsBackorder
        changed.isTracked = track ?? changed.isTracked
        if changed.isTracked && !changed.allowsBackorder && reserved(index) > changed.quantity {
            return .refused("below_reserved")
        }
        variants[index] = changed
        return stock(index)
    }

    func readStock(_ sku: String) -> Verdict { variant(sku).map(stock) ?? .refused("variant_not_found") }

    private func stock(_ index: Int) -> Verdict {
        let variant = variants[index]
        return .ok([
            ("sku", .text(variant.sku)), ("quantity", .number(variant.quantity)),
            ("reserved", .number(reserved(index))), ("available", .number(available(index))),
            ("lowStockThreshold", .number(variant.threshold)),
            ("allowBackorder", .flag(variant.allowsBackorder)),
            ("trackInventory", .flag(variant.isTracked)),
            ("isLow", .flag(available(index) < variant.threshold)),
        ])
    }

    func check(_ sku: String, _ quantity: Int64) -> Verdict {
        guard let index = variant(sku) else { return .refused("variant_not_found") }
        guard quantity > 0 else { return .refused("invalid_value") }
        return .ok([
            ("available", .number(available(index))), ("isAvailable", .flag(canPromise(quantity, of: index))),
        ])
    }
}
