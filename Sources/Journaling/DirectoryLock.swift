import Glibc

/// The right to change a data directory: at most one holder on this machine.
///
/// Take it before recovery repairs anything, and hold it as long as the journal is in use. It says
/// nothing about machines that share the directory over a network.
package final class DirectoryLock: Sendable {
    package static let fileName = "LOCK"
    private let lock: any StorageLock

    /// - Throws: ``JournalError/Code/locked`` if another process holds the directory, else the system's reason.
    package init(_ directory: any StorageDirectory) throws(JournalError) {
        do throws(StorageError) {
            lock = try directory.lock(Self.fileName)
        } catch {
            throw error.errno == EWOULDBLOCK
                ? JournalError(.locked, path: directory.path) : JournalError(error)
        }
    }

    package func release() { lock.release() }
}
