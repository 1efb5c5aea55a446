/// What an event is about, as the 64 bits that the kernel hands back with it.
///
/// A connection or a listener is named by its address, which the loop keeps alive until the end of the turn in
/// which it is closed; objects are aligned, so the lowest bits are free for the kind.
struct EventSource: RawRepresentable, Hashable {
    enum Kind: UInt64 { case connection, listener, signals, wake }

    private static let kindMask: UInt64 = 3

    let rawValue: UInt64

    var kind: Kind {
        guard let kind = Kind(rawValue: rawValue & Self.kindMask) else { preconditionFailure("two bits") }
        return kind
    }

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The loop's own descriptors, of which there is one each.
    init(_ kind: Kind) {
        rawValue = kind.rawValue
    }

    init(_ kind: Kind, _ object: AnyObject) {
        let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque()))
        precondition(address & Self.kindMask == 0, "an object at the odd address \(address)")
        rawValue = address | kind.rawValue
    }

    /// Lends the connection without counting references.
    @inline(__always)
    func withConnection(_ body: (Connection) -> Void) {
        guard let address = UnsafeRawPointer(bitPattern: UInt(rawValue & ~Self.kindMask)) else { return }
        Unmanaged<Connection>.fromOpaque(address)._withUnsafeGuaranteedRef(body)
    }
}
