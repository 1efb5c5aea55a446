import Glibc

/// A new directory for one test, removed with all files in it (but no directories) when the value goes.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
        var template = Array("\(parent)/holdfast-test-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "mkdtemp failed with errno \(errno)")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink("\(path)/\(name)")
            }
            closedir(stream)
        }
        rmdir(path)
    }
}
