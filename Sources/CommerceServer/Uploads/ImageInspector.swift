/// Tells from the bytes alone whether they are a picture that may be kept, of which format, and how large.
///
/// Nothing is decoded, so nothing of a decoder can be attacked and no picture costs more than its bytes. The whole
/// structure is walked to the format's own end, and the file has to end exactly there: a file that is also a ZIP, a
/// JAR or a page because something was put after the picture is refused, and so is every truncated one.
///
/// - PNG: every chunk with its length, and the checksum of all but the pixel data; `IHDR` first, then an `IDAT`,
///   `IEND` last.
/// - JPEG: every segment and scan; baseline, extended or progressive, exactly one frame. Phones that put a second
///   picture after the end (MPF, gain maps) are refused; a picture saved anew is not.
/// - GIF: every block, every frame inside the screen.
/// - WebP: every chunk, none of an unknown kind, frames of the size that the file announces.
///
/// Comments (JPEG `COM`, GIF comments, PNG texts) that hold tags such as `<script` are refused, since no picture
/// needs them. Other metadata (Exif, XMP, colour profiles) is not judged, nor is what pixels could spell: that a
/// picture is never taken for a page rests on its being served with the ``ImageFormat/mediaType`` found here and
/// `X-Content-Type-Options: nosniff`.
package enum ImageInspector {
    package static let bytesMax = 5 << 20
    package static let sideMax = 16_384
    package static let pixelsMax = 50_000_000

    /// Inspects a whole file.
    ///
    /// - Throws: ``ImageRefusal``: the file's size before its format, that before its structure, and that before
    ///   its dimensions.
    /// - Complexity: O(bytes).
    package static func inspect(_ bytes: [UInt8]) throws(ImageRefusal) -> InspectedImage {
        guard bytes.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
        guard let format = format(of: bytes) else { throw .unknownFormat }
        var cursor = ImageCursor(bytes, format: format)
        let size =
            switch format {
            case .png: try PNGInspection.walk(&cursor)
            case .jpeg: try JPEGInspection.walk(&cursor)
            case .webp: try WebPInspection.walk(&cursor)
            case .gif: try GIFInspection.walk(&cursor)
            }
        guard cursor.isAtEnd else { throw .trailingBytes(format, at: cursor.position) }
        guard 1...sideMax ~= size.width, 1...sideMax ~= size.height, size.width * size.height <= pixelsMax
        else {
            throw .badDimensions(width: size.width, height: size.height)
        }
        return InspectedImage(format: format, width: size.width, height: size.height)
    }

    /// What the first bytes say.
    private static func format(of bytes: [UInt8]) -> ImageFormat? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return .gif }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        return nil
    }
}

/// A width and a height in pixels, not judged yet.
struct PixelSize: Hashable {
    let width: Int
    let height: Int
}
