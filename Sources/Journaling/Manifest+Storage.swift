extension Manifest {
    /// The directory's manifest, or `nil` if it has none.
    static func read(from directory: any StorageDirectory) throws(JournalError) -> Manifest? {
        let names = try journaling { () throws(StorageError) in try directory.list() }
        guard names.contains(FileName.manifest) else { return nil }
        let file = try journaling { () throws(StorageError) in try directory.open(FileName.manifest, .read) }
        defer { file.close() }
        let bytes = try journaling { () throws(StorageError) in try file.readWhole(bytesMax: bytesMax) }
        return try Manifest(bytes, path: file.path)
    }

    /// Writes the new manifest beside the old one. After a failure the old one still stands.
    func stage(in directory: any StorageDirectory) throws(StorageError) {
        let file = try directory.open(FileName.manifestTemporary, .replace)
        defer { file.close() }
        try encoded().withBytes { (bytes) throws(StorageError) in try file.writeFully(bytes, at: 0) }
        try file.synchronize()
    }

    /// Puts the staged manifest in the old one's place. After a failure nobody knows which one will be
    /// there after a power cut.
    static func publish(in directory: any StorageDirectory) throws(StorageError) {
        try directory.rename(FileName.manifestTemporary, to: FileName.manifest)
        try directory.synchronize()
    }
}
