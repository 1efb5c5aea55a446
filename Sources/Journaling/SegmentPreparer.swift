import Synchronization

/// Makes the next segment ready before it is needed, so that a full disk is met here and not inside a frame.
///
///     idle -> ordered -> filling -> ready -> idle        (failed from ordered and filling; ordered again later)
///
/// Disk space is reserved first; from then on the segment can be counted on. Then it is filled with zeros in
/// pieces, each synced by itself (a sync of a frame is fastest where the file system has nothing
/// to note about the blocks), and last it is named by the manifest. Steps run in the background; the owner may
/// do the necessary ones itself when it cannot wait, and then leaves the filling out.
final class SegmentPreparer: Sendable {
    private enum Phase: Sendable {
        case idle
        case ordered(PreparationOrder)
        case filling(PreparationOrder, PreparedSegment, filledBytes: Int)
        case ready(PreparedSegment)
        case failed(StorageError)
    }

    private let directory: any StorageDirectory
    private let background: any BackgroundWork
    private let configuration: JournalConfiguration
    private let failure: JournalFailure
    /// Held across disk calls, on purpose: it is what makes the owner and the background take turns.
    private let phase = Mutex(Phase.idle)
    private let reserved = Atomic(0)
    private let awaitsOrder = Atomic(true)

    init(
        directory: any StorageDirectory, background: any BackgroundWork, configuration: JournalConfiguration,
        failure: JournalFailure
    ) {
        self.directory = directory
        self.background = background
        self.configuration = configuration
        self.failure = failure
    }

    /// The size of the segment that can be counted on; 0 if there is none.
    var reservedBytes: Int { reserved.load(ordering: .acquiring) }
    /// Whether nothing is ordered, under way or ready. Never waits.
    var isAwaitingOrder: Bool { awaitsOrder.load(ordering: .acquiring) }

    func order(_ order: PreparationOrder) {
        phase.withLock { $0 = .ordered(order) }
        awaitsOrder.store(false, ordering: .releasing)
        background.run(on: .journal) { [self] in work() }
    }

    /// Prepares a segment here and now, filling and all.
    func prepare(_ order: PreparationOrder) throws(StorageError) {
        try phase.withLock { (phase) throws(StorageError) in
            phase = .ordered(order)
            awaitsOrder.store(false, ordering: .releasing)
            while advance(&phase) {}
            if case .failed(let error) = phase { throw error }
        }
    }

    /// Takes over a segment that a former process prepared and its manifest names.
    func adopt(_ segment: PreparedSegment) {
        phase.withLock { set(&$0, .ready(segment)) }
    }

    /// Waits until it is known whether there is room for what has been ordered.
    func awaitReservation() {
        phase.withLock { phase in
            if case .ordered = phase { _ = advance(&phase) }
        }
    }

    /// Hands over the next segment, completing what is necessary.
    ///
    /// - Returns: `nil` if none has been ordered.
    /// - Throws: Why there is none.
    func take() throws(StorageError) -> PreparedSegment? {
        try phase.withLock { (phase) throws(StorageError) in
            if case .ordered = phase { _ = advance(&phase) }
            if case .filling(_, let segment, _) = phase { finish(&phase, segment) }
            switch phase {
            case .failed(let error): throw error
            case .ready(let segment):
                set(&phase, .idle)
                return segment
            case .idle, .ordered, .filling: return nil
            }
        }
    }

    /// One step in the background; asks for the next one until there is none.
    private func work() {
        guard phase.withLock({ advance(&$0) }) else { return }
        background.pause(microseconds: configuration.fillPauseMicroseconds)
        background.run(on: .journal) { [self] in work() }
    }

    /// - Returns: Whether there is another step.
    private func advance(_ phase: inout Phase) -> Bool {
        switch phase {
        case .idle, .ready, .failed: return false
        case .ordered(let order):
            do throws(StorageError) {
                set(&phase, .filling(order, try reserve(order), filledBytes: 0))
                return true
            } catch {
                set(&phase, .failed(error))
                return false
            }
        case .filling(let order, let segment, let filledBytes):
            guard filledBytes < segment.byteCount else {
                finish(&phase, segment)
                return false
            }
            do throws(StorageError) {
                phase = .filling(order, segment, filledBytes: try fill(segment, from: filledBytes))
                return true
            } catch {
                abandon(&phase, segment, error)
                return false
            }
        }
    }

    private func set(_ phase: inout Phase, _ next: Phase) {
        phase = next
        switch next {
        case .filling(_, let segment, _), .ready(let segment):
            reserved.store(segment.byteCount, ordering: .releasing)
        case .idle, .ordered, .failed: reserved.store(0, ordering: .releasing)
        }
        switch next {
        case .idle, .failed: awaitsOrder.store(true, ordering: .releasing)
        case .ordered, .filling, .ready: awaitsOrder.store(false, ordering: .releasing)
        }
    }
}

extension SegmentPreparer {
    /// Creates the file and its disk space, half as much again and again while there is not enough; then writes the
    /// manifest that will name it, so that nothing more is needed for the segment to be counted on.
    private func reserve(_ order: PreparationOrder) throws(StorageError) -> PreparedSegment {
        let file = try directory.open(order.name, .replace)
        let byteCountMin = min(configuration.segmentBytes, configuration.segmentBytesMin)
        var byteCount = configuration.segmentBytes
        while true {
            do throws(StorageError) {
                try file.preallocate(to: UInt64(byteCount))
                try order.manifest.stage(in: directory)
                return PreparedSegment(
                    file: file, name: order.name, ordinal: order.ordinal, salt: order.salt,
                    byteCount: byteCount)
            } catch {
                guard error.isOutOfSpace, byteCount / 2 >= byteCountMin else {
                    discard(file, order.name)
                    throw error
                }
                // A failed attempt may have left part of the space.
                try? file.truncate(to: 0)
                byteCount /= 2
            }
        }
    }

    /// Writes and syncs one piece of zeros.
    ///
    /// - Returns: How many bytes are filled now.
    private func fill(_ segment: PreparedSegment, from start: Int) throws(StorageError) -> Int {
        let count = min(configuration.fillPieceBytes, segment.byteCount - start)
        let zeros = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4_096)
        defer { zeros.deallocate() }
        zeros.initializeMemory(as: UInt8.self, repeating: 0)
        try segment.file.writeFully(UnsafeRawBufferPointer(zeros), at: UInt64(start))
        try segment.file.synchronize()
        return start + count
    }

    /// Makes the file durable and puts the manifest that names it in place.
    private func finish(_ phase: inout Phase, _ segment: PreparedSegment) {
        do throws(StorageError) {
            try segment.file.synchronize()
            try directory.synchronize()
        } catch {
            return abandon(&phase, segment, error)
        }
        do throws(StorageError) {
            try Manifest.publish(in: directory)
            set(&phase, .ready(segment))
        } catch {
            // The manifest may or may not name the segment now, so it can be neither used nor removed.
            failure.record(JournalError(error))
            set(&phase, .failed(error))
        }
    }

    private func abandon(_ phase: inout Phase, _ segment: PreparedSegment, _ error: StorageError) {
        discard(segment.file, segment.name)
        set(&phase, .failed(error))
    }

    /// Gives the space back. What cannot be removed now is removed when the journal is next opened.
    private func discard(_ file: any StorageFile, _ name: String) {
        file.close()
        try? directory.remove(name)
    }
}
