/// Walks the chunks of a WebP (RFC 9649): a lossy or lossless picture alone, or one with what belongs to it.
enum WebPInspection {
    static func walk(_ cursor: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        try cursor.skip(4)
        let length = try cursor.littleEndian(bytes: 4)
        guard length.isMultiple(of: 2), length >= 4 else { throw cursor.refusal("the file's length is even") }
        return try cursor.within(length) { (file) throws(ImageRefusal) in
            try file.skip(4)
            let size = try chunk(&file) { (name, body) throws(ImageRefusal) in
                name == "VP8X" ? try canvas(&body) : Canvas(size: try picture(name, &body), isAnimated: nil)
            }
            if let isAnimated = size.isAnimated {
                try passExtended(in: size.size, isAnimated: isAnimated, &file)
            } else if !file.isAtEnd {
                throw file.refusal("a simple file is one picture")
            }
            return size.size
        }
    }

    private struct Canvas {
        let size: PixelSize
        /// `nil` for a file that is nothing but a picture.
        let isAnimated: Bool?
    }

    /// Reads a chunk's name and length, lets `body` read what is in it, and passes over the byte that makes it even.
    private static func chunk<Result>(
        _ cursor: inout ImageCursor,
        _ body: (FourLetters, inout ImageCursor) throws(ImageRefusal) -> Result
    ) throws(ImageRefusal) -> Result {
        let name = try cursor.code()
        let length = try cursor.littleEndian(bytes: 4)
        let result = try cursor.within(length) { (inner) throws(ImageRefusal) in try body(name, &inner) }
        if !length.isMultiple(of: 2), try cursor.byte() != 0 { throw cursor.refusal("padding is 0") }
        return result
    }

    private static func canvas(_ body: inout ImageCursor) throws(ImageRefusal) -> Canvas {
        let flags = try body.byte()
        try body.skip(3)
        let size = try sides(&body)
        guard body.isAtEnd else { throw body.refusal("VP8X has 10 bytes") }
        return Canvas(size: size, isAnimated: flags & 0x02 != 0)
    }

    /// A width and a height of 24 bits, each written as one less.
    private static func sides(_ body: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        PixelSize(
            width: try body.littleEndian(bytes: 3) + 1, height: try body.littleEndian(bytes: 3) + 1)
    }

    /// The chunks after `VP8X`: exactly one picture, or one frame and more if the file is animated.
    private static func passExtended(
        in canvas: PixelSize, isAnimated: Bool, _ file: inout ImageCursor
    ) throws(ImageRefusal) {
        var pictures = 0
        while !file.isAtEnd {
            try chunk(&file) { (name, body) throws(ImageRefusal) in
                switch name {
                case "ICCP", "EXIF", "XMP ", "ALPH", "ANIM": return
                case "ANMF":
                    guard isAnimated else { throw body.refusal("a frame in a file that is not animated") }
                    try passFrame(in: canvas, &body)
                default:
                    guard try picture(name, &body) == canvas, !isAnimated, pictures == 0 else {
                        throw body.refusal("one picture as large as the canvas")
                    }
                }
                pictures += 1
            }
        }
        guard pictures >= 1 else { throw file.refusal("no picture") }
    }

    private static func passFrame(in canvas: PixelSize, _ frame: inout ImageCursor) throws(ImageRefusal) {
        let left = 2 * (try frame.littleEndian(bytes: 3))
        let top = 2 * (try frame.littleEndian(bytes: 3))
        let size = try sides(&frame)
        try frame.skip(4)
        guard left + size.width <= canvas.width, top + size.height <= canvas.height else {
            throw frame.refusal("a frame lies inside the canvas")
        }
        var pictures = 0
        while !frame.isAtEnd {
            try chunk(&frame) { (name, body) throws(ImageRefusal) in
                if name == "ALPH" { return }
                guard try picture(name, &body) == size else {
                    throw body.refusal("a picture as large as its frame")
                }
                pictures += 1
            }
        }
        guard pictures == 1 else { throw frame.refusal("one picture in a frame") }
    }

    /// The header of a lossy (`VP8 `) or lossless (`VP8L`) picture.
    private static func picture(
        _ name: FourLetters, _ body: inout ImageCursor
    ) throws(ImageRefusal) -> PixelSize {
        if name == "VP8L" {
            guard try body.byte() == 0x2F else { throw body.refusal("the signature of VP8L") }
            let bits = try body.littleEndian(bytes: 4)
            guard bits >> 29 == 0 else { throw body.refusal("the version of VP8L") }
            guard !body.isAtEnd else { throw body.refusal("a picture without data") }
            return PixelSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        }
        guard name == "VP8 " else { throw body.refusal("a chunk of a kind that is not known") }
        guard try body.littleEndian(bytes: 3) & 1 == 0 else { throw body.refusal("a key frame") }
        guard try body.bigEndian(bytes: 3) == 0x9D_012A else { throw body.refusal("the start code of VP8") }
        let width = try body.littleEndian(bytes: 2) & 0x3FFF
        let height = try body.littleEndian(bytes: 2) & 0x3FFF
        guard !body.isAtEnd else { throw body.refusal("a picture without data") }
        return PixelSize(width: width, height: height)
    }
}
