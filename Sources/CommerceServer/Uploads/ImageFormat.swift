/// The kinds of pictures that are taken. SVG is not among them: it is a program as much as a picture.
package enum ImageFormat: String, Hashable, Sendable, CaseIterable {
    case png, jpeg, webp, gif

    /// What a picture is served as, whatever the name or type it was sent with.
    package var mediaType: StaticString {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .webp: "image/webp"
        case .gif: "image/gif"
        }
    }

    package var fileExtension: StaticString {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .webp: "webp"
        case .gif: "gif"
        }
    }
}

/// What a picture says of itself.
package struct InspectedImage: Hashable, Sendable {
    package let format: ImageFormat
    package let width: Int
    package let height: Int

    package init(format: ImageFormat, width: Int, height: Int) {
        self.format = format
        self.width = width
        self.height = height
    }
}

/// Why bytes are not taken for a picture.
package enum ImageRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLarge(bytesMax: Int)
    /// It begins like none of ``ImageFormat``.
    case unknownFormat
    /// It ends too early.
    case truncated(ImageFormat)
    /// It breaks a rule of its format at that byte.
    case damaged(ImageFormat, at: Int, StaticName)
    /// Something follows the format's own end, as in files that are two things at once.
    case trailingBytes(ImageFormat, at: Int)
    case badDimensions(width: Int, height: Int)

    /// The words of a rule, which stand in the program and are therefore fit for a reply.
    package struct StaticName: Hashable, Sendable, ExpressibleByStringLiteral {
        package let text: String
        package init(stringLiteral text: StaticString) { self.text = text.description }
    }

    package var description: String {
        switch self {
        case .tooLarge(let max): "the picture has more than \(max) bytes"
        case .unknownFormat: "this type is not accepted; PNG, JPEG, WebP and GIF are"
        case .truncated(let format): "the \(format.rawValue) ends too early"
        case .damaged(let format, let offset, let rule):
            "the \(format.rawValue) is damaged at byte \(offset): \(rule.text)"
        case .trailingBytes(let format, let offset):
            "something follows the end of the \(format.rawValue) at byte \(offset)"
        case .badDimensions(let width, let height):
            "\(width) × \(height) pixels; accepted are 1 to \(ImageInspector.sideMax) on each side and "
                + "\(ImageInspector.pixelsMax) in all"
        }
    }
}
