import CLinux
import Glibc

/// A real directory.
///
/// Files are made readable and writable by their owner only; symbolic links are not followed.
package final class PosixDirectory: StorageDirectory {
    package let path: String
    private let descriptor: CInt

    /// Opens `path`, making the last component of it if `create` is set and it does not exist.
    package init(path: String, create: Bool = true) throws(StorageError) {
        self.path = path
        if create, mkdir(path, 0o700) != 0, errno != EEXIST {
            throw StorageError(.create, path: path, errno: errno)
        }
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageError(.open, path: path, errno: errno) }
    }

    deinit { _ = Glibc.close(descriptor) }

    package func list() throws(StorageError) -> [String] {
        guard let stream = opendir(path) else { throw StorageError(.list, path: path, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw StorageError(.list, path: path, errno: errno) }
        return names.sorted()
    }

    package func open(_ name: String, _ mode: StorageOpenMode) throws(StorageError) -> any StorageFile {
        let flags =
            switch mode {
            case .read: O_RDONLY
            case .update: O_RDWR
            case .replace: O_RDWR | O_CREAT | O_TRUNC
            }
        let file = try openDescriptor(name, flags)
        return PosixFile(path: path(of: name), descriptor: file)
    }

    package func rename(_ name: String, to target: String) throws(StorageError) {
        guard renameat(descriptor, name, descriptor, target) == 0 else {
            throw StorageError(.rename, path: path(of: name), errno: errno)
        }
    }

    package func remove(_ name: String) throws(StorageError) {
        guard unlinkat(descriptor, name, 0) == 0 else {
            throw StorageError(.remove, path: path(of: name), errno: errno)
        }
    }

    package func synchronize() throws(StorageError) {
        guard retryingInterrupts({ fsync(descriptor) }) == 0 else {
            throw StorageError(.synchronizeDirectory, path: path, errno: errno)
        }
    }

    package func lock(_ name: String) throws(StorageError) -> any StorageLock {
        let file = try openDescriptor(name, O_RDWR | O_CREAT)
        guard retryingInterrupts({ flock(file, LOCK_EX | LOCK_NB) }) == 0 else {
            let reason = errno
            _ = Glibc.close(file)
            throw StorageError(.lock, path: path(of: name), errno: reason)
        }
        return PosixLock(descriptor: file)
    }

    private func openDescriptor(_ name: String, _ flags: CInt) throws(StorageError) -> CInt {
        let file = retryingInterrupts { openat(descriptor, name, flags | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard file >= 0 else { throw StorageError(.open, path: path(of: name), errno: errno) }
        return file
    }

    private func path(of name: String) -> String { "\(path)/\(name)" }
}

/// Repeats a system call that a signal has interrupted.
func retryingInterrupts<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
