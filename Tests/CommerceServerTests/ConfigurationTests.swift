import CommerceServer
import Testing

@Suite("settings come from flags, the environment and a file")
struct ConfigurationTests {
    private static func source(
        _ flags: [String: String] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) throws(ServerError) -> ConfigurationSource {
        var flags = flags
        if file != nil { flags["--config"] = "shop.conf" }
        return try ConfigurationSource(
            flags: flags, environment: { environment[$0] },
            readFile: { $0 == "shop.conf" ? file.map { Array($0.utf8) } : nil })
    }

    private static func failure(
        _ flags: [String: String] = [:], _ environment: [String: String] = [:], file: String? = nil
    ) -> ServerError? {
        do throws(ServerError) {
            let source = try source(flags, environment, file: file)
            _ = try ServerConfiguration(source) { $0 == "short" ? [1] : nil }
            return nil
        } catch { return error }
    }

    @Test("the table has every setting once, under a flag, a variable or a key")
    func table() {
        #expect(SettingTable.all.map(\.name).count == SettingName.allCases.count)
        #expect(Set(SettingTable.all.map(\.name)) == Set(SettingName.allCases))
        for setting in SettingTable.all {
            #expect(SettingTable.setting(setting.name).name == setting.name)
            #expect(setting.isFlag || setting.variable != nil)
            #expect(!setting.isSecret || (!setting.isFlag && !setting.isInFile), "secrets are not for flags")
        }
        let variables = SettingTable.all.compactMap(\.variable)
        #expect(Set(variables).count == variables.count)
        #expect(
            variables.contains("HOLDFAST_SNAPSHOT_INTERVAL") && variables.contains("HOLDFAST_SECRET_FILE"))
    }

    @Test("the defaults of the table are those of a server")
    func defaults() throws {
        let (chosen, plain) = (try ServerConfiguration(try Self.source()) { _ in nil }, ServerConfiguration())
        #expect(chosen.dataDirectory == plain.dataDirectory && chosen.host == plain.host)
        #expect(chosen.port == plain.port && chosen.durability == plain.durability)
        #expect(chosen.snapshotIntervalSeconds == plain.snapshotIntervalSeconds)
        #expect(chosen.connectionsMax == plain.connectionsMax && !chosen.wantsDemo && !chosen.asksNobody)
        #expect(chosen.adminTokenFile == nil && chosen.jwtSecret == nil)
    }

    @Test("a flag goes before a variable, a variable before the file, the file before the default")
    func layers() throws {
        let file = "data = from-file\nconnections-max = 5\nsnapshot-interval = 6"
        let source = try Self.source(
            ["--data": "from-flag"], ["HOLDFAST_DATA": "from-variable", "HOLDFAST_CONNECTIONS_MAX": "7"],
            file: file)
        #expect(source.text(.data) == "from-flag" && source.origin(.data) == .flag("--data"))
        #expect(source.integer(.connectionsMax) == 7)
        #expect(source.origin(.connectionsMax) == .variable("HOLDFAST_CONNECTIONS_MAX"))
        #expect(source.integer(.snapshotInterval) == 6)
        #expect(source.origin(.snapshotInterval) == .file(path: "shop.conf", line: 3))
        #expect(source.text(.listen) == "127.0.0.1:7070" && source.origin(.listen) == .fallback)
    }

    @Test("a file has comments, blank lines, white space, and lines that end in two ways")
    func fileForm() throws {
        let source = try Self.source(
            file: "# a shop\r\n\n  data\t=  my data#1 dir  # where\r\n\tdemo=true\n   #end")
        #expect(source.text(.data) == "my data#1 dir")
        #expect(source.isOn(.demo))
    }

    @Test(
        "what is wrong in a file is told with its line, as 78",
        arguments: [
            ("data = x\nbogus = 1", "shop.conf:2: unknown key \"bogus\""),
            ("Data = x", "shop.conf:1: unknown key \"Data\""), ("data", "shop.conf:1: is not key = value"),
            ("\n\ndata =", "shop.conf:3: data must not be empty"), ("= x", "shop.conf:1: unknown key \"\""),
            ("demo = yes", "shop.conf:1: demo must be true or false"),
            ("durability = sometimes", "shop.conf:1: durability must be one of always, interval, none"),
            ("listen = here", "shop.conf:1: listen must be HOST:PORT"),
            ("connections-max = 0", "shop.conf:1: connections-max must be a whole number from 1 to 1000000"),
            ("data = a\n# x\ndata = b", "shop.conf:3: data is given twice, first in line 1"),
            ("secret = 0123456789abcdef0123456789abcdef", "shop.conf:1: secret cannot be set in a file"),
            ("config = other", "shop.conf:1: config cannot be set in a file"),
        ])
    func badFiles(text: String, complaint: String) {
        let failure = Self.failure(file: text)
        #expect(failure?.exitCode == ExitCode.configuration && failure?.description == complaint)
    }

    @Test("a file that is not UTF-8, is too long or cannot be read is refused")
    func unreadable() {
        let read = { (bytes: [UInt8]?) -> Int32? in
            do throws(ServerError) {
                _ = try ConfigurationSource(
                    flags: ["--config": "f"], environment: { _ in nil }, readFile: { _ in bytes })
                return nil
            } catch { return error.exitCode }
        }
        #expect(read([0x23, 0xFF]) == 78 && read(nil) == 78)
        #expect(read([UInt8](repeating: 0x23, count: 65_537)) == 78)
        #expect(read([UInt8](repeating: 0x23, count: 65_536)) == nil)
    }

    @Test("what is wrong on the command line is 64, in the environment 78, and each is named")
    func badValues() {
        let flag = Self.failure(["--durability": "sometimes"], ["HOLDFAST_LISTEN": "x"])
        #expect(flag?.exitCode == ExitCode.usage && flag?.description.contains("--durability") == true)
        let variable = Self.failure(["--data": "x"], ["HOLDFAST_LISTEN": "x"])
        #expect(variable?.exitCode == ExitCode.configuration)
        #expect(variable?.description == "HOLDFAST_LISTEN must be HOST:PORT")
        #expect(Self.failure([:], ["HOLDFAST_DEMO": "1"])?.exitCode == ExitCode.configuration)
        #expect(Self.failure([:], ["HOLDFAST_DATA": "a\nb"])?.exitCode == ExitCode.configuration)
        // Also where a flag goes before it.
        #expect(Self.failure(["--listen": "127.0.0.1:0"], ["HOLDFAST_LISTEN": "x"]) != nil)
    }

    @Test("variables that the table does not know are left alone")
    func otherVariables() { #expect(Self.failure([:], ["HOLDFAST_OTHER": "x"]) == nil) }

    @Test("what is printed chooses the same when it is read as a file, and shows no secret")
    func printing() throws {
        let secret = "0123456789abcdef0123456789abcdef"
        let source = try Self.source(
            ["--data": "my data", "--demo": "true"],
            ["HOLDFAST_SECRET": secret, "JWT_SECRET": secret, "HOLDFAST_ADMIN_TOKEN_FILE": "a #b"],
            file: "listen = [::1]:0")
        let printed = source.printed
        #expect(!printed.contains(secret))
        #expect(printed.contains("# secret = ***  # environment HOLDFAST_SECRET\n"))
        #expect(printed.contains("data = my data  # flag --data\n"))
        #expect(printed.contains("listen = [::1]:0  # shop.conf:1\n"))
        #expect(printed.contains("# jwt-secret-file is not set"))
        #expect(printed.contains("# admin-token-file = a #b  # environment"))
        let again = try Self.source(file: printed)
        for name in SettingName.allCases where SettingTable.setting(name).isInFile && name != .adminTokenFile
        {
            #expect(again.text(name) == source.text(name), "\(name)")
        }
    }

    @Test("the help names every flag and every variable of its own")
    func help() {
        for setting in SettingTable.all {
            let name = setting.isFlag ? setting.flag : setting.variable ?? ""
            #expect(SettingTable.help.contains(name), "\(name)")
        }
        #expect(SettingTable.help.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    @Test("secrets that are short, missing or named twice are refused by name")
    func secrets() {
        let secret = String(repeating: "s", count: 32)
        #expect(
            Self.failure([:], ["JWT_SECRET": "short"])?.description
                == "JWT_SECRET must have at least 32 bytes")
        #expect(
            Self.failure([:], ["JWT_SECRET_FILE": "short"])?.description
                == "JWT_SECRET_FILE must have at least 32 bytes")
        #expect(
            Self.failure([:], ["JWT_SECRET_FILE": "none"])?.description == "cannot read JWT_SECRET_FILE none")
        #expect(Self.failure(["--secret-file": "f"], ["HOLDFAST_SECRET": secret])?.exitCode == 78)
        #expect(Self.failure(["--secret-file": "f"]) == nil)
    }

    @Test("an address for all is refused without the names that allow it, from whichever layer")
    func exposure() {
        #expect(Self.failure([:], ["HOLDFAST_LISTEN": "0.0.0.0:0"])?.description.contains("0.0.0.0") == true)
        #expect(Self.failure(["--listen": "0.0.0.0:0"])?.exitCode == ExitCode.configuration)
        #expect(Self.failure(["--listen": "0.0.0.0:0"], ["HOLDFAST_INSECURE_NO_TLS": "true"]) == nil)
        let open = Self.failure(["--listen": "0.0.0.0:0", "--insecure-no-auth": "true"])
        #expect(open?.description == "--insecure-no-auth is for loopback only")
    }

    @Test(
        "addresses are read strictly",
        arguments: ["", ":", ":1", "h:", "h:x", "h:65536", "h:-1", "h:+1", "h: 1", "h", "[]:1"])
    func addresses(text: String) { #expect(ListenAddress(parsing: text) == nil) }
}
