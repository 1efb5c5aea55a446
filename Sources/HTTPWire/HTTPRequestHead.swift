/// Where one field line stands: byte offsets from the start of its request.
package struct HTTPField: Hashable, Sendable {
    let nameStart: UInt32
    let nameCount: UInt32
    let valueStart: UInt32
    let valueCount: UInt32

    /// The name as it was sent.
    package var name: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameCount) }
    /// The value without white space around it.
    package var value: Range<Int> { Int(valueStart)..<Int(valueStart) + Int(valueCount) }
}

/// How the content of a request is delimited.
package enum HTTPBodyLength: Hashable, Sendable {
    /// Neither length field, or `Content-Length: 0`.
    case none
    case fixed(Int)
    case chunked
}

/// What the request line and the fields of one request say, as offsets into its bytes.
///
/// It holds no bytes itself, so it stays right for a copy of them, wherever that is. Every field line was judged;
/// those of ``HTTPFieldName`` were also understood where they bear on the message itself.
package struct HTTPRequestHead: Sendable {
    package internal(set) var method = HTTPMethod.get
    /// False for HTTP/1.0.
    package internal(set) var isVersion11 = true
    /// Where the request target stands; ``HTTPTarget`` takes it apart.
    package internal(set) var target = 0..<0
    /// Bytes of the request line, the fields and the empty line.
    package internal(set) var byteCount = 0
    package internal(set) var bodyLength = HTTPBodyLength.none
    /// False if the connection is to be closed after the response: asked for, or HTTP/1.0.
    package internal(set) var keepsAlive = true
    /// True if the client waits for `100 Continue` before it sends content.
    package internal(set) var expectsContinue = false
    /// In the order in which they came.
    package internal(set) var fields: [HTTPField] = []

    /// For each ``HTTPFieldName`` the number of its first field, 255 for none.
    var slots = Self.noSlots

    private static var noSlots: InlineArray<17, UInt8> {
        @inline(__always) get { InlineArray(repeating: 0xFF) }
    }

    /// The first field of that name; names that may repeat can have more.
    @inline(__always)
    package func field(_ name: HTTPFieldName) -> HTTPField? {
        let slot = slots[Int(name.rawValue)]
        return slot == 0xFF ? nil : fields[Int(slot)]
    }

    /// Forgets everything but the memory.
    mutating func reset() {
        isVersion11 = true
        bodyLength = .none
        keepsAlive = true
        expectsContinue = false
        fields.removeAll(keepingCapacity: true)
        slots = Self.noSlots
    }
}
