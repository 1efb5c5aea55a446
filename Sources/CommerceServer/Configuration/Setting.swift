/// One thing that can be chosen when a server starts: declared once, in ``SettingTable``, for the command line, the
/// environment, the file, the help and `--print-config`.
package struct Setting: Sendable {
    /// What a value looks like, and which are refused.
    package enum Kind: Sendable {
        /// Off unless named; `true` or `false` elsewhere than on the command line.
        case truth
        case text(placeholder: String)
        case address
        case integer(ClosedRange<Int64>, placeholder: String)
        case choice([String])
        /// Never shown, and never on the command line, which every process of the machine can read.
        case secret
    }

    package let name: SettingName
    package let kind: Kind
    /// The variable of the environment; `nil` if there is none.
    package let variable: String?
    package let isFlag: Bool
    package let isInFile: Bool
    package let fallback: String?
    package let help: String

    /// - Parameters:
    ///   - variable: If not given, `HOLDFAST_` and the name in capitals.
    ///   - fallback: The value without any; `nil` is none.
    init(
        _ name: SettingName, _ kind: Kind, variable: String?? = nil, isFlag: Bool = true,
        isInFile: Bool = true, fallback: String? = nil, _ help: String
    ) {
        self.name = name
        self.kind = kind
        self.variable = variable ?? Setting.variable(of: name)
        self.isFlag = isFlag
        self.isInFile = isInFile
        self.fallback = fallback
        self.help = help
    }

    package var flag: String { "--\(name.rawValue)" }

    package var isSecret: Bool {
        if case .secret = kind { true } else { false }
    }

    private static func variable(of name: SettingName) -> String {
        "HOLDFAST_" + name.rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// What is wrong with `value`, as the end of a sentence that begins with where it stands; `nil` if it serves.
    func complaint(about value: String) -> String? {
        switch kind {
        case .truth: return value == "true" || value == "false" ? nil : "must be true or false"
        case .text, .secret:
            if value.isEmpty { return "must not be empty" }
            return value.utf8.contains { $0 < 0x20 } ? "must not hold control characters" : nil
        case .address: return ListenAddress(parsing: value) == nil ? "must be HOST:PORT" : nil
        case .integer(let range, _):
            if let number = Int64(value), range.contains(number) { return nil }
            return "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices):
            return choices.contains(value) ? nil : "must be one of \(choices.joined(separator: ", "))"
        }
    }
}

/// The names of all settings: the flag without its dashes, and the key in the file.
package enum SettingName: String, CaseIterable, Sendable {
    case data, listen, http, durability, demo
    case adminTokenFile = "admin-token-file"
    case insecureNoAuth = "insecure-no-auth"
    case insecureNoTLS = "insecure-no-tls"
    case snapshotInterval = "snapshot-interval"
    case connectionsMax = "connections-max"
    case publicURL = "public-url"
    case log
    case dashboard
    case secret
    case secretFile = "secret-file"
    case jwtSecret = "jwt-secret"
    case jwtSecretFile = "jwt-secret-file"
    case config
    case printConfig = "print-config"
}
