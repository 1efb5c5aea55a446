import CommerceServer
import Glibc

/// A file given on the command line, or standard input, read whole.
enum InputFile {
    /// - Parameter path: `-` for standard input.
    /// - Throws: `noInput` if there is no such file, `inputOutput` if it breaks off.
    static func read(_ path: String, _ progress: ProgressBar) throws(ServerError) -> [UInt8] {
        let isStandardInput = path == "-"
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(ExitCode.noInput, path) }
        defer { if !isStandardInput { close(descriptor) } }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        progress.begin("reading", total: isFile ? Int(status.st_size) : 0)
        var bytes: [UInt8] = []
        if isFile { bytes.reserveCapacity(Int(status.st_size)) }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw failure(errno == EISDIR ? ExitCode.noInput : ExitCode.inputOutput, path)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: block[..<count])
            progress.update(bytes.count)
        }
    }

    private static func failure(_ exitCode: Int32, _ path: String) -> ServerError {
        let reason = String(cString: strerror(errno))
        return ServerError(
            exitCode: exitCode, "cannot read \(path == "-" ? "standard input" : path): \(reason)")
    }
}
