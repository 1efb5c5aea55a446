import CommerceClient
import CompactJSON
import Testing

@Suite("Words of a call")
struct RetailCallArgumentsTests {
    private func request(_ words: [String]) throws(CallArgumentError) -> String {
        let arguments = try CallArguments(words)
        var writer = JSONWriter()
        arguments.write(operation: "x", into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        "JSON goes as it is, everything else and every text as a string",
        arguments: [
            ("quantity=5", #""quantity":5"#), ("quantity=-1", #""quantity":-1"#),
            ("isActive=true", #""isActive":true"#),
            ("quantity=05", #""quantity":"05""#), ("ttlSeconds=0", #""ttlSeconds":0"#),
            ("items=[{\"sku\":\"1\"}]", #""items":[{"sku":"1"}]"#), ("items=[1,\n2]", #""items":[1, 2]"#),
            ("sku=22423", #""sku":"22423""#), ("sku=\"22423\"", #""sku":"22423""#),
            ("sku=true", #""sku":"true""#),
            ("customerId=7", #""customerId":"7""#), ("orderNumber=7", #""orderNumber":"7""#),
            ("unitPrice=4.95", #""unitPrice":"4.95""#), ("token=a=b", #""token":"a=b""#),
            ("barcode=null", #""barcode":null"#), ("name=\"null\"", #""name":"null""#),
            ("notes=", #""notes":"""#),
            ("notes=say \"hi\"\n", #""notes":"say \"hi\"\n""#), ("wei\"rd=1", #""wei\"rd":1"#),
            ("id=1", #""id":1"#),
        ])
    func values(word: String, member: String) throws {
        #expect(try request([word]) == "{\"op\":\"x\",\(member)}")
    }

    @Test("members stand in the order of the words")
    func order() throws {
        #expect(try request(["b=1", "a=2"]) == #"{"op":"x","b":1,"a":2}"#)
        #expect(try request([]) == #"{"op":"x"}"#)
    }

    @Test(
        "words that are no members are refused",
        arguments: [["sku"], ["=1"], [""], ["op=ping"], ["sku=1", "sku=2"]])
    func refused(words: [String]) {
        #expect(throws: CallArgumentError.self) { _ = try request(words) }
    }
}
