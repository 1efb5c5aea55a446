/// The newest events, numbered as they came, for listeners that come back or are a little behind.
///
///     count ≤ capacity;   bytes ≤ bytesMax, or there is one event
///
/// Of each topic it knows since when it has missed nothing.
package struct EventRing {
    package static let capacity = 512
    static let bytesMax = 8 << 20

    private var frames: [EventFrame?] = Array(repeating: nil, count: capacity)
    package private(set) var first = 0
    package private(set) var end = 0
    private var byteCount = 0
    /// By topic: every event above this sequence is here. `nil` while nobody listens.
    private var completeAbove: [UInt64?] = Array(repeating: nil, count: EventTopic.allCases.count)

    package init() {}

    package subscript(number: Int) -> EventFrame? {
        number >= first && number < end ? frames[number % EventRing.capacity] : nil
    }

    package mutating func append(_ frame: EventFrame) {
        while end - first == EventRing.capacity || (end > first && byteCount > EventRing.bytesMax) {
            dropFirst()
        }
        frames[end % EventRing.capacity] = frame
        byteCount += frame.byteCount
        end += 1
    }

    private mutating func dropFirst() {
        guard let frame = frames[first % EventRing.capacity] else { return }
        byteCount -= frame.byteCount
        frames[first % EventRing.capacity] = nil
        first += 1
        guard let topic = frame.topic, completeAbove[Int(topic.rawValue)] != nil else { return }
        completeAbove[Int(topic.rawValue)] = frame.sequence
    }

    /// From now on, with everything up to `sequence` known, or no longer, the events of `topic` come here.
    package mutating func follow(_ topic: EventTopic, from sequence: UInt64?) {
        completeAbove[Int(topic.rawValue)] = sequence
    }

    func isFollowed(_ topic: EventTopic) -> Bool { completeAbove[Int(topic.rawValue)] != nil }

    /// Where somebody goes on who has heard all of `topics` up to `sequence`; `nil` if something since is not here.
    ///
    /// What has the same sequence is told once more, for it may have come after what was heard; a notification is
    /// the only one with its own.
    ///
    /// - Complexity: O(events).
    package func position(after sequence: UInt64, of topics: EventTopics) -> Int? {
        for topic in topics.topics {
            guard let complete = completeAbove[Int(topic.rawValue)], complete <= sequence else { return nil }
        }
        let isNews = { (frame: EventFrame) in
            frame.sequence > sequence || (frame.sequence == sequence && frame.topic != .notifications)
        }
        return (first..<end).first { self[$0].map(isNews) ?? false } ?? end
    }
}
