package import CommerceCore

/// What a reservation request was answered.
package struct ReservationAnswer: Sendable {
    package let id: String
    package let variant: VariantOrdinal
    package let quantity: Quantity
    package let available: Quantity
    package let expiresAt: Timestamp?
    package let isReplay: Bool
}

/// What a release freed, and what is available since.
package struct ReleaseAnswer: Sendable {
    package let variant: VariantOrdinal
    package let released: Quantity
    package let available: Quantity
}

extension Shop {
    /// Takes `quantity` of `variant` out of what is available, until it is released, converted or lapses.
    ///
    /// Without `id` the server names it; without `timeToLive` it lives for the configured time, or, if it has
    /// no `id` either (the seed's bare form), until it is released. Repeating a request with the same `id`
    /// answers what the first was answered.
    ///
    /// - Throws: ``Rejection/reservationEnded`` and ``Rejection/reservationMismatch`` for a known id before
    ///   ``Rejection/insufficientStock(variant:requested:available:)``.
    /// - Complexity: O(1) expected.
    package func reserve(
        _ quantity: Quantity, of variant: VariantOrdinal, id: UnsafeRawBufferPointer?,
        timeToLiveMilliseconds: Int64?
    ) throws(Rejection) -> ReservationAnswer {
        let timeToLive = timeToLiveMilliseconds ?? (id == nil ? 0 : configuration.reservationMilliseconds)
        let reservations = reservations
        var hash: UInt64?
        if let id {
            let value = reservations.hashValue(of: id)
            if let known = reservations.find(id, hash: value) {
                return try repeated(known, quantity, variant, timeToLive)
            }
            hash = value
        }
        let owner = variants[variant.index]
        guard let outcome = VariantActor.promiseIfEnough(owner, quantity, on: unownedExecutor) else {
            throw insufficientStock(of: variant, requested: quantity)
        }
        dirtyVariants.mark(variant.value)
        activity.variants.held(quantity, of: variant)
        let number = ReservationNumber(reservations.nextNumber)
        let reservation = Reservation(
            id: id.map(String.init(utf8:)) ?? serverID(for: number), variant: variant,
            quantity: quantity, timeToLiveMilliseconds: timeToLive, createdAt: now,
            availableAfter: outcome.available)
        journal.reserved(number, reservation)
        if let hash {
            reservations.insert(reservation, number: number, hash: hash)
        } else {
            reservations.insert(reservation, number: number)
        }
        if timeToLive == 0 { listOpenEnded(number, of: variant) }
        if outcome.changesAlert { settleAlert(of: variant, at: now) }
        return ReservationAnswer(
            id: reservation.id, variant: variant, quantity: quantity, available: outcome.available,
            expiresAt: reservation.expiresAt, isReplay: false)
    }

    /// Announces that a reservation will be asked for by `id` soon; a hint that changes nothing.
    package func prefetch(reservation id: UnsafeRawBufferPointer) { reservations.prefetch(id) }

    /// Gives back what a reservation holds. One that has ended frees nothing and is no error.
    ///
    /// - Throws: ``Rejection/notFound(_:)`` if the id was never made or is forgotten.
    package func release(_ id: String) throws(Rejection) -> ReleaseAnswer {
        guard let number = reservations.find(id), let reservation = reservations[number] else {
            throw .notFound(.reservationNotFound)
        }
        guard reservation.isLive else {
            return answer(released: .zero, of: reservation.variant)
        }
        journal.reservationReleased(number, reservation.quantity, at: now)
        reservations.end(number, as: .released, at: now)
        giveBack(reservation.quantity, to: reservation.variant, at: now)
        return answer(released: reservation.quantity, of: reservation.variant)
    }

    /// The seed's bare release: takes `quantity` from the oldest open-ended reservations of `variant`.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` if they hold less; then nothing is released.
    /// - Complexity: O(open-ended reservations of the variant).
    package func releaseOpenEnded(_ quantity: Quantity, of variant: VariantOrdinal) throws(Rejection)
        -> ReleaseAnswer
    {
        var left = quantity
        var taken: [ReservationNumber] = []
        for number in variants[variant.index].owned({ $0.openEnded.numbers }) where isOpenEnded(number) {
            taken.append(number)
            left -= reservations[number]?.quantity ?? .zero
            if left <= .zero { break }
        }
        guard left <= .zero else {
            throw .invalidValue(
                field: "quantity",
                reason: "open-ended reservations of this variant hold \(quantity - left) units")
        }
        try requireRoom(recordBytes: taken.count * 48)
        left = quantity
        for number in taken {
            guard let reservation = reservations[number] else { continue }
            let part = min(left, reservation.quantity)
            journal.reservationReleased(number, part, at: now)
            applyRelease(of: part, from: number, reservation, at: now)
            left -= part
        }
        pruneOpenEnded(of: variant)
        return answer(released: quantity, of: variant)
    }

    /// Sets the deadline of a live reservation to now + `timeToLiveMilliseconds`.
    ///
    /// - Throws: ``Rejection/notFound(_:)`` before ``Rejection/reservationEnded``.
    package func extend(_ id: String, byMilliseconds timeToLive: Int64) throws(Rejection) -> ReservationAnswer
    {
        guard let number = reservations.find(id), let reservation = reservations[number] else {
            throw .notFound(.reservationNotFound)
        }
        guard reservation.isLive else { throw .reservationEnded }
        let deadline = timeToLive == 0 ? nil : now.adding(milliseconds: timeToLive)
        journal.reservationExtended(number, to: deadline, at: now)
        applyExtension(of: number, reservation, to: deadline)
        return ReservationAnswer(
            id: reservation.id, variant: reservation.variant, quantity: reservation.quantity,
            available: available(of: reservation.variant), expiresAt: deadline, isReplay: false)
    }

    package func reservation(named id: UnsafeRawBufferPointer) -> (ReservationNumber, Reservation)? {
        guard let number = reservations.find(id), let reservation = reservations[number] else { return nil }
        return (number, reservation)
    }

    // MARK: Taking records in

    func applyRelease(
        of quantity: Quantity, from number: ReservationNumber, _ reservation: Reservation, at now: Timestamp
    ) {
        if quantity < reservation.quantity {
            reservations.reduce(number, by: quantity)
        } else {
            reservations.end(number, as: .released, at: now)
        }
        if isDerived { giveBack(quantity, to: reservation.variant, at: now) }
    }

    func applyExtension(of number: ReservationNumber, _ reservation: Reservation, to deadline: Timestamp?) {
        reservations.extend(number, to: deadline)
        if isDerived && deadline == nil && reservation.expiresAt != nil {
            listOpenEnded(number, of: reservation.variant)
        }
    }

    /// Lists a live open-ended reservation for the bare release.
    func listOpenEnded(_ number: ReservationNumber, of variant: VariantOrdinal) {
        let isPruneDue = variants[variant.index].owned { $0.addOpenEnded(number) }
        if isPruneDue { pruneOpenEnded(of: variant) }
    }

    private func pruneOpenEnded(of variant: VariantOrdinal) {
        let live = Set(variants[variant.index].owned { $0.openEnded.numbers }.filter { isOpenEnded($0) })
        variants[variant.index].owned { $0.pruneOpenEnded { live.contains($0) } }
    }

    // MARK: Helpers

    private func isOpenEnded(_ number: ReservationNumber) -> Bool {
        reservations[number].map { $0.isLive && $0.expiresAt == nil } ?? false
    }

    private func repeated(
        _ number: ReservationNumber, _ quantity: Quantity, _ variant: VariantOrdinal, _ timeToLive: Int64
    ) throws(Rejection) -> ReservationAnswer {
        guard let known = reservations[number] else { throw .notFound(.reservationNotFound) }
        guard known.isLive else { throw .reservationEnded }
        guard known.variant == variant, known.quantity == quantity, known.timeToLiveMilliseconds == timeToLive
        else { throw .reservationMismatch }
        return ReservationAnswer(
            id: known.id, variant: variant, quantity: quantity, available: known.availableAfter,
            expiresAt: known.expiresAt, isReplay: true)
    }

    private func serverID(for number: ReservationNumber) -> String {
        var id = EntityID(.reservation, createdAt: now, ordinal: number.value & (1 << 38 - 1)).description
        while reservations.find(id) != nil { id += "x" }  // a client may have guessed it
        return id
    }

    private func answer(released: Quantity, of variant: VariantOrdinal) -> ReleaseAnswer {
        ReleaseAnswer(variant: variant, released: released, available: available(of: variant))
    }

    package func available(of variant: VariantOrdinal) -> Quantity {
        variants[variant.index].owned { $0.inventory.available }
    }

    func insufficientStock(of variant: VariantOrdinal, requested: Quantity) -> Rejection {
        activity.refused(requested, of: variant, at: now)
        return .insufficientStock(variant: variant, requested: requested, available: available(of: variant))
    }
}
