import Glibc

/// Whole small files, as text.
enum TextFile {
    /// The file's text, or `nil` if it cannot be read. Serves `/proc`, whose files have no size.
    static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(BenchmarkError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot write \(path) (errno \(errno))")
        }
        defer { close(descriptor) }
        try write(text, toDescriptor: descriptor)
    }

    /// Writes all of `text`; used for standard output and standard error too.
    static func write(_ text: String, toDescriptor descriptor: CInt) throws(BenchmarkError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw BenchmarkError(code: .system(errno: errno), message: "cannot write (errno \(errno))")
            }
            rest = rest.dropFirst(count)
        }
    }
}
