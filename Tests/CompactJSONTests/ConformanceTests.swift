import CompactJSON
import Glibc
import Testing

/// Where Nicolas Seriot's JSONTestSuite lies beside the package; absent in a bare checkout.
private let suiteFolder: String? = {
    guard let this = realpath(#filePath, nil) else { return nil }
    defer { free(this) }
    // <package>/Tests/CompactJSONTests/<file>
    let package = String(cString: this).split(separator: "/").dropLast(3)
    let folder = "/" + (package.dropLast() + ["shared", "data", "json-test-suite"]).joined(separator: "/")
    return access(folder, R_OK) == 0 ? folder : nil
}()

private let suiteAbsent: Comment = "the JSON test suite is not beside the package: conformance was NOT tested"

@Suite("JSONTestSuite", .enabled(if: suiteFolder != nil, suiteAbsent))
struct ConformanceTests {
    private let folder = suiteFolder ?? ""
    private let reader = Reader(limits: JSONLimits(depthMax: 512), capacityBytes: 1 << 20)

    /// Valid by RFC 8259, refused by the wire.
    private static let refusedByTheWire: [String: JSONError.Code] = [
        "y_object_duplicated_key.json": .duplicateKey,
        "y_object_duplicated_key_and_value.json": .duplicateKey,
    ]

    @Test("what must be accepted is accepted, but for duplicate keys")
    func accepted() throws {
        let files = try names("y_")
        #expect(files.count >= 90)
        for name in files {
            #expect(reader.refusal(try contents(name))?.code == Self.refusedByTheWire[name], "\(name)")
        }
    }

    @Test("what must be refused is refused")
    func refused() throws {
        let files = try names("n_")
        #expect(files.count >= 180)
        for name in files { #expect(reader.refusal(try contents(name)) != nil, "\(name)") }
    }

    @Test("where the RFC leaves it open, numbers of any size are text, and everything doubtful is refused")
    func undefined() throws {
        let files = try names("i_")
        #expect(files.count >= 30)
        for name in files {
            let isAccepted = name.hasPrefix("i_number") || name == "i_structure_500_nested_arrays.json"
            #expect((reader.refusal(try contents(name)) == nil) == isAccepted, "\(name)")
        }
    }

    @Test("the reference parser of these tests agrees on every file")
    func reference() throws {
        for name in try names("") where !name.hasPrefix("n_structure_") {
            let bytes = try contents(name)
            let isAccepted = ReferenceJSON.parse(bytes, depthMax: 512) != nil
            #expect((reader.refusal(bytes) == nil) == isAccepted, "\(name)")
        }
    }

    private func names(_ prefix: String) throws -> [String] {
        let directory = try #require(opendir(folder))
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(prefix), name.hasSuffix(".json") { names.append(name) }
        }
        return names.sorted()
    }

    private func contents(_ name: String) throws -> [UInt8] {
        let file = try #require(fopen("\(folder)/\(name)", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }
}
