/// What clients call an entity: opaque, unique, and sortable by the time it was made.
///
/// The text is one letter for the kind and 16 characters of Crockford's base 32 for 80 bits:
///
///     kind · milliseconds since 1970 (42 bits) · ordinal (38 bits)
///
/// It is computed, never stored: ten million ids cost nothing, and finding an entity by id is an
/// array access that also compares the time. An id is no secret; permissions guard what it names.
package struct EntityID: Hashable, Sendable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case product = 0x70  // p
        case variant = 0x76  // v
        case customer = 0x63  // c
        case order = 0x6F  // o
        case orderItem = 0x69  // i
        case shippingMethod = 0x6D  // m
        case reservation = 0x72  // r
        case apiKey = 0x6B  // k
        case category = 0x67  // g
        case tag = 0x74  // t
        case user = 0x75  // u
        case role = 0x6C  // l
        case session = 0x73  // s
        case stockImport = 0x6A  // j
    }

    package let kind: Kind
    package let createdAt: Timestamp
    package let ordinal: UInt64

    package static let textBytes = 17
    private static let ordinalBits: UInt64 = 38

    package init(_ kind: Kind, createdAt: Timestamp, ordinal: UInt64) {
        self.kind = kind
        self.createdAt = createdAt
        self.ordinal = ordinal
    }

    /// Reads the text form; `nil` for anything that this type never writes.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == EntityID.textBytes, let kind = Kind(rawValue: bytes[0]) else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for position in 1...8 {
            let digit = EntityID.digitValues[Int(bytes[position])]
            guard digit < 32 else { return nil }
            high = high << 5 | UInt64(digit)
        }
        for position in 9...16 {
            let digit = EntityID.digitValues[Int(bytes[position])]
            guard digit < 32 else { return nil }
            low = low << 5 | UInt64(digit)
        }
        // 80 bits: 40 high, 40 low; the time is the upper 42.
        self.kind = kind
        createdAt = Timestamp(milliseconds: Int64(high << 2 | low >> EntityID.ordinalBits))
        ordinal = low & (1 << EntityID.ordinalBits - 1)
    }

    package init?(_ text: String) {
        var copy = text
        guard let id = copy.withUTF8({ EntityID(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = id
    }

    /// Writes the text: ``textBytes`` bytes.
    package func writeText(to text: UnsafeMutablePointer<UInt8>) {
        precondition(ordinal < 1 << EntityID.ordinalBits, "ordinal \(ordinal) does not fit an id")
        let time = UInt64(bitPattern: createdAt.milliseconds) & (1 << 42 - 1)
        var high = time >> 2
        var low = (time & 3) << EntityID.ordinalBits | ordinal
        text[0] = kind.rawValue
        let digits = EntityID.digits.utf8Start
        var position = 8
        while position >= 1 {
            text[position] = digits[Int(high & 31)]
            text[position &+ 8] = digits[Int(low & 31)]
            high >>= 5
            low >>= 5
            position &-= 1
        }
    }

    /// `0…9 a…z` without i, l, o and u: sorts like the number.
    private static let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

    private static let digitValues: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for value in 0..<32 { values[Int(digits.utf8Start[value])] = UInt8(value) }
        return values
    }()
}

extension EntityID: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: EntityID.textBytes) { text in
            writeText(to: text.baseAddress!)
            return EntityID.textBytes
        }
    }
}
