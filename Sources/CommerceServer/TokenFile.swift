import Glibc

/// A file that holds one secret and that only its owner may read.
package enum TokenFile {
    /// Writes `secret` and a newline, mode 0600, replacing what was there at once.
    package static func write(_ secret: String, to path: String) throws(ServerError) {
        let temporary = path + ".new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("create", path) }
        let line = Array((secret + "\n").utf8)
        let written = Glibc.write(descriptor, line, line.count)
        close(descriptor)
        guard written == line.count, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw failure("write", path)
        }
    }

    private static func failure(_ operation: String, _ path: String) -> ServerError {
        ServerError(
            exitCode: ExitCode.cannotCreate,
            "cannot \(operation) token file \(path): \(String(cString: strerror(errno)))")
    }
}
