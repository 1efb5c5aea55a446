import CommerceServer
import Testing

@Suite("The ring of events")
struct EventRingTests {
    private func frame(_ sequence: UInt64, _ topic: EventTopic = .stock, bytes: Int = 2) -> EventFrame {
        let json = Array(#""\#(String(repeating: "x", count: bytes))""#.utf8)
        return json.withUnsafeBytes { EventFrame("stock", topic: topic, sequence: sequence, json: $0) }
    }

    @Test("who comes back goes on behind what was heard, unless something since is gone")
    func positions() {
        var ring = EventRing()
        #expect(ring.position(after: 5, of: EventTopics(.stock)) == nil)
        ring.follow(.stock, from: 10)
        for sequence in [11, 12, 12, 15] as [UInt64] { ring.append(frame(sequence)) }
        #expect(ring.position(after: 9, of: EventTopics(.stock)) == nil)
        #expect(ring.position(after: 10, of: EventTopics(.stock)) == 0)
        // Twice the same sequence: it may have come after what was heard.
        #expect(ring.position(after: 12, of: EventTopics(.stock)) == 1)
        #expect(ring.position(after: 15, of: EventTopics(.stock)) == 3)
        #expect(ring.position(after: 16, of: EventTopics(.stock)) == 4)
        #expect(ring.position(after: 12, of: [EventTopics(.stock), EventTopics(.orders)]) == nil)
    }

    @Test("the oldest make room, by number and by bytes, and are known to be gone")
    func bounds() {
        var ring = EventRing()
        ring.follow(.stock, from: 0)
        for sequence in 1...600 as ClosedRange<UInt64> { ring.append(frame(sequence)) }
        #expect(ring.end - ring.first == EventRing.capacity && ring[ring.first]?.sequence == 89)
        #expect(ring.position(after: 87, of: EventTopics(.stock)) == nil)
        #expect(ring.position(after: 88, of: EventTopics(.stock)) == ring.first)
        for sequence in 601...620 as ClosedRange<UInt64> { ring.append(frame(sequence, bytes: 1 << 20)) }
        #expect(ring.end - ring.first <= 10)
    }

    @Test("a frame is one chunk, one event of a stream, or one line")
    func styles() {
        let frame = frame(7)
        var texts: [String] = []
        for style in [EventStyle.chunks, .stream, .lines] {
            frame.withBytes(for: style) { texts.append(String(decoding: $0, as: UTF8.self)) }
        }
        let content = "id: 7\nevent: stock\ndata: \"xx\"\n\n"
        #expect(texts[0] == String(content.utf8.count, radix: 16) + "\r\n" + content + "\r\n")
        #expect(texts[1] == content)
        #expect(texts[2] == #"{"event":"stock","data":"xx"}"# + "\n")
    }
}
