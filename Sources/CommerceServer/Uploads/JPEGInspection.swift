/// Walks the segments and scans of a JPEG (ITU-T T.81).
enum JPEGInspection {
    static func walk(_ cursor: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        try cursor.skip(2)
        var size: PixelSize?
        var hasScan = false
        while true {
            switch try marker(&cursor) {
            case 0xD9:
                guard hasScan, let size else { throw cursor.refusal("an end before any scan") }
                return size
            case 0xC0, 0xC1, 0xC2:
                guard size == nil else { throw cursor.refusal("one frame is enough") }
                size = try segment(&cursor) { (body) throws(ImageRefusal) in try frame(&body) }
            case 0xDA:
                guard size != nil else { throw cursor.refusal("a scan before its frame") }
                try segment(&cursor) { (body) throws(ImageRefusal) in try scanHeader(&body) }
                try passScan(&cursor)
                hasScan = true
            case 0xFE:
                try segment(&cursor) { (body) throws(ImageRefusal) in
                    if ImageComment.isSuspect(body.rest) { throw body.refusal("a comment with tags in it") }
                }
            case 0xC4, 0xCC, 0xDB, 0xDD, 0xE0...0xEF:
                try segment(&cursor) { (_) throws(ImageRefusal) in }
            default: throw cursor.refusal("a marker that pictures on pages do not have")
            }
        }
    }

    /// Reads `FF`, any more of them that fill, and the marker's own byte.
    private static func marker(_ cursor: inout ImageCursor) throws(ImageRefusal) -> UInt8 {
        guard try cursor.byte() == 0xFF else { throw cursor.refusal("a marker is expected") }
        while try cursor.peek() == 0xFF { try cursor.skip(1) }
        return try cursor.byte()
    }

    private static func segment<Result>(
        _ cursor: inout ImageCursor, _ body: (inout ImageCursor) throws(ImageRefusal) -> Result
    ) throws(ImageRefusal) -> Result {
        let length = try cursor.bigEndian(bytes: 2)
        guard length >= 2 else { throw cursor.refusal("a segment's length counts itself") }
        return try cursor.within(length - 2, body)
    }

    private static func frame(_ body: inout ImageCursor) throws(ImageRefusal) -> PixelSize {
        guard try body.byte() == 8 else { throw body.refusal("8 bits a sample") }
        let height = try body.bigEndian(bytes: 2)
        let width = try body.bigEndian(bytes: 2)
        let components = Int(try body.byte())
        guard [1, 3, 4].contains(components) else { throw body.refusal("1, 3 or 4 components") }
        try body.skip(3 * components)
        guard body.isAtEnd else { throw body.refusal("the length of a frame's header") }
        return PixelSize(width: width, height: height)
    }

    private static func scanHeader(_ body: inout ImageCursor) throws(ImageRefusal) {
        let components = Int(try body.byte())
        guard 1...4 ~= components else { throw body.refusal("1 to 4 components in a scan") }
        try body.skip(2 * components + 3)
        guard body.isAtEnd else { throw body.refusal("the length of a scan's header") }
    }

    /// Goes to the marker after the entropy-coded data: the first `FF` that is neither stuffed nor a restart.
    private static func passScan(_ cursor: inout ImageCursor) throws(ImageRefusal) {
        while cursor.pass(0xFF) {
            let next = try cursor.peek()
            if next != 0 && !(0xD0...0xD7 ~= next) {
                cursor.stepBack()
                return
            }
        }
        throw cursor.truncation
    }
}
