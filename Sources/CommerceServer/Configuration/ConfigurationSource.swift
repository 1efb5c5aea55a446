/// The values of all settings and where each comes from.
///
/// A flag goes before a variable of the environment, a variable before the file, the file before the default. Every value that
/// was given is judged, also one that another goes before, so that a mistake shows at once. Variables are
/// read by the names of the table only.
package struct ConfigurationSource: Sendable {
    /// Where a value stands.
    package enum Origin: Hashable, Sendable, CustomStringConvertible {
        case flag(String)
        case variable(String)
        case file(path: String, line: Int)
        case fallback

        package var description: String {
            switch self {
            case .flag(let name): "flag \(name)"
            case .variable(let name): "environment \(name)"
            case .file(let path, let line): "\(path):\(line)"
            case .fallback: "default"
            }
        }
    }

    private struct Value: Sendable {
        let text: String
        let origin: Origin
    }

    private var values: [SettingName: Value] = [:]

    /// - Parameters:
    ///   - flags: By name with dashes; a flag without value has `true`.
    ///   - environment: Gives the value of a variable.
    ///   - readFile: Gives the bytes of a file, or `nil` if it cannot be read.
    /// - Throws: 64 for what is wrong on the command line before 78 for what is wrong in the environment or the file.
    package init(
        flags: [String: String], environment: (String) -> String?, readFile: (String) -> [UInt8]?
    ) throws(ServerError) {
        for setting in SettingTable.all where setting.isFlag {
            guard let text = flags[setting.flag] else { continue }
            try judge(text, setting, setting.flag, ExitCode.usage)
            values[setting.name] = Value(text: text, origin: .flag(setting.flag))
        }
        for setting in SettingTable.all {
            guard let name = setting.variable, let text = environment(name) else { continue }
            try judge(text, setting, name, ExitCode.configuration)
            keep(Value(text: text, origin: .variable(name)), setting.name)
        }
        if let path = values[.config]?.text {
            guard let bytes = readFile(path) else {
                throw ServerError(
                    exitCode: ExitCode.configuration, "cannot read the configuration file \(path)")
            }
            for (name, entry) in try ConfigurationFile(bytes, path: path).entries {
                keep(Value(text: entry.value, origin: .file(path: path, line: entry.line)), name)
            }
        }
        for setting in SettingTable.all {
            if let text = setting.fallback { keep(Value(text: text, origin: .fallback), setting.name) }
        }
    }

    private mutating func keep(_ value: Value, _ name: SettingName) {
        if values[name] == nil { values[name] = value }
    }

    private func judge(
        _ text: String, _ setting: Setting, _ place: String, _ exitCode: Int32
    ) throws(ServerError) {
        guard let complaint = setting.complaint(about: text) else { return }
        throw ServerError(exitCode: exitCode, "\(place) \(complaint)")
    }

    // MARK: Reading

    /// `nil` if it was not given and has no default.
    package func text(_ name: SettingName) -> String? { values[name]?.text }

    package func secret(_ name: SettingName) -> Secret? { text(name).map(Secret.init) }

    package func isOn(_ name: SettingName) -> Bool { text(name) == "true" }

    /// `nil` if it was not given and has no default; all values were judged before.
    package func integer(_ name: SettingName) -> Int64? { text(name).flatMap { Int64($0) } }

    package func address(_ name: SettingName) -> ListenAddress? {
        text(name).flatMap { ListenAddress(parsing: $0) }
    }

    /// Where the value comes from; `nil` if there is none.
    package func origin(_ name: SettingName) -> Origin? { values[name]?.origin }

    /// What `--print-config` prints: a file that `--config` reads and that chooses the same, each value with where it comes
    /// from. What is not in files, secrets and settings without value stand in comments.
    package var printed: String {
        SettingTable.all.filter { $0.name != .printConfig }.map { setting in
            let name = setting.name.rawValue
            guard let value = values[setting.name] else { return "# \(name) is not set" }
            let line = "\(name) = \(setting.isSecret ? "***" : value.text)  # \(value.origin)"
            return setting.isInFile && ConfigurationFile.canHold(value.text) ? line : "# \(line)"
        }.joined(separator: "\n")
    }
}
