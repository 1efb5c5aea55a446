package import CommerceCore

/// All reservations that are live or remembered, by number and by the client's id.
///
/// Variants own the units; this book owns the names, deadlines and states. A number is given once and
/// never again; an id may be used again after its reservation has ended and is forgotten:
///
///     remembered ended ids = those of the last hour, at most the last million
///
/// A class, because every look at a stored struct that holds references would first count them all.
package final class ReservationBook {
    static let endedMaximum = 1_000_000
    package static let endedMilliseconds: Int64 = 3_600_000

    private let store = ReservationStore()
    private let byID = KeyTable()
    // One thread, the shop's, and no call in the middle of another.
    @exclusivity(unchecked) private var ended = RingQueue<ReservationNumber>()
    @exclusivity(unchecked) private var deadlines = ExpiryQueue()
    private let hash: ByteHash
    @exclusivity(unchecked) package private(set) var nextNumber: UInt64 = 0
    @exclusivity(unchecked) package private(set) var liveCount = 0

    package init(hash: ByteHash) { self.hash = hash }

    package var rememberedCount: Int { byID.count }

    package subscript(number: ReservationNumber) -> Reservation? { store[number] }

    /// What ``find(_:hash:)`` and ``insert(_:number:hash:)`` want of an id, so that it is computed once for both.
    @inline(__always)
    func hashValue(of id: UnsafeRawBufferPointer) -> UInt64 { hash(id) }

    /// Announces that `id` will be looked for soon; a hint that changes nothing.
    @inline(__always)
    func prefetch(_ id: UnsafeRawBufferPointer) { byID.prefetch(hash(id)) }

    /// - Complexity: O(1) expected.
    @inline(__always)
    func find(_ id: UnsafeRawBufferPointer, hash: UInt64) -> ReservationNumber? {
        byID.find(hash) { number in store.hasID(id, number) }.map(ReservationNumber.init)
    }

    func find(_ id: UnsafeRawBufferPointer) -> ReservationNumber? { find(id, hash: hash(id)) }

    package func find(_ id: String) -> ReservationNumber? {
        var copy = id
        return copy.withUTF8 { find(UnsafeRawBufferPointer($0)) }
    }

    /// Enters a reservation under `number`, which is the next one or, at recovery, a later one.
    package func insert(_ reservation: Reservation, number: ReservationNumber) {
        insert(reservation, number: number, hash: hash(reservation.id))
    }

    /// As ``insert(_:number:)``, when the id's hash is known already.
    @inline(__always)
    func insert(_ reservation: Reservation, number: ReservationNumber, hash: UInt64) {
        precondition(number.value >= nextNumber, "reservation number \(number.value) was given before")
        nextNumber = number.value + 1
        store.insert(reservation, number)
        byID.insert(hash, number.value)
        if reservation.isLive {
            liveCount += 1
            if let deadline = reservation.expiresAt {
                deadlines.add(.init(deadline: deadline, number: number))
            }
        } else {
            ended.append(number)
        }
    }

    /// As ``insert(_:number:)``, at recovery: an older reservation of the same id had been forgotten.
    ///
    /// The older one may still be live here: its part of a fuzzy snapshot was written before it ended. Its end is in a
    /// record to come, or its deadline has passed; until then it keeps its number and has lost its name.
    package func restore(_ reservation: Reservation, number: ReservationNumber) {
        if let known = find(reservation.id) { byID.remove(hash(reservation.id), known.value) }
        insert(reservation, number: number)
    }

    /// Numbers up to `number` are used up, whoever had them.
    func skip(to number: UInt64) {
        nextNumber = max(nextNumber, number)
    }

    /// Ends a live reservation.
    package func end(_ number: ReservationNumber, as state: Reservation.State, at now: Timestamp) {
        store.update(number) { reservation in
            precondition(
                reservation.isLive && state != .live, "ended \(reservation.state) reservation \(number.value)"
            )
            reservation.state = state
            reservation.endedAt = now
        }
        liveCount -= 1
        ended.append(number)
        // Two for one, so that what is remembered stays bounded however fast reservations end.
        forgetEnded(at: now, atMost: 2)
    }

    package func extend(_ number: ReservationNumber, to deadline: Timestamp?) {
        store.update(number) { $0.expiresAt = deadline }
        if let deadline { deadlines.add(.init(deadline: deadline, number: number)) }
    }

    package func reduce(_ number: ReservationNumber, by quantity: Quantity) {
        store.update(number) { $0.quantity -= quantity }
    }

    /// The next live reservation whose deadline has passed at `now`.
    package func nextLapsed(at now: Timestamp) -> ReservationNumber? {
        while let entry = deadlines.popDue(now) {
            if let reservation = self[entry.number], reservation.hasLapsed(at: now) { return entry.number }
        }
        return nil
    }

    /// Forgets ended ids that are too old or too many. Call it often; each call does a bounded part.
    package func forgetEnded(at now: Timestamp, atMost limit: Int = 256) {
        for _ in 0..<limit {
            guard let number = ended.first else { return }
            guard let reservation = self[number], let endedAt = reservation.endedAt else {
                preconditionFailure("reservation \(number.value) is listed as ended and is not")
            }
            let isOld = now.milliseconds - endedAt.milliseconds > ReservationBook.endedMilliseconds
            guard isOld || ended.count > ReservationBook.endedMaximum else { return }
            ended.removeFirst()
            byID.remove(hash(reservation.id), number.value)
            store.remove(number)
        }
    }

    /// Calls `body` with what is stored of `numbers`, in order.
    func forEach(in numbers: Range<UInt64>, _ body: (ReservationNumber, Reservation) -> Void) {
        for number in numbers {
            if let reservation = self[ReservationNumber(number)] {
                body(ReservationNumber(number), reservation)
            }
        }
    }
}
