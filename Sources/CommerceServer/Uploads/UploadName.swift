/// What an upload is called: the SHA-256 of its content, and what kind of picture it is.
///
///     <64 digits of base 16>.<png | jpg | webp | gif>
///
/// So a name says what must come back, is never used for anything else, and cannot lead out of its directory.
package struct UploadName: Hashable, Sendable {
    package let text: String
    package let format: ImageFormat

    package init(digest: [UInt8], format: ImageFormat) {
        precondition(digest.count == 32, "\(digest.count) bytes are no SHA-256")
        var digits: [UInt8] = []
        for byte in digest {
            digits.append(UploadName.digits[Int(byte >> 4)])
            digits.append(UploadName.digits[Int(byte & 15)])
        }
        text = "\(String(decoding: digits, as: UTF8.self)).\(format.fileExtension)"
        self.format = format
    }

    /// Reads the last part of an address; `nil` for any text that is no such name.
    package init?(_ text: String) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].utf8.count == 64,
            halves[0].utf8.allSatisfy(UploadName.digits.contains),
            let format = ImageFormat.allCases.first(where: { $0.fileExtension.description == halves[1] })
        else { return nil }
        self.text = text
        self.format = format
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
