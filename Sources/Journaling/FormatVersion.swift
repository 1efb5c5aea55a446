/// The version of everything on disk.
///
/// The first 16 bytes (magic, version, least reader) and the checksum of each header keep their places in every
/// version, so that an old program can say "written by a newer version" and not "damaged".
package enum FormatVersion {
    /// What this program writes.
    package static let current: UInt32 = 2
    /// The oldest version that can read what this program writes.
    package static let minReader: UInt32 = 2

    /// - Throws: ``JournalError/Code/unsupportedVersion(needs:)`` if a file asks for a newer reader.
    static func check(minReader: UInt32, path: String) throws(JournalError) {
        guard minReader <= current else {
            throw JournalError(.unsupportedVersion(needs: minReader), path: path)
        }
    }
}
