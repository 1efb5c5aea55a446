/// Judges texts that people and programs put into pictures.
enum ImageComment {
    private static let tags: [[UInt8]] = [
        "!doctype", "html", "head", "body", "script", "svg", "iframe", "object", "embed", "?php", "%",
    ].map { Array($0.utf8) }

    /// Whether a comment could be the page or program that a careless reader takes the picture for.
    ///
    /// - Complexity: O(bytes).
    static func isSuspect(_ comment: ArraySlice<UInt8>) -> Bool {
        var position = comment.startIndex
        while let bracket = comment[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = bracket + 1
            let next = comment[position...].prefix(8).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            if tags.contains(where: { next.starts(with: $0) }) { return true }
        }
        return false
    }
}
