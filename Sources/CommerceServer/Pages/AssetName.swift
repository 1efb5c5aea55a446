/// The name of a file that browsers fetch: small letters, digits and hyphens, and one of few endings.
///
/// Such a name cannot leave a folder, so one that was judged may be opened.
package struct AssetName: Hashable, Comparable, Sendable {
    package let text: String
    package let contentType: StaticString

    /// `nil` for any other name.
    /// - Complexity: O(bytes).
    package init?(_ bytes: some Collection<UInt8>) {
        guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex, bytes.count <= 64,
            bytes[..<dot].allSatisfy(AssetName.mayStandInStem)
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        switch String(decoding: bytes[dot...], as: UTF8.self) {
        case ".js": contentType = "text/javascript; charset=utf-8"
        case ".css": contentType = "text/css; charset=utf-8"
        case ".html": contentType = "text/html; charset=utf-8"
        case ".svg": contentType = "image/svg+xml"
        default: return nil
        }
    }

    package init?(_ text: String) { self.init(text.utf8) }

    private static func mayStandInStem(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    package static func < (left: AssetName, right: AssetName) -> Bool { left.text < right.text }
    package static func == (left: AssetName, right: AssetName) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
