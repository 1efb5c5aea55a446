/// The part of an address that stands for a name: lower-case ASCII letters, digits and single hyphens between them.
package enum Slug {
    package static let bytesMaximum = 200

    /// A slug for `name`: Latin letters without their accents, digits, everything else a hyphen.
    ///
    /// - Parameter otherwise: What stands for a name that has no such letter.
    package static func make(from name: String, otherwise: String) -> String {
        var slug: [UInt8] = []
        for byte in TextFolding.folded(name).utf8 where slug.count < bytesMaximum {
            let isWord = byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
            if isWord {
                slug.append(byte)
            } else if let last = slug.last, last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        if slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? otherwise : String(decoding: slug, as: UTF8.self)
    }

    /// Whether it is one.
    package static func isSlug(_ text: String) -> Bool {
        text.utf8.count <= bytesMaximum && make(from: text, otherwise: "") == text && !text.isEmpty
    }

    /// Whether it can stand in an address as it is, as handles of other systems do: letters and digits of any script,
    /// hyphens, underscores and points.
    package static func isHandle(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= bytesMaximum
            && text.unicodeScalars.allSatisfy { scalar in
                TextFolding.isWordPart(scalar) || scalar == "-" || scalar == "_" || scalar == "."
            } && text != "." && text != ".."
    }
}
