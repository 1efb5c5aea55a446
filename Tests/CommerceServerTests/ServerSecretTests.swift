import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("the server's secret is configuration, not data")
struct ServerSecretTests {
    private let directory = TemporaryDirectory()

    private func failure(_ source: ServerSecret.Source) -> ServerError? {
        do throws(ServerError) {
            _ = try ServerSecret.load(source)
            return nil
        } catch { return error }
    }

    private func write(_ text: String, _ name: String, mode: mode_t = 0o600) -> String {
        let path = "\(directory.path)/\(name)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        _ = Glibc.write(descriptor, text, text.utf8.count)
        fchmod(descriptor, mode)
        close(descriptor)
        return path
    }

    /// A data directory inside the test's own, so that what is beside it is removed too.
    private func withDataDirectory(_ body: (String) throws -> Void) rethrows {
        let data = "\(directory.path)/data"
        mkdir(data, 0o700)
        defer { rmdir(data) }
        try body(data)
    }

    @Test("HKDF gives the figures of RFC 5869")
    func derivation() {
        let key = Cryptography.hkdfSHA256(
            secret: Array(repeating: 0x0B, count: 22), salt: Array(0x00...0x0C),
            information: Array(0xF0...0xF9), count: 42)
        let expected: [UInt8] = [
            0x3C, 0xB2, 0x5F, 0x25, 0xFA, 0xAC, 0xD5, 0x7A, 0x90, 0x43, 0x4F, 0x64, 0xD0, 0x36, 0x2F, 0x2A,
            0x2D, 0x2D, 0x0A, 0x90, 0xCF, 0x1A, 0x5A, 0x4C, 0x5D, 0xB0, 0x2D, 0x56, 0xEC, 0xC4, 0xC5, 0xBF,
            0x34, 0x00, 0x72, 0x08, 0xD5, 0xB8, 0x87, 0x18, 0x58, 0x65,
        ]
        #expect(key == expected)
    }

    @Test("each purpose has a key of its own")
    func purposes() throws {
        let secret = try #require(ServerSecret(Array("0123456789abcdef0123456789abcdef".utf8)))
        let keys = ServerSecret.Purpose.allCases.map { secret.key(for: $0) }
        #expect(Set(keys).count == ServerSecret.Purpose.allCases.count)
        #expect(keys.allSatisfy { $0.count == 32 })
        #expect("\(secret)" == "***")
    }

    @Test("without a given one it is made once, beside the data directory, for its owner alone")
    func making() throws {
        try withDataDirectory { data in
            let first = try ServerSecret.load(.beside(dataDirectory: data))
            let path = try ServerSecret.path(beside: data)
            #expect(path.hasSuffix("/.data.secret"))
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o600 && status.st_size == 44)
            for spelling in ["\(data)/", "\(data)/.", "\(data)/../data"] {
                let again = try ServerSecret.load(.beside(dataDirectory: spelling))
                #expect(again.key(for: .portalMAC) == first.key(for: .portalMAC))
            }
            #expect(rmdir(data) == 0, "the data directory holds nothing of it")
        }
    }

    @Test("a secret that others may read is refused; a short one too")
    func refusals() {
        withDataDirectory { data in
            let text = String(repeating: "s", count: 32)
            _ = write(text, ".data.secret", mode: 0o640)
            #expect(failure(.beside(dataDirectory: data))?.exitCode == ExitCode.configuration)
            _ = write(String(text.dropLast()) + "\n", ".data.secret")
            #expect(failure(.beside(dataDirectory: data))?.description.contains("at least 32 bytes") == true)
            _ = write("", ".data.secret")
            #expect(failure(.beside(dataDirectory: data))?.exitCode == ExitCode.configuration)
        }
    }

    @Test("a given file and a given text mean the same; the file may be everybody's, as containers have it")
    func given() throws {
        let text = String(repeating: "s", count: 32)
        let path = write(text + "\n", "given", mode: 0o644)
        let (file, direct) = (try ServerSecret.load(.file(path)), try ServerSecret.load(.text(Secret(text))))
        #expect(file.key(for: .sessionTokens) == direct.key(for: .sessionTokens))
        #expect(failure(.text(Secret("short")))?.description == "HOLDFAST_SECRET must have at least 32 bytes")
        #expect(failure(.file(directory.path + "/none"))?.exitCode == ExitCode.configuration)
        #expect(failure(.file(directory.path))?.exitCode == ExitCode.configuration)
        let large = write(String(repeating: "s", count: 65_537), "large")
        #expect(failure(.file(large))?.exitCode == ExitCode.configuration)
    }

    @Test("what is no directory, or has nothing beside it, has no secret")
    func nowhere() {
        #expect(failure(.beside(dataDirectory: "\(directory.path)/none"))?.exitCode == ExitCode.configuration)
        #expect(failure(.beside(dataDirectory: "/"))?.description.contains("--secret-file") == true)
    }
}
