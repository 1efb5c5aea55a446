import CLinux
import Glibc
import Synchronization

/// An open file of a ``PosixDirectory``. Closes with its last reference, at the latest.
package final class PosixFile: StorageFile {
    package let path: String
    private let descriptor: CInt
    private let isClosed = Atomic(false)

    init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close() }

    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
    ) throws(StorageError) -> Int {
        let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        guard count >= 0 else { throw failure(.read) }
        return count
    }

    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(StorageError) -> Int {
        let count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw failure(.write) }
        return count
    }

    package func synchronize() throws(StorageError) {
        guard retryingInterrupts({ fdatasync(descriptor) }) == 0 else { throw failure(.synchronize) }
    }

    package func truncate(to size: UInt64) throws(StorageError) {
        guard retryingInterrupts({ ftruncate(descriptor, off_t(size)) }) == 0 else {
            throw failure(.truncate)
        }
    }

    package func preallocate(to size: UInt64) throws(StorageError) {
        // Unlike most calls it returns the reason; where a file system cannot allocate, glibc writes.
        var reason: CInt
        repeat { reason = posix_fallocate(descriptor, 0, off_t(size)) } while reason == EINTR
        guard reason == 0 else { throw StorageError(.preallocate, path: path, errno: reason) }
    }

    package func size() throws(StorageError) -> UInt64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(.size) }
        return UInt64(status.st_size)
    }

    package func dropCache() throws(StorageError) {
        let reason = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard reason == 0 else { throw StorageError(.dropCache, path: path, errno: reason) }
    }

    package func close() {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        _ = Glibc.close(descriptor)
    }

    private func failure(_ operation: StorageError.Operation) -> StorageError {
        StorageError(operation, path: path, errno: errno)
    }
}

/// An `flock` on a file: the system gives it up when the process ends, however it ends.
package final class PosixLock: StorageLock {
    private let descriptor: CInt
    private let isReleased = Atomic(false)

    init(descriptor: CInt) { self.descriptor = descriptor }

    deinit { release() }

    package func release() {
        guard !isReleased.exchange(true, ordering: .acquiringAndReleasing) else { return }
        _ = Glibc.close(descriptor)
    }
}
