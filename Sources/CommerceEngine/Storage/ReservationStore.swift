import CommerceCore

/// Reservations by number, in chunks of 64, each of which gives its memory back when it is empty.
///
/// Numbers only grow, so the list of chunks does too, by eight bytes for 64 numbers.
final class ReservationStore {
    private static let chunkBits: UInt64 = 6
    private static let chunkSize = 1 << 6

    private struct Chunk {
        var slots: UnsafeMutablePointer<Reservation?>?
        var occupied = 0
    }

    @exclusivity(unchecked) private var chunks: [Chunk] = []

    deinit {
        for chunk in chunks { ReservationStore.free(chunk.slots) }
    }

    subscript(number: ReservationNumber) -> Reservation? { slot(number)?.pointee }

    /// Whether `number` is stored under `id`.
    @inline(__always)
    func hasID(_ id: UnsafeRawBufferPointer, _ number: UInt64) -> Bool {
        slot(ReservationNumber(number))?.pointee?.id.equals(id) ?? false
    }

    func insert(_ reservation: Reservation, _ number: ReservationNumber) {
        let index = Int(number.value >> ReservationStore.chunkBits)
        while chunks.count <= index { chunks.append(Chunk()) }
        if chunks[index].slots == nil {
            let slots = UnsafeMutablePointer<Reservation?>.allocate(capacity: ReservationStore.chunkSize)
            slots.initialize(repeating: nil, count: ReservationStore.chunkSize)
            chunks[index].slots = slots
        }
        chunks[index].slots?[Int(number.value) & (ReservationStore.chunkSize - 1)] = reservation
        chunks[index].occupied += 1
    }

    func update(_ number: ReservationNumber, _ body: (inout Reservation) -> Void) {
        guard let slot = slot(number), slot.pointee != nil else {
            preconditionFailure("reservation \(number.value) is forgotten")
        }
        body(&slot.pointee!)
    }

    func remove(_ number: ReservationNumber) {
        let index = Int(number.value >> ReservationStore.chunkBits)
        guard let slot = slot(number) else { return }
        slot.pointee = nil
        chunks[index].occupied -= 1
        guard chunks[index].occupied == 0, index < chunks.count - 1 else { return }
        ReservationStore.free(chunks[index].slots)
        chunks[index].slots = nil
    }

    @inline(__always)
    private func slot(_ number: ReservationNumber) -> UnsafeMutablePointer<Reservation?>? {
        let index = Int(number.value >> ReservationStore.chunkBits)
        guard index < chunks.count, let slots = chunks[index].slots else { return nil }
        return slots + (Int(number.value) & (ReservationStore.chunkSize - 1))
    }

    private static func free(_ slots: UnsafeMutablePointer<Reservation?>?) {
        guard let slots else { return }
        slots.deinitialize(count: chunkSize)
        slots.deallocate()
    }
}
