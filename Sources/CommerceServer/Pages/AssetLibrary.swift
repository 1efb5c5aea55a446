import Glibc
import WebAssets

/// The files that pages are made of.
///
/// They are part of the program, and nothing of them is copied. While somebody edits them they are read from a folder
/// instead, at each request, on the thread that serves everybody: that is for a workplace, not for a shop.
package final class AssetLibrary {
    private let files: [AssetName: UnsafeRawBufferPointer]
    private let folder: String?
    /// Names all content at once: what has this in its address never changes.
    package let digest: String

    /// The files in the program.
    package init() {
        var files: [AssetName: UnsafeRawBufferPointer] = [:]
        var all: [UInt8] = []
        var count = 0
        let table = UnsafeBufferPointer(start: web_assets(&count), count: count)
        for asset in table {
            let text = String(cString: asset.name)
            guard let name = AssetName(text) else { preconditionFailure("asset name \(text)") }
            let bytes = UnsafeRawBufferPointer(start: asset.bytes, count: asset.count)
            let former = files.updateValue(bytes, forKey: name)
            precondition(former == nil, "asset \(text) stands in the table twice")
            all += "\(text)\n\(asset.count)\n".utf8
            all += bytes
        }
        self.files = files
        folder = nil
        digest = AssetLibrary.digest(of: all)
    }

    /// The files of a folder, as they are at each request.
    package init(folder: String) {
        files = [:]
        self.folder = folder
        digest = "editing"
    }

    /// Whether content under the digest stays as it is.
    package var isFixed: Bool { folder == nil }

    /// The names of the files in the program; none of a folder's.
    package var names: [AssetName] { files.keys.sorted() }

    package var byteCount: Int { files.values.reduce(0) { $0 + $1.count } }

    package func has(_ name: AssetName) -> Bool {
        guard let folder else { return files[name] != nil }
        return access("\(folder)/\(name.text)", R_OK) == 0
    }

    /// Calls `body` with the content of a file, or does nothing.
    ///
    /// - Returns: False if there is none with that name.
    package func withBytes(of name: AssetName, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        if let folder {
            guard let bytes = AssetLibrary.read("\(folder)/\(name.text)") else { return false }
            bytes.withUnsafeBytes(body)
        } else {
            guard let bytes = files[name] else { return false }
            body(bytes)
        }
        return true
    }

    /// 16 characters of the SHA-256.
    static func digest(of bytes: [UInt8]) -> String {
        Base64URL.encode(Array(bytes.withUnsafeBytes(Cryptography.sha256)[..<12]))
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: block[..<count])
        }
    }
}
