import CommerceCore

/// A message that follows from one journal record and has that record's sequence.
protocol RecordedMessage: BitwiseCopyable {
    var sequence: UInt64 { get }
}

extension Notification: RecordedMessage {}
extension OutboxEntry: RecordedMessage {}

/// The newest messages of one kind, oldest first, in memory that is set aside once: appending neither allocates nor
/// moves anything, for it happens with every order.
///
///     sequences ascend;   count ≤ capacity;   every message up to `knownThrough` has been here
///
/// Messages are numbered as they come, for whoever walks over them while others are added and removed.
final class MessageRing<Message: RecordedMessage> {
    let capacity: Int
    private let slots: UnsafeMutablePointer<Message>
    private let mask: UInt64
    @exclusivity(unchecked) private(set) var firstNumber: UInt64 = 0
    @exclusivity(unchecked) private(set) var endNumber: UInt64 = 0
    @exclusivity(unchecked) private var knownThrough: UInt64 = 0
    /// Those that had to make room, since the start of this process.
    @exclusivity(unchecked) private(set) var droppedCount: UInt64 = 0

    init(capacity: Int) {
        precondition(capacity > 0, "a ring of \(capacity) messages")
        self.capacity = capacity
        var slotCount = 1
        while slotCount < capacity { slotCount *= 2 }
        mask = UInt64(slotCount - 1)
        slots = .allocate(capacity: slotCount)
    }

    deinit { slots.deallocate() }

    var count: Int { Int(endNumber - firstNumber) }

    /// The message at `index` from the oldest.
    subscript(index: Int) -> Message {
        precondition(index >= 0 && index < count, "message \(index) of \(count)")
        return slots[Int((firstNumber + UInt64(index)) & mask)]
    }

    /// The message with this number, unless it was dropped or removed.
    subscript(number number: UInt64) -> Message? {
        number >= firstNumber && number < endNumber ? slots[Int(number & mask)] : nil
    }

    /// Adds the message of a record, unless what a snapshot brought knows that record already.
    ///
    /// - Complexity: O(1).
    @inline(__always)
    func append(_ message: Message) {
        guard message.sequence > knownThrough else { return }
        knownThrough = message.sequence
        restore(message)
    }

    /// Adds a message from a snapshot.
    @inline(__always)
    func restore(_ message: Message) {
        if count == capacity {
            firstNumber &+= 1
            droppedCount &+= 1
        }
        (slots + Int(endNumber & mask)).initialize(to: message)
        endNumber &+= 1
    }

    /// All messages of records up to `sequence` have been here.
    func know(through sequence: UInt64) { knownThrough = max(knownThrough, sequence) }

    func removeAll(through sequence: UInt64) {
        firstNumber += UInt64(index(after: sequence))
    }

    /// The index of the first message above `sequence`; ``count`` if there is none.
    ///
    /// - Complexity: O(log count).
    func index(after sequence: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].sequence > sequence { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
