/// The one pass over a text that fills the token table.
///
/// Iterative: the open containers stand in `storage.frames`, at most `depthMax` of them, so nesting costs no stack.
/// Invariant between steps: `source <= cursor <= end`, and every token below `tokenCount` that is not an open
/// container is complete. All pointer reads are guarded by `cursor < end` (or `cursor + 8 <= end` for words).
struct JSONParser {
    typealias Pointer = UnsafePointer<UInt8>

    let source: Pointer
    let end: Pointer
    let storage: UnsafeMutablePointer<JSONStorage>
    var cursor: Pointer
    var tokens: UnsafeMutablePointer<JSONToken>
    var tokenCount = 0
    var tokenCapacity: Int
    let tokensMax: Int

    /// The innermost open container, and how many containers are open.
    var container = 0
    var depth = 0
    var isInObject = false
    /// Its members or elements so far, with `suspicion` on top.
    var count: UInt32 = 0
    var seenKeys: UInt64 = 0

    /// Set in `count` when two keys of a large object may be equal.
    static var suspicion: UInt32 { 1 << 31 }

    @inline(__always)
    init(source: Pointer, count: Int, storage: UnsafeMutablePointer<JSONStorage>) {
        self.source = source
        self.storage = storage
        end = source + count
        cursor = source
        tokens = storage.pointee.tokens
        tokenCapacity = storage.pointee.tokenCapacity
        tokensMax = storage.pointee.limits.tokensMax
    }

    /// Parses the whole text: a value, in an object after its key, then what the container wants next.
    @inline(__always)
    mutating func run() throws(JSONError) {
        try skipWhiteSpace()
        while true {
            if isInObject { try key() }
            if cursor[0] == 0x22 {
                try stringValue()
            } else if try otherValue() {
                continue
            }
            // A value is complete: its container goes on, or ends and is a complete value itself.
            while true {
                if depth == 0 { return try finish() }
                try skipWhiteSpace()
                let byte = cursor[0]
                if byte == 0x2C {
                    cursor += 1
                    try skipWhiteSpace()
                    break
                }
                guard byte == (isInObject ? 0x7D : 0x5D) else { throw failure(.unexpectedByte) }
                try close()
            }
        }
    }

    /// Parses a string value: the commonest, so it does not go through the switch.
    @inline(__always)
    mutating func stringValue() throws(JSONError) {
        let start = cursor
        let content = try string()
        try append(.string, from: start, payloadBits: content)
        count &+= 1
    }

    /// Parses a scalar that is no string, or the opening of a container.
    ///
    /// - Returns: True if the cursor stands at the first member or element of a container that was opened.
    @inline(__always)
    mutating func otherValue() throws(JSONError) -> Bool {
        let byte = cursor[0]
        switch byte {
        case 0x2D, 0x30...0x39:
            let start = cursor
            let isInteger = try number()
            try append(.number, from: start, payloadBits: isInteger ? 0 : JSONToken.flag)
            count &+= 1
        case 0x7B, 0x5B:
            return try open(isObject: byte == 0x7B)
        case 0x74: try literal(0x6575_7274, length: 4, .true)
        case 0x66: try literal(0x6573_6C61, length: 5, .false)
        case 0x6E: try literal(0x6C6C_756E, length: 4, .null)
        default: throw failure(.unexpectedByte)
        }
        return false
    }

    /// Opens a container; an empty one is closed at once.
    @inline(__always)
    mutating func open(isObject: Bool) throws(JSONError) -> Bool {
        guard depth < storage.pointee.limits.depthMax else { throw failure(.tooDeep) }
        storage.pointee.frames[depth] = JSONFrame(seenKeys: seenKeys, token: UInt32(container), count: count)
        depth &+= 1
        container = tokenCount
        let start = cursor
        cursor += 1
        try append(isObject ? .object : .array, from: start, payloadBits: 0)
        isInObject = isObject
        count = 0
        seenKeys = 0
        try skipWhiteSpace()
        if cursor[0] == (isObject ? 0x7D : 0x5D) {
            try close()
            return false
        }
        return true
    }

    /// Completes the token of the innermost container, whose closing byte is at the cursor.
    @inline(__always)
    mutating func close() throws(JSONError) {
        cursor += 1
        let token = tokens + container
        token.pointee.end = offset(cursor)
        token.pointee.stride = UInt32(truncatingIfNeeded: tokenCount &- container)
        token.pointee.bits |= (count & ~Self.suspicion) << 4
        if count & Self.suspicion != 0 { try DuplicateKeys.checkAll(of: token, storage: storage) }
        depth &-= 1
        let frame = storage.pointee.frames[depth]
        container = Int(frame.token)
        count = frame.count &+ 1
        seenKeys = frame.seenKeys
        isInObject = depth > 0 && tokens[container].kind == .object
    }

    /// Parses `"key" :` and stands at the member's value.
    @inline(__always)
    mutating func key() throws(JSONError) {
        guard cursor[0] == 0x22 else { throw failure(.unexpectedByte) }
        let start = cursor
        let content = try string()
        try append(.string, from: start, payloadBits: content)
        if mayBeSeen(start + 1, length: cursor - start - 2, isDecoded: content != 0) { try compareKey() }
        try skipWhiteSpace()
        guard cursor[0] == 0x3A else { throw failure(.unexpectedByte) }
        cursor += 1
        try skipWhiteSpace()
    }

    /// Marks one of 64 bits by the key's length and first bytes, and tells whether it was marked already. A key
    /// whose written form is not its meaning, or that lies too near to the end of the text, marks them all.
    @inline(__always)
    mutating func mayBeSeen(_ pointer: Pointer, length: Int, isDecoded: Bool) -> Bool {
        guard pointer + 8 <= end, !isDecoded else {
            seenKeys = ~0
            return true
        }
        var word = WordScan.load(pointer)
        if length < 8 { word &= (1 &<< (UInt64(truncatingIfNeeded: length) &* 8)) &- 1 }
        word = (word ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
        let bit: UInt64 = 1 &<< (word &>> 58)
        let isMarked = seenKeys & bit != 0
        seenKeys |= bit
        return isMarked
    }

    /// Compares the key just appended with the earlier ones of its object; in a large object the comparison waits
    /// for the object's end.
    @inline(__always)
    mutating func compareKey() throws(JSONError) {
        if count < DuplicateKeys.pairwiseMembersMax {
            try DuplicateKeys.check(
                tokens + (tokenCount &- 1), of: tokens + container, earlier: count, storage: storage)
        } else {
            count |= Self.suspicion
        }
    }
}
