import Glibc

/// Programs on this machine.
enum Program {
    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// The full path of a program in `PATH`, or in one of `folders`.
    static func find(_ name: String, alsoIn folders: [String] = []) -> String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        return (path.split(separator: ":").map { String($0) } + folders)
            .map { "\($0)/\(name)" }
            .first(where: isExecutable)
    }
}
