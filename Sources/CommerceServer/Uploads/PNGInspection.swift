/// Walks the chunks of a PNG (ISO/IEC 15948).
enum PNGInspection {
    static func walk(_ cursor: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        try cursor.skip(8)
        var size: PixelSize?
        var hasPixels = false
        while true {
            let length = try cursor.bigEndian(bytes: 4)
            let start = cursor.position
            let name = try cursor.code()
            guard name.isLetters else { throw cursor.refusal("a chunk's name is four letters") }
            guard (name == "IHDR") == (size == nil) else { throw cursor.refusal("IHDR is the first chunk") }
            let header = try cursor.within(length) { (chunk) throws(ImageRefusal) in try read(name, &chunk) }
            if let header { size = header }
            hasPixels = hasPixels || name == "IDAT"
            let isPixels = name == "IDAT" || name == "fdAT"
            let content = cursor.since(start)
            let checksum = UInt32(try cursor.bigEndian(bytes: 4))
            guard isPixels || checksum == PNGChecksum.of(content) else {
                throw cursor.refusal("the checksum of a chunk")
            }
            guard name == "IEND" else { continue }
            guard length == 0, hasPixels, let size else {
                throw cursor.refusal("IEND is empty and after IDAT")
            }
            return size
        }
    }

    private static func read(_ name: FourLetters, _ chunk: inout ImageCursor) throws(ImageRefusal)
        -> PixelSize?
    {
        if name == "tEXt" || name == "iTXt" || name == "zTXt" {
            if ImageComment.isSuspect(chunk.rest) { throw chunk.refusal("a text with tags in it") }
            return nil
        }
        guard name == "IHDR" else { return nil }
        let size = PixelSize(
            width: try chunk.bigEndian(bytes: 4), height: try chunk.bigEndian(bytes: 4))
        let depth = try chunk.byte()
        let depths: [UInt8: [UInt8]] = [
            0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
        ]
        guard depths[try chunk.byte()]?.contains(depth) == true else {
            throw chunk.refusal("bits and colours")
        }
        guard try chunk.byte() == 0, try chunk.byte() == 0, try chunk.byte() <= 1, chunk.isAtEnd else {
            throw chunk.refusal("compression, filter and interlace")
        }
        return size
    }
}

/// The checksum of PNG's chunks: CRC-32 with the polynomial of ISO 3309.
enum PNGChecksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// - Complexity: O(bytes), a few nanoseconds each.
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { bytes in
            table.withUnsafeBufferPointer { table in
                var value = UInt32.max
                for byte in bytes {
                    value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
                }
                return ~value
            }
        }
    }
}
