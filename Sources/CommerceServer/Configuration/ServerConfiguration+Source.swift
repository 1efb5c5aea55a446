import Journaling

extension ServerConfiguration {
    /// What `source` says, with the secrets that it names by file.
    ///
    /// - Parameter readFile: Gives the bytes of a file, or `nil` if it cannot be read.
    /// - Throws: 78 for secrets that are missing, short or named twice, before 78 for an address that the server
    ///   must not listen on as it is configured.
    package init(
        _ source: ConfigurationSource, readFile: (String) -> [UInt8]?
    ) throws(ServerError) {
        self.init()
        dataDirectory = source.text(.data) ?? dataDirectory
        if let address = source.address(.listen) { (host, port) = (address.host, address.port) }
        if let address = source.address(.http) { (httpHost, httpPort) = (address.host, address.port) }
        durability = source.text(.durability).flatMap(Durability.init(rawValue:)) ?? durability
        wantsDemo = source.isOn(.demo)
        adminTokenFile = source.text(.adminTokenFile)
        asksNobody = source.isOn(.insecureNoAuth)
        snapshotIntervalSeconds = source.integer(.snapshotInterval) ?? snapshotIntervalSeconds
        connectionsMax = source.integer(.connectionsMax).map { Int($0) } ?? connectionsMax
        publicURL = try source.text(.publicURL).map(ServerConfiguration.publicURL)
        logsRequests = source.text(.log) == "requests"
        dashboardFolder = source.text(.dashboard)
        jwtSecret = try ServerConfiguration.jwtSecret(source, readFile)
        secretSource = try ServerConfiguration.secretSource(source)
        try judgeExposure(source)
    }

    /// What stands before the path in the links that are sent to people.
    private static func publicURL(_ text: String) throws(ServerError) -> String {
        let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C }
        guard isWeb, isPlain, text.utf8.count > "https://".utf8.count,
            !text.contains("?"), !text.contains("#")
        else {
            throw refusal("public-url must be like https://shop.example.com")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The secret that JWTs are signed with. If both are given, the variable goes before the file.
    private static func jwtSecret(
        _ source: ConfigurationSource, _ readFile: (String) -> [UInt8]?
    ) throws(ServerError) -> [UInt8]? {
        if let secret = source.secret(.jwtSecret) {
            return try judged(Array(secret.revealed.utf8), "JWT_SECRET")
        }
        guard let path = source.text(.jwtSecretFile) else { return nil }
        guard var bytes = readFile(path) else { throw refusal("cannot read JWT_SECRET_FILE \(path)") }
        if bytes.last == 0x0A { bytes.removeLast() }
        return try judged(bytes, "JWT_SECRET_FILE")
    }

    private static func judged(_ secret: [UInt8], _ name: String) throws(ServerError) -> [UInt8] {
        guard secret.count >= JSONWebToken.secretBytesMinimum else {
            throw refusal("\(name) must have at least \(JSONWebToken.secretBytesMinimum) bytes")
        }
        return secret
    }

    private static func secretSource(_ source: ConfigurationSource) throws(ServerError) -> ServerSecret.Source
    {
        switch (source.secret(.secret), source.text(.secretFile)) {
        case (let text?, nil): return .text(text)
        case (nil, let path?): return .file(path)
        case (nil, nil):
            return .beside(dataDirectory: source.text(.data) ?? ServerConfiguration().dataDirectory)
        case (_?, _?):
            throw refusal("HOLDFAST_SECRET and a secret file are both given; one of them must go")
        }
    }

    /// Nothing half open: elsewhere than on loopback only if told so by name, and never without asking who.
    private func judgeExposure(_ source: ConfigurationSource) throws(ServerError) {
        let addresses = [source.address(.listen), source.address(.http)]
        guard let address = addresses.compactMap(\.self).first(where: { !$0.isLoopback }) else { return }
        if asksNobody { throw ServerConfiguration.refusal("--insecure-no-auth is for loopback only") }
        if !source.isOn(.insecureNoTLS) {
            throw ServerConfiguration.refusal(
                "listening on \(address.host) would send tokens in the clear; --insecure-no-tls allows it")
        }
    }

    private static func refusal(_ text: String) -> ServerError {
        ServerError(exitCode: ExitCode.configuration, text)
    }
}
