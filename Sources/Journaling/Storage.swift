/// How ``StorageDirectory/open(_:_:)`` treats a file that exists or does not.
package enum StorageOpenMode: Hashable, Sendable {
    /// For reading; the file must exist.
    case read
    /// For reading and writing; the file must exist.
    case update
    /// For reading and writing; an existing file is emptied.
    case replace
}

/// One directory on a disk: everything this module does to a disk goes through here.
///
/// All calls block and belong on a thread that may block. A name is a plain file name, without a slash.
/// What was done to names (create, rename, remove) is durable only after ``synchronize()``; until then a
/// power cut may undo any part of it.
package protocol StorageDirectory: AnyObject, Sendable {
    /// For messages.
    var path: String { get }

    func list() throws(StorageError) -> [String]
    func open(_ name: String, _ mode: StorageOpenMode) throws(StorageError) -> any StorageFile
    /// Replaces `target` if it exists. After a crash either the old or the new file is there.
    func rename(_ name: String, to target: String) throws(StorageError)
    func remove(_ name: String) throws(StorageError)
    func synchronize() throws(StorageError)
    /// Takes an exclusive lock on the file `name`, made if need be, until the result is released.
    ///
    /// - Throws: `EWOULDBLOCK` if someone else, in this process or another, holds it.
    func lock(_ name: String) throws(StorageError) -> any StorageLock
}

/// A lock that is held until it is released or the last reference to it is gone.
package protocol StorageLock: AnyObject, Sendable {
    func release()
}

/// One open file. Bytes written are durable only after ``synchronize()`` has returned.
///
/// Implementations do the bare call: `read` and `write` may be short or interrupted. Callers use
/// ``readFully(into:at:)`` and ``writeFully(_:at:)``.
package protocol StorageFile: AnyObject, Sendable {
    /// For messages.
    var path: String { get }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(StorageError) -> Int
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(StorageError) -> Int
    /// Makes content and size durable. After a failure nothing is known about what is on the disk, and a
    /// repeated call may succeed without having written anything.
    func synchronize() throws(StorageError)
    func truncate(to size: UInt64) throws(StorageError)
    /// Makes the file at least `size` bytes long, with disk space behind every byte; new bytes read as zero.
    func preallocate(to size: UInt64) throws(StorageError)
    func size() throws(StorageError) -> UInt64
    /// Forgets clean cached pages, so that the next read comes from the disk.
    func dropCache() throws(StorageError)
    func close()
}
