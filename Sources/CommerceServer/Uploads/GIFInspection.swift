/// Walks the blocks of a GIF (87a and 89a).
enum GIFInspection {
    static func walk(_ cursor: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        try cursor.skip(6)
        let screen = PixelSize(
            width: try cursor.littleEndian(bytes: 2), height: try cursor.littleEndian(bytes: 2))
        let flags = try cursor.byte()
        try cursor.skip(2)
        try passColours(flags, &cursor)
        var hasFrame = false
        while true {
            switch try cursor.byte() {
            case 0x21: try passExtension(&cursor)
            case 0x2C:
                try passFrame(in: screen, &cursor)
                hasFrame = true
            case 0x3B:
                guard hasFrame else { throw cursor.refusal("an end before any frame") }
                return screen
            default: throw cursor.refusal("a block is an extension, a frame or the end")
            }
        }
    }

    /// A table of 2 to 256 colours, if the flags say that there is one.
    private static func passColours(_ flags: UInt8, _ cursor: inout ImageCursor) throws(ImageRefusal) {
        if flags & 0x80 != 0 { try cursor.skip(3 << (Int(flags & 7) + 1)) }
    }

    private static func passExtension(_ cursor: inout ImageCursor) throws(ImageRefusal) {
        let isComment = try cursor.byte() == 0xFE
        let start = cursor.position
        try passBlocks(&cursor)
        if isComment && ImageComment.isSuspect(cursor.since(start)) {
            throw cursor.refusal("a comment with tags in it")
        }
    }

    /// A frame beyond the screen would make some programs draw a larger picture than was announced.
    private static func passFrame(in screen: PixelSize, _ cursor: inout ImageCursor) throws(ImageRefusal) {
        let left = try cursor.littleEndian(bytes: 2)
        let top = try cursor.littleEndian(bytes: 2)
        let width = try cursor.littleEndian(bytes: 2)
        let height = try cursor.littleEndian(bytes: 2)
        guard width >= 1, height >= 1, left + width <= screen.width, top + height <= screen.height else {
            throw cursor.refusal("a frame lies inside the screen")
        }
        try passColours(try cursor.byte(), &cursor)
        guard 2...8 ~= (try cursor.byte()) else { throw cursor.refusal("codes of 2 to 8 bits") }
        guard try cursor.peek() != 0 else { throw cursor.refusal("a frame without data") }
        try passBlocks(&cursor)
    }

    /// Blocks of up to 255 bytes, each after its length, to the one of length 0.
    private static func passBlocks(_ cursor: inout ImageCursor) throws(ImageRefusal) {
        while true {
            let length = try cursor.byte()
            if length == 0 { return }
            try cursor.skip(Int(length))
        }
    }
}
