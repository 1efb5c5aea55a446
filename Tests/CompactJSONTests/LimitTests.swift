import CompactJSON
import Testing

@Suite("Limits")
struct LimitTests {
    private func nested(_ depth: Int) -> [UInt8] {
        Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
    }

    @Test("depth is limited exactly", arguments: [1, 2, 32, 512])
    func depth(limit: Int) {
        let reader = Reader(limits: JSONLimits(depthMax: limit))
        #expect(reader.refusal(nested(limit)) == nil)
        #expect(reader.refusal(nested(limit + 1)) == JSONError(.tooDeep, offset: limit))
    }

    @Test("a million brackets cost no stack")
    func million() {
        let reader = Reader(capacityBytes: 1 << 20)
        #expect(reader.refusal(Array(repeating: 0x5B, count: 1_000_000)) == JSONError(.tooDeep, offset: 32))
        let objects = Array(repeatElement(Array("{\"a\":".utf8), count: 200_000).joined())
        #expect(reader.refusal(objects) == JSONError(.tooDeep, offset: 160))
    }

    @Test("the deepest text that is allowed can be fingerprinted")
    func deepFingerprint() throws {
        let reader = Reader(limits: JSONLimits(depthMax: 512))
        #expect(try reader.parse(nested(512)).fingerprint() != reader.parse(nested(511)).fingerprint())
    }

    @Test("length is limited exactly, white space included")
    func length() {
        let reader = Reader(limits: JSONLimits(bytesMax: 10))
        #expect(reader.refusal("\"12345678\"") == nil)
        #expect(reader.refusal("\"123456\"  ") == nil)
        #expect(reader.refusal("\"123456\"   ") == JSONError(.tooLong, offset: 10))
    }

    @Test("values and keys are counted together")
    func tokens() {
        let reader = Reader(limits: JSONLimits(tokensMax: 5))
        #expect(reader.refusal("[1,2,3,4]") == nil)
        #expect(reader.refusal("[1,2,3,4,5]") == JSONError(.tooManyValues, offset: 9))
        #expect(reader.refusal("{\"a\":1,\"b\":2}") == nil)
        #expect(reader.refusal("{\"a\":1,\"b\":[2]}") == JSONError(.tooManyValues, offset: 12))
    }

    @Test("a hundred thousand members are checked for duplicates in a blink", .timeLimit(.minutes(1)))
    func manyMembers() throws {
        let reader = Reader(limits: JSONLimits(bytesMax: 1 << 22), capacityBytes: 1 << 22)
        let members = (0..<100_000).map { "\"key\($0)\":\($0)" }
        let text = "{" + members.joined(separator: ",") + "}"
        #expect(try reader.parse(text).count == 100_000)
        let last = "{" + members.joined(separator: ",") + ",\"key777\":0}"
        #expect(reader.refusal(last) == JSONError(.duplicateKey, offset: text.utf8.count))
    }

    @Test(
        "a duplicate is found at every size, first and last",
        arguments: [2, 3, 23, 24, 25, 26, 64, 65, 1_000])
    func duplicateAtEverySize(count: Int) {
        let reader = Reader()
        let keys = (0..<count).map { "\"k\($0)\"" }
        func text(_ keys: [String]) -> String { "{" + keys.map { "\($0):[{}]" }.joined(separator: ",") + "}" }
        #expect(reader.refusal(text(keys)) == nil)
        for repeated in [0, count / 2, count - 1] {
            let offset = text(keys).utf8.count
            #expect(reader.refusal(text(keys + [keys[repeated]])) == JSONError(.duplicateKey, offset: offset))
        }
        let error = reader.refusal(text([keys[count - 1]] + keys))
        #expect(error?.code == .duplicateKey)
    }

    @Test("limits that the tables cannot hold trap")
    func impossibleLimits() async {
        await #expect(processExitsWith: .failure) { _ = JSONLimits(depthMax: 513) }
        await #expect(processExitsWith: .failure) { _ = JSONLimits(bytesMax: 1 << 28) }
        await #expect(processExitsWith: .failure) { _ = JSONLimits(tokensMax: 0) }
    }
}
