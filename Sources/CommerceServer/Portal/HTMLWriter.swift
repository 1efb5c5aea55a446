/// Writes HTML. Names are constants of the program; every text and every value of an attribute is escaped, and there is
/// no way to write markup that comes from anywhere else.
///
/// It closes what it opens. It does not know which elements may stand where.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = Array("<!doctype html>\n".utf8)

    /// An element with what `content` writes.
    mutating func element(
        _ name: StaticString, _ attributes: HTMLAttribute?..., content: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        content(&self)
        close(name)
    }

    /// An element with text alone.
    mutating func element(_ name: StaticString, _ attributes: HTMLAttribute?..., text: String) {
        open(name, attributes)
        self.text(text)
        close(name)
    }

    /// An element that has no content and no end.
    mutating func void(_ name: StaticString, _ attributes: HTMLAttribute?...) {
        open(name, attributes)
    }

    mutating func text(_ text: String) { escape(text) }

    private mutating func open(_ name: StaticString, _ attributes: [HTMLAttribute?]) {
        bytes.append(UInt8(ascii: "<"))
        put(name)
        for case let attribute? in attributes {
            bytes.append(UInt8(ascii: " "))
            put(attribute.name)
            guard let value = attribute.value else { continue }
            bytes += "=\"".utf8
            escape(value)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func close(_ name: StaticString) {
        bytes += "</".utf8
        put(name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// What could end a text or a value, or is not allowed in a document, is replaced.
    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            case 0x09, 0x0A, 0x20...0x7E, 0x80...: bytes.append(byte)
            default: bytes += "\u{FFFD}".utf8
            }
        }
    }
}

/// An attribute of an element. Its value is escaped by whoever writes it.
struct HTMLAttribute {
    let name: StaticString
    /// `nil` for one that is there or not.
    let value: String?

    private init(_ name: StaticString, _ value: String?) {
        self.name = name
        self.value = value
    }

    static func `class`(_ value: StaticString) -> Self { Self("class", value.description) }
    static func id(_ value: StaticString) -> Self { Self("id", value.description) }
    static func named(_ name: StaticString, _ value: StaticString) -> Self { Self(name, value.description) }

    /// A value that is data; never of an address.
    static func data(_ name: StaticString, _ value: String) -> Self {
        precondition(!["href", "src", "action"].contains(name.description), "\(name) is an address")
        return Self(name, value)
    }

    /// The address of a file or a page of this server, or what begins with `https:`, `mailto:` or `tel:`; `nil` for any
    /// other, so that none is followed.
    static func address(_ value: String, of name: StaticString = "href") -> Self? {
        let isOwn = value.hasPrefix("/") && !value.hasPrefix("//")
        let isKnown = ["https://", "mailto:", "tel:"].contains { value.lowercased().hasPrefix($0) }
        return isOwn || isKnown ? Self(name, value) : nil
    }

    /// A place of the same page.
    static func fragment(_ id: StaticString) -> Self { Self("href", "#\(id)") }

    /// Outside the page nothing is told of it.
    static var isForeign: Self { Self("rel", "noreferrer noopener") }
    static var isHidden: Self { Self("hidden", nil) }
    /// Text of people, whose direction is their own.
    static var ownDirection: Self { Self("dir", "auto") }
}
