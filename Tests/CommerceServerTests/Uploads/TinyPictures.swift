/// Whole pictures of a few dozen bytes, built field by field.
enum TinyPictures {
    // MARK: PNG

    static func png(width: Int = 3, height: Int = 2, extra: [[UInt8]] = []) -> [UInt8] {
        let header = bigEndian(width, 4) + bigEndian(height, 4) + [8, 6, 0, 0, 0]
        let pixels: [UInt8] = [0x78, 0x9C, 0x63, 0x60, 0x00, 0x02]
        let chunks = [chunk("IHDR", header)] + extra + [chunk("IDAT", pixels), chunk("IEND", [])]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunks.joined()
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + content
        return bigEndian(content.count, 4) + checked + bigEndian(Int(checksum(checked)), 4)
    }

    /// CRC-32 bit by bit, as the standard writes it down.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    // MARK: JPEG

    static func jpeg(
        width: Int = 3, height: Int = 2, frame: UInt8 = 0xC0, extra: [[UInt8]] = [], scans: Int = 1
    ) -> [UInt8] {
        let start: [UInt8] = [0xFF, 0xD8]
        let application = segment(0xE0, Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0])
        let size = segment(frame, [8] + bigEndian(height, 2) + bigEndian(width, 2) + [1, 1, 0x11, 0])
        // A stuffed FF, a restart, and fill bytes before the next marker.
        let scan = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
        let body = application + Array(extra.joined()) + size
        return start + body + Array(repeatElement(scan, count: scans).joined()) + [0xFF, 0xFF, 0xD9]
    }

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + bigEndian(content.count + 2, 2) + content
    }

    // MARK: GIF

    static func gif(
        width: Int = 3, height: Int = 2, frame: (left: Int, width: Int)? = nil, extra: [UInt8] = [],
        frames: Int = 1
    ) -> [UInt8] {
        let screen =
            littleEndian(width, 2) + littleEndian(height, 2) + [0x80, 0, 0] + [0, 0, 0, 255, 255, 255]
        let place = littleEndian(frame?.left ?? 0, 2) + [0, 0] + littleEndian(frame?.width ?? width, 2)
        let picture =
            [0x2C] + place + littleEndian(height, 2) + [0x80, 0, 0, 0, 9, 9, 9] + [2, 2, 0x4C, 0x01, 0]
        return Array("GIF89a".utf8) + screen + extra + Array(repeatElement(picture, count: frames).joined())
            + [0x3B]
    }

    static func gifComment(_ text: String) -> [UInt8] {
        [0x21, 0xFE, UInt8(text.utf8.count)] + text.utf8 + [0]
    }

    // MARK: WebP

    static func webp(_ chunks: [[UInt8]]) -> [UInt8] {
        let content = Array("WEBP".utf8) + Array(chunks.joined())
        return Array("RIFF".utf8) + littleEndian(content.count, 4) + content
    }

    static func riff(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let padding: [UInt8] = content.count.isMultiple(of: 2) ? [] : [0]
        return Array(name.utf8) + littleEndian(content.count, 4) + content + padding
    }

    static func lossy(width: Int = 3, height: Int = 2) -> [UInt8] {
        let start: [UInt8] = [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A]
        return riff("VP8 ", start + littleEndian(width, 2) + littleEndian(height, 2) + [1, 2, 3])
    }

    static func lossless(width: Int = 3, height: Int = 2) -> [UInt8] {
        riff("VP8L", [0x2F] + littleEndian(width - 1 | (height - 1) << 14, 4) + [7])
    }

    static func canvas(flags: UInt8 = 0, width: Int = 3, height: Int = 2) -> [UInt8] {
        riff("VP8X", [flags, 0, 0, 0] + littleEndian(width - 1, 3) + littleEndian(height - 1, 3))
    }

    static func frame(width: Int = 3, height: Int = 2, left: Int = 0, _ chunks: [[UInt8]]) -> [UInt8] {
        let place =
            littleEndian(left / 2, 3) + [0, 0, 0] + littleEndian(width - 1, 3) + littleEndian(height - 1, 3)
        return riff("ANMF", place + [100, 0, 0, 0] + Array(chunks.joined()))
    }

    /// One of each kind, all 3 × 2.
    static let all: [[UInt8]] = [
        png(), png(extra: [chunk("tEXt", Array("Comment\0a < b".utf8))]),
        jpeg(), jpeg(frame: 0xC2, extra: [segment(0xFE, Array("made by hand".utf8))], scans: 3),
        gif(), gif(extra: gifComment("hello"), frames: 2),
        webp([lossy()]), webp([lossless()]), webp([canvas(flags: 0x10), riff("ALPH", [0, 1, 2]), lossy()]),
        webp([canvas(flags: 0x08), lossless(), riff("EXIF", [1, 2, 3])]),
        webp([
            canvas(flags: 0x02), riff("ANIM", [0, 0, 0, 0, 0, 0]), frame([lossy()]),
            frame(width: 1, left: 2, [lossless(width: 1)]),
        ]),
    ]

    static func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
    }

    static func littleEndian(_ number: Int, _ count: Int) -> [UInt8] { bigEndian(number, count).reversed() }
}
