package import CommerceCore
import CompactJSON
import HTTPWire

/// One event, written once for all who hear it.
package struct EventFrame {
    /// `nil` for what concerns the stream itself.
    let topic: EventTopic?
    /// What else a listener needs to hear it.
    let permission: Permission?
    /// Of the journal: everything up to it that belongs to the topic has been told with this event.
    package let sequence: UInt64
    private let name: StaticString
    /// For Server-Sent Events, as one chunk.
    private let chunk: [UInt8]
    private let contentBytes: Range<Int>
    private let jsonBytes: Range<Int>

    package init(
        _ name: StaticString, topic: EventTopic? = nil, permission: Permission? = nil, sequence: UInt64,
        json: UnsafeRawBufferPointer
    ) {
        self.name = name
        self.topic = topic
        self.permission = permission
        self.sequence = sequence
        var content = Array("id: \(sequence)\nevent: \(name)\ndata: ".utf8)
        let start = content.count
        content += json
        content += Array("\n\n".utf8)
        var chunk: [UInt8] = []
        content.withUnsafeBytes { HTTPChunks.chunk($0, to: &chunk) }
        // A line end stands behind the content, the size and another before it.
        let first = chunk.count - 2 - content.count
        contentBytes = first..<chunk.count - 2
        jsonBytes = first + start..<first + start + json.count
        self.chunk = chunk
    }

    /// What goes to a listener of this kind.
    package func withBytes(for style: EventStyle, _ body: (UnsafeRawBufferPointer) -> Void) {
        chunk.withUnsafeBytes { bytes in
            switch style {
            case .chunks: body(bytes)
            case .stream: body(UnsafeRawBufferPointer(rebasing: bytes[contentBytes]))
            case .lines:
                var line = JSONWriter(capacityBytes: jsonBytes.count + 64)
                line.append("{\"event\":\"")
                line.append(name)
                line.append("\",\"data\":")
                line.append(bytes: UnsafeRawBufferPointer(rebasing: bytes[jsonBytes]))
                line.append("}\n")
                body(line.bytes)
            }
        }
    }

    var byteCount: Int { chunk.count }
}

/// How events are written for a listener.
package enum EventStyle {
    /// Server-Sent Events in chunks.
    case chunks
    /// The same up to the end of the connection, for HTTP/1.0.
    case stream
    /// A line of the TCP protocol.
    case lines
}
