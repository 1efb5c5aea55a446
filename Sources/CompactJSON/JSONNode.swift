public import Glibc

/// A value of a parsed text: two pointers, trivial to copy, nothing counted.
///
/// It owns nothing; ``JSONDocument/parse(_:)`` says how long it lives. It is not `Sendable`.
@usableFromInline
package struct JSONNode {
    @usableFromInline let token: UnsafePointer<JSONToken>
    @usableFromInline let storage: UnsafePointer<JSONStorage>

    @inlinable
    init(token: UnsafePointer<JSONToken>, storage: UnsafePointer<JSONStorage>) {
        self.token = token
        self.storage = storage
    }

    @inlinable package var kind: JSONKind { token.pointee.kind }

    /// Members of an object or elements of an array; zero for everything else. O(1).
    @inlinable package var count: Int {
        token.pointee.bits & 7 <= UInt32(JSONKind.array.rawValue) ? token.pointee.payload : 0
    }

    @inlinable package var isNull: Bool { kind == .null }

    /// Where the value begins in the parsed bytes.
    @inlinable package var sourceOffset: Int { Int(token.pointee.start) }

    /// The value as written: strings with their quotes, containers with everything in them.
    @inlinable package var rawBytes: UnsafeRawBufferPointer {
        let start = Int(token.pointee.start)
        return UnsafeRawBufferPointer(
            start: storage.pointee.source + start, count: Int(token.pointee.end) &- start)
    }

    /// What a string says, as UTF-8; `nil` if this is not a string. Without escapes it points into the source.
    @inlinable package var stringBytes: UnsafeRawBufferPointer? {
        @inline(__always)
        get { kind == .string ? storage.pointee.content(of: token) : nil }
    }

    /// A copy of what a string says; `nil` if this is not a string. O(length).
    @inlinable package var string: String? {
        guard let bytes = stringBytes else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `nil` if this is neither `true` nor `false`.
    @inlinable package var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A number's text as written; `nil` if this is not a number.
    @inlinable package var numberBytes: UnsafeRawBufferPointer? { kind == .number ? rawBytes : nil }

    /// The number, if it is written without fraction and exponent and fits; `-0` is 0. Otherwise `nil`.
    @inlinable package var int64: Int64? {
        guard kind == .number, !token.pointee.isFlagged else { return nil }
        var digit = storage.pointee.source + Int(token.pointee.start)
        let end = storage.pointee.source + Int(token.pointee.end)
        let isNegative = digit[0] == 0x2D
        if isNegative { digit += 1 }
        // Nineteen digits fit UInt64 for certain, twenty do not fit Int64.
        guard end - digit <= 19 else { return nil }
        var magnitude: UInt64 = 0
        while digit < end {
            magnitude = magnitude &* 10 &+ UInt64(digit[0] &- 0x30)
            digit += 1
        }
        guard magnitude <= UInt64(Int64.max) &+ (isNegative ? 1 : 0) else { return nil }
        return Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
    }

    /// Whether this is a string that says `expected`.
    @inlinable package func bytesEqual(_ expected: StaticString) -> Bool {
        guard kind == .string else { return false }
        let content = storage.pointee.content(of: token)
        guard content.count == expected.utf8CodeUnitCount, let base = content.baseAddress else {
            return false
        }
        return memcmp(base, expected.utf8Start, expected.utf8CodeUnitCount) == 0
    }

    /// The value of the member called `name`; `nil` if there is none or this is not an object.
    ///
    /// - Complexity: O(members): fine for a few; loop over ``members`` once to decode a whole object.
    @inlinable package subscript(_ name: StaticString) -> JSONNode? {
        for member in members where member.key.bytesEqual(name) { return member.value }
        return nil
    }

    /// Members in source order; none if this is not an object.
    @inlinable package var members: JSONMembers {
        JSONMembers(
            next: token + 1, remaining: kind == .object ? token.pointee.payload : 0, storage: storage)
    }

    /// Elements in source order; none if this is not an array.
    @inlinable package var elements: JSONElements {
        JSONElements(next: token + 1, remaining: kind == .array ? token.pointee.payload : 0, storage: storage)
    }
}
