package import CommerceCore
package import Journaling

/// The journal as commerce sees it: one method a record, each answering the record's sequence.
///
/// An append never fails: whoever lets a request in has asked ``hasRoom(for:)`` before it was judged.
package final class ShopJournal {
    @exclusivity(unchecked) private var opened: Journal?

    /// A journal that recovery will open; nothing can be appended before.
    package init() {}

    func open(_ journal: Journal) { opened = journal }

    private var journal: Journal {
        @inline(__always)
        get {
            guard let opened else { preconditionFailure("the journal is used before recovery has opened it") }
            return opened
        }
    }

    /// Syncs from any thread.
    var syncer: JournalSyncer { journal.syncer }
    var instanceID: InstanceID { journal.instanceID }

    package var appendedSequence: UInt64 { journal.appendedSequence }
    package var durableSequence: UInt64 { journal.durableSequence }
    /// Whether records wait for the next commit.
    package var hasPending: Bool { journal.pendingBytes > 0 }
    package var bytesAppended: UInt64 { journal.bytesAppended }

    @inline(__always)
    package func hasRoom(for bytes: Int) -> Bool { journal.hasRoom(for: bytes) }

    /// What was appended since the last call stands or falls together.
    @inline(__always)
    package func endTransaction() { journal.endTransaction() }

    package func commit(at now: Timestamp) throws(JournalError) {
        try journal.commit(timeMilliseconds: now.milliseconds)
    }

    package func maintain() { journal.maintain() }

    package func dropSegments(coveredBy sequence: UInt64) throws(JournalError) {
        try journal.dropSegments(coveredBy: sequence)
    }

    package func close(clean: Bool) throws(JournalError) { try journal.close(clean: clean) }

    @inline(__always)
    func append(_ type: RecordType, _ body: (inout ByteWriter) -> Void) -> UInt64 {
        journal.append(type: type.rawValue, body)
    }

    // MARK: Texts

    func subject(_ ordinal: SubjectOrdinal, _ name: String) {
        _ = append(.subject) {
            $0.put(ordinal)
            $0.put(string: name)
        }
    }

    func label(_ ordinal: LabelOrdinal, _ label: LineLabel) {
        _ = append(.label) {
            $0.put(ordinal)
            $0.put(label)
        }
    }

    func contact(_ ordinal: ContactOrdinal, _ contact: Contact) {
        _ = append(.contact) {
            $0.put(ordinal)
            $0.put(contact)
        }
    }

    func address(_ ordinal: AddressOrdinal, _ text: String) {
        _ = append(.address) {
            $0.put(ordinal)
            $0.put(string: text)
        }
    }

    // MARK: Stock

    func stockSettings(_ ordinal: VariantOrdinal, _ settings: StockSettings) {
        _ = append(.stockSettings) {
            $0.put(ordinal)
            $0.put(settings)
        }
    }

    func adjustment(_ ordinal: VariantOrdinal, _ adjustment: Adjustment) -> UInt64 {
        append(.adjustment) {
            $0.put(ordinal)
            $0.put(adjustment)
        }
    }

    func alert(
        _ ordinal: VariantOrdinal, _ alert: LowStockAlert, available: Quantity, at now: Timestamp
    ) -> UInt64 {
        append(.alert) {
            $0.put(ordinal)
            $0.put(byte: alert.rawValue)
            $0.put(available)
            $0.put(now)
        }
    }

    @inline(__always)
    func reserved(_ number: ReservationNumber, _ reservation: Reservation) {
        _ = append(.reserved) {
            $0.put(number)
            $0.put(made: reservation)
        }
    }

    func reservationReleased(_ number: ReservationNumber, _ quantity: Quantity, at now: Timestamp) {
        _ = append(.reservationReleased) {
            $0.put(number)
            $0.put(quantity)
            $0.put(now)
        }
    }

    func reservationExtended(_ number: ReservationNumber, to deadline: Timestamp?, at now: Timestamp) {
        _ = append(.reservationExtended) {
            $0.put(number)
            $0.put(optional: deadline)
            $0.put(now)
        }
    }

    // MARK: Orders

    @inline(__always)
    func orderPlaced(_ order: Order, converting reservations: [ReservationNumber]) -> UInt64 {
        append(.orderPlaced) { writer in
            writer.put(placed: order)
            writer.put(count: reservations.count)
            for number in reservations { writer.put(number) }
        }
    }

    /// The event names its own sequence: the next one.
    func orderChanged(_ ordinal: OrderOrdinal, _ event: OrderEvent) -> OrderEvent {
        var numbered = event
        numbered.sequence = journal.appendedSequence + 1
        let sequence = append(.orderChanged) {
            $0.put(ordinal)
            $0.put(numbered)
        }
        precondition(sequence == numbered.sequence, "record \(sequence) was numbered \(numbered.sequence)")
        return numbered
    }

    // MARK: Answers and time

    func keyUsed(_ number: UInt64, _ answer: Answer) {
        _ = append(.keyUsed) {
            $0.put(varint: number)
            $0.put(answer)
        }
    }

    func clock(_ now: Timestamp) {
        _ = append(.clock) { $0.put(now) }
    }
}

// Safety: made and used on the engine's executor alone; it is handed to actors pinned there.
extension ShopJournal: @unchecked Sendable {}
