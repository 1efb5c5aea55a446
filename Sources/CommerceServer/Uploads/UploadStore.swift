package import Journaling

/// The pictures that were uploaded, each a file named by its content, in a directory of their own.
///
/// Not in the journal: a file is on disk, synchronised and under its name, before anybody is told of it, and never
/// changes afterwards. A crash leaves at most a file under ``temporaryName``, which the next upload replaces. Nothing
/// is ever removed: products and old orders may show it.
///
/// All calls block. Used by one thread at a time, which may be any.
package final class UploadStore: Sendable {
    /// A picture that is safe on disk.
    package struct Stored: Hashable, Sendable {
        package let name: UploadName
        package let image: InspectedImage
        package let byteCount: Int
        /// Whether it was there before.
        package let isKnown: Bool
    }

    private static let temporaryName = "incoming.tmp"
    private let directory: any StorageDirectory

    package init(directory: any StorageDirectory) { self.directory = directory }

    /// Keeps a picture that has been inspected.
    ///
    /// - Throws: ``StorageError``; then nothing is there under the name.
    /// - Complexity: O(bytes).
    package func keep(_ bytes: [UInt8], _ image: InspectedImage) throws(StorageError) -> Stored {
        let name = UploadName(digest: bytes.withUnsafeBytes(Cryptography.sha256), format: image.format)
        if try byteCount(of: name) == UInt64(bytes.count) {
            return Stored(name: name, image: image, byteCount: bytes.count, isKnown: true)
        }
        do throws(StorageError) {
            try write(bytes)
            try directory.rename(UploadStore.temporaryName, to: name.text)
            try directory.synchronize()
        } catch {
            try? directory.remove(UploadStore.temporaryName)
            throw error
        }
        return Stored(name: name, image: image, byteCount: bytes.count, isKnown: false)
    }

    /// The content; `nil` if nothing of this name was uploaded.
    package func content(of name: UploadName) throws(StorageError) -> [UInt8]? {
        guard let file = try open(name) else { return nil }
        defer { file.close() }
        return try file.readWhole(bytesMax: ImageInspector.bytesMax)
    }

    private func write(_ bytes: [UInt8]) throws(StorageError) {
        let file = try directory.open(UploadStore.temporaryName, .replace)
        defer { file.close() }
        var failure: StorageError?
        bytes.withUnsafeBytes { bytes in
            do throws(StorageError) {
                try file.writeFully(bytes, at: 0)
                try file.synchronize()
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    private func byteCount(of name: UploadName) throws(StorageError) -> UInt64? {
        guard let file = try open(name) else { return nil }
        defer { file.close() }
        return try file.size()
    }

    private func open(_ name: UploadName) throws(StorageError) -> (any StorageFile)? {
        do throws(StorageError) { return try directory.open(name.text, .read) } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
    }
}
