/// Judges texts that people and programs put into pictures.
enum ImageComment {
    /// What a tag begins with, in lower case.
    private static let tags: [[UInt8]] = [
        "!doctype", "html", "head", "body", "script", "svg", "iframe", "object", "embed", "?php", "%",
    ].map { Array($0.utf8) }

    private static let firsts = Array(Set(tags.compactMap(\.first)))

    /// Whether a comment could be the page or program that a careless reader takes the picture for.
    ///
    /// - Complexity: O(bytes), without allocation.
    static func isSuspect(_ comment: ArraySlice<UInt8>) -> Bool {
        comment.withUnsafeBufferPointer { bytes in
            bytes.indices.contains { bytes[$0] == UInt8(ascii: "<") && hasTag(bytes, at: $0 + 1) }
        }
    }

    private static func hasTag(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        // Nearly all that is no tag is known by one byte.
        guard start < bytes.count, firsts.contains(lowercased(bytes[start])) else { return false }
        for tag in tags where tag.count <= bytes.count - start {
            if tag.indices.allSatisfy({ lowercased(bytes[start + $0]) == tag[$0] }) { return true }
        }
        return false
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
