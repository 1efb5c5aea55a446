import Glibc

/// A fresh directory for one subject's data, removed with all that is in it when nobody needs it any more.
final class TemporaryDirectory {
    let path: String

    /// - Parameter parent: All subjects must be given the same one, for the disk is part of what is measured.
    init(in parent: String) throws(BenchmarkError) {
        var template = Array("\(parent)/hfbench.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot make a directory in \(parent) (errno \(errno))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // PostgreSQL runs as another user and must pass through.
        chmod(path, 0o711)
    }

    deinit { Self.remove(path) }

    /// The end of a log in here, for an error message.
    func tail(of name: String, characters: Int = 400) -> String {
        String((TextFile.read("\(path)/\(name)") ?? "").suffix(characters))
    }

    private static func remove(_ path: String) {
        guard let directory = opendir(path) else {
            unlink(path)
            return
        }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let isDirectory = entry.pointee.d_type == UInt8(DT_DIR)
            if isDirectory { remove("\(path)/\(name)") } else { unlink("\(path)/\(name)") }
        }
        closedir(directory)
        rmdir(path)
    }
}
