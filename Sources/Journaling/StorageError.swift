import Glibc

/// A disk operation that failed: what was tried, on what, and the system's reason.
package struct StorageError: Error, Hashable, CustomStringConvertible {
    package enum Operation: String, Sendable {
        case list, open, read, write, synchronize, truncate, preallocate, size, dropCache, rename, remove
        case synchronizeDirectory, lock, create
    }

    package let operation: Operation
    package let path: String
    package let errno: CInt

    package init(_ operation: Operation, path: String, errno: CInt) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// Whether the disk or a quota is full: nothing is broken, and it may pass.
    package var isOutOfSpace: Bool { errno == ENOSPC || errno == EDQUOT }

    /// Whether there is no file of that name.
    package var isNotFound: Bool { errno == ENOENT }

    /// The reason given when this module itself finds that there is no room.
    static let noSpace = ENOSPC

    /// Whether a file was longer than the reader was willing to hold.
    var isTooLarge: Bool { operation == .read && errno == EFBIG }

    package var description: String {
        "\(operation.rawValue) \(path): \(String(cString: strerror(errno))) (errno \(errno))"
    }
}
