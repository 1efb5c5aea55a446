/// All settings of `holdfast serve`, in the order of its help.
package enum SettingTable {
    package static let all: [Setting] = [
        Setting(.data, .text(placeholder: "DIR"), fallback: "Snapshots", "data directory"),
        Setting(.listen, .address, fallback: "127.0.0.1:7070", "JSON lines; port 0 picks one"),
        Setting(
            .http, .address, fallback: "127.0.0.1:8080",
            "REST and pages; port 0 picks one"),
        Setting(
            .durability, .choice(["always", "interval", "none"]), fallback: "always",
            "always: a reply means that it is on disk; interval: synced every second; none: left to the system"
        ),
        Setting(.demo, .truth, "a small demo catalog if the data directory is empty"),
        Setting(
            .adminTokenFile, .text(placeholder: "PATH"),
            "writes a fresh administrator API key there, mode 0600"),
        Setting(.insecureNoAuth, .truth, "asks nobody for a token; loopback only"),
        Setting(.insecureNoTLS, .truth, "listen elsewhere than on loopback without TLS"),
        Setting(
            .snapshotInterval, .integer(0...31_536_000, placeholder: "SECONDS"), fallback: "300",
            "0 = never by time; also by journal growth"),
        Setting(
            .connectionsMax, .integer(1...1_000_000, placeholder: "N"), fallback: "16384",
            "connections at once"),
        Setting(
            .publicURL, .text(placeholder: "URL"),
            "where people reach the pages, for links that are sent to them; without it where it listens"),
        Setting(
            .log, .choice(["events", "requests"]), fallback: "events",
            "requests: also a line of JSON for every response by HTTP"),
        Setting(
            .dashboard, .text(placeholder: "DIR"),
            "reads the files of the pages there at each request, for those who edit them"),
        Setting(
            .secret, .secret, isFlag: false, isInFile: false,
            "the server's own secret, from which the keys of links and sessions are made; at least 32 bytes"),
        Setting(
            .secretFile, .text(placeholder: "PATH"),
            "a file with the server's own secret; without it one is made beside the data directory, as .NAME.secret"
        ),
        Setting(
            .jwtSecret, .secret, variable: "JWT_SECRET", isFlag: false, isInFile: false,
            "lets in JWTs signed with it (HS256), at least 32 bytes"),
        Setting(
            .jwtSecretFile, .text(placeholder: "PATH"), variable: "JWT_SECRET_FILE", isFlag: false,
            "a file with the secret of JWTs"),
        Setting(
            .config, .text(placeholder: "FILE"), isInFile: false,
            "reads settings from a file, key = value a line"),
        Setting(
            .printConfig, .truth, variable: .some(nil), isInFile: false,
            "prints every setting and where it comes from, and ends"),
    ]

    package static func setting(_ name: SettingName) -> Setting {
        // The table has every name once, which a test proves.
        all[positions[name] ?? 0]
    }

    private static let positions = Dictionary(
        all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// Flags that take a value.
    package static var valuedFlags: Set<String> {
        Set(all.filter { $0.isFlag && !$0.isTruth }.map(\.flag))
    }

    /// Flags that are there or not.
    package static var plainFlags: Set<String> { Set(all.filter { $0.isFlag && $0.isTruth }.map(\.flag)) }
}

extension Setting {
    var isTruth: Bool {
        if case .truth = kind { true } else { false }
    }
}
