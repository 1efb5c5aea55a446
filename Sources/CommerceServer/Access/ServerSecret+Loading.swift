import Glibc

extension ServerSecret {
    /// Where a server's secret comes from.
    package enum Source: Sendable {
        /// Given as text, in the environment.
        case text(Secret)
        /// A file that somebody else made, as those that containers and service managers hand over.
        case file(String)
        /// The file beside the data directory, made if there is none.
        case beside(dataDirectory: String)
    }

    private static let fileBytesMax = 65_536

    /// Reads the secret, or makes it.
    ///
    /// - Throws: 78 if it is too short, cannot be read, or others may read the file beside the data directory;
    ///   73 if that file cannot be made.
    package static func load(_ source: Source) throws(ServerError) -> ServerSecret {
        switch source {
        case .text(let text): return try checked(Array(text.revealed.utf8), "HOLDFAST_SECRET")
        case .file(let path):
            guard let bytes = try read(path, mustBeOwners: false) else {
                throw refusal("cannot read the secret file \(path): \(String(cString: strerror(errno)))")
            }
            return try checked(bytes, path)
        case .beside(let dataDirectory):
            let path = try path(beside: dataDirectory)
            if let bytes = try read(path, mustBeOwners: true) { return try checked(bytes, path) }
            guard errno == ENOENT else {
                throw refusal("cannot read the secret file \(path): \(String(cString: strerror(errno)))")
            }
            try make(path)
            return try load(source)
        }
    }

    /// `<parent>/.<name>.secret` for the directory that `dataDirectory` really is, however it was spelt.
    package static func path(beside dataDirectory: String) throws(ServerError) -> String {
        guard let resolved = realpath(dataDirectory, nil) else {
            throw refusal("data directory \(dataDirectory): \(String(cString: strerror(errno)))")
        }
        defer { free(resolved) }
        let path = String(cString: resolved)
        guard let slash = path.lastIndex(of: "/"), path != "/" else {
            throw refusal("nothing is beside \(dataDirectory); --secret-file says where the secret is")
        }
        return "\(path[...slash]).\(path[path.index(after: slash)...]).secret"
    }

    private static func refusal(_ text: String) -> ServerError {
        ServerError(exitCode: ExitCode.configuration, text)
    }

    private static func checked(_ bytes: [UInt8], _ origin: String) throws(ServerError) -> ServerSecret {
        var bytes = bytes
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard let secret = ServerSecret(bytes) else {
            throw refusal("\(origin) must have at least \(bytesMinimum) bytes")
        }
        return secret
    }

    /// - Returns: `nil`, and `errno`, if the file cannot be read.
    private static func read(_ path: String, mustBeOwners: Bool) throws(ServerError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        if mustBeOwners && status.st_mode & 0o077 != 0 {
            throw refusal("others may read the secret file \(path); chmod 600 it, or make a new one")
        }
        var bytes = [UInt8](repeating: 0, count: fileBytesMax + 1)
        var count = 0
        while count < bytes.count {
            let more = bytes[count...].withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if more < 0 && errno == EINTR { continue }
            guard more >= 0 else { return nil }
            if more == 0 { return Array(bytes[..<count]) }
            count += more
        }
        throw refusal("the secret file \(path) has more than \(fileBytesMax) bytes")
    }

    /// Writes a new secret under another name and gives it its own only when it is safe on disk: there is never
    /// half a secret, and one that another process made meanwhile stands.
    private static func make(_ path: String) throws(ServerError) {
        let failure = { (operation: String) in
            let reason = String(cString: strerror(errno))
            return ServerError(
                exitCode: ExitCode.cannotCreate,
                "cannot \(operation) the secret file \(path): \(reason); --secret-file says where else it is")
        }
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create") }
        defer { unlink(temporary) }
        let line = Array((Base64URL.encode(Cryptography.randomBytes(32)) + "\n").utf8)
        let isWritten =
            fchmod(descriptor, 0o600) == 0 && write(descriptor, line, line.count) == line.count
            && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        errno = reason
        guard isWritten else { throw failure("write") }
        guard link(temporary, path) == 0 || errno == EEXIST else { throw failure("create") }
        let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        let directory = open(parent.isEmpty ? "/" : String(parent), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw failure("sync") }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw failure("sync") }
    }
}
