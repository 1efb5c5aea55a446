/// A place in a file, which only goes forward. Whoever reads beyond the end gets
/// ``ImageRefusal/truncated(_:)``, so a walk needs no bounds of its own.
struct ImageCursor {
    private let bytes: [UInt8]
    private let format: ImageFormat
    private(set) var position = 0
    /// Reading stops here: the end of the file, or of the chunk that is being read.
    private var end: Int

    init(_ bytes: [UInt8], format: ImageFormat) {
        self.bytes = bytes
        self.format = format
        end = bytes.count
    }

    var isAtEnd: Bool { position == end }

    func refusal(_ rule: ImageRefusal.StaticName) -> ImageRefusal { .damaged(format, at: position, rule) }

    mutating func byte() throws(ImageRefusal) -> UInt8 {
        guard position < end else { throw .truncated(format) }
        position += 1
        return bytes[position - 1]
    }

    /// The next byte, which is left standing.
    func peek() throws(ImageRefusal) -> UInt8 {
        guard position < end else { throw .truncated(format) }
        return bytes[position]
    }

    mutating func skip(_ count: Int) throws(ImageRefusal) {
        guard count <= end - position else { throw .truncated(format) }
        position += count
    }

    mutating func bigEndian(bytes count: Int) throws(ImageRefusal) -> Int {
        var number = 0
        for _ in 0..<count { number = number << 8 | Int(try byte()) }
        return number
    }

    mutating func littleEndian(bytes count: Int) throws(ImageRefusal) -> Int {
        var number = 0
        for index in 0..<count { number |= Int(try byte()) << (8 * index) }
        return number
    }

    /// Four letters as one number, which compares faster than a text.
    mutating func code() throws(ImageRefusal) -> FourLetters {
        FourLetters(value: UInt32(try bigEndian(bytes: 4)))
    }

    /// Goes on behind the next byte of that value.
    ///
    /// - Returns: `false` at the end, which is where it then is.
    mutating func pass(_ value: UInt8) -> Bool {
        while position < end {
            position += 1
            if bytes[position - 1] == value { return true }
        }
        return false
    }

    /// Goes back to the byte just read.
    mutating func stepBack() {
        precondition(position > 0, "nothing was read")
        position -= 1
    }

    /// What whoever expects more at the end throws.
    var truncation: ImageRefusal { .truncated(format) }

    /// Lets `body` read the next `count` bytes and no further, and goes on behind them.
    ///
    /// - Throws: ``ImageRefusal/truncated(_:)`` before anything that `body` throws, so that a length that lies is
    ///   never believed.
    mutating func within<Result>(
        _ count: Int, _ body: (inout ImageCursor) throws(ImageRefusal) -> Result
    ) throws(ImageRefusal) -> Result {
        guard count <= end - position else { throw .truncated(format) }
        var inner = self
        inner.end = position + count
        let result = try body(&inner)
        position += count
        return result
    }

    /// The bytes from `start` to here.
    func since(_ start: Int) -> ArraySlice<UInt8> { bytes[start..<position] }

    /// The bytes from here to the end of what may be read.
    var rest: ArraySlice<UInt8> { bytes[position..<end] }
}

/// The name of a chunk.
struct FourLetters: Hashable, ExpressibleByStringLiteral {
    let value: UInt32

    init(value: UInt32) { self.value = value }

    init(stringLiteral text: StaticString) {
        precondition(text.utf8CodeUnitCount == 4, "\(text) has not four letters")
        value = text.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }

    var isLetters: Bool {
        (0..<4).allSatisfy { index in
            let letter = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) | 0x20
            return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
        }
    }
}
