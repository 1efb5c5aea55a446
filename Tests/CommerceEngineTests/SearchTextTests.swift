import CommerceCore
import CommerceEngine
import Testing

@Suite("search of texts")
struct SearchTextTests {
    @Test(
        "case, accents and the way an accent is written do not count; signs part words",
        arguments: [
            ("Crème Brûlée", "creme brulee", true), ("creme bru\u{302}le\u{301}e", "CRÈME", true),
            ("Straße", "strasse", true), ("ÆRØ", "aero", true), ("Łódź", "LODZ", true),
            ("Ţ-light/holder", "light t", true), ("men's", "men", true), ("ΑΘΗΝΑ", "αθη", true),
            ("White mug", "mu whi", true), ("White mug", "mug red", false), ("White mug", "ug", false),
            ("White mug", "mug mugs", false), ("White mug", "m mu mug", true), ("White mug", "!?", true),
            ("White mug", "", true), ("naïve", "naif", false), ("İstanbul", "istanbul", true),
            ("a×b÷c", "b", true), ("हिन्दी", "हिन्द", true), ("x", "x\u{0}", true),
        ])
    func words(text: String, query: String, isFound: Bool) {
        let index = TextIndex(hash: ByteHash(seed: 3))
        index.replace(7, texts: [text], codes: [])
        let rows = index.rows(matching: query, capacity: 8)
        #expect((rows?.contains(7) ?? true) == isFound)
    }

    @Test(
        "a code is found as a whole and by its beginning, signs included",
        arguments: [
            ("AB-123", "ab-123", true), ("AB-123", "ab-12", true), ("AB-123", "ab", true),
            ("AB-123", "ab-13", false), ("AB-123", "123", false), ("AB-123", "b-123", false),
            ("#55/7", "55/", true), ("#55/7", "#55", true), ("AB 123", "AB 12", true),
            ("ana@example.org", "ana@ex", true), ("ana@example.org", "ana@b", false),
        ])
    func codes(code: String, query: String, isFound: Bool) {
        let index = TextIndex(hash: ByteHash(seed: 3))
        index.replace(7, texts: [], codes: [code])
        #expect(index.rows(matching: query, capacity: 8)?.contains(7) == isFound)
    }

    @Test("a part with signs is found as words too, in any order")
    func partsAsWords() {
        let index = TextIndex(hash: ByteHash(seed: 3))
        index.replace(0, texts: ["Holder for a light, t shaped"], codes: [])
        index.replace(1, texts: ["Lightning"], codes: ["T-LIGHT"])
        index.replace(2, texts: ["Light"], codes: [])
        var found: [UInt32] = []
        index.rows(matching: "t-light", capacity: 3)?.visit { found.append($0) }
        #expect(found == [0, 1])
    }

    @Test("words longer than 64 bytes are found by what fits, in texts and queries alike")
    func longWords() {
        let index = TextIndex(hash: ByteHash(seed: 3))
        let long = String(repeating: "é", count: 5_000)
        index.replace(0, texts: [long + "x"], codes: [long])
        #expect(index.rows(matching: long, capacity: 1)?.contains(0) == true)
        #expect(index.rows(matching: "eee", capacity: 1)?.contains(0) == true)
        #expect(index.termCount == 1)
    }

    @Test("replacing texts forgets what only the old ones had")
    func replacing() {
        let index = TextIndex(hash: ByteHash(seed: 3))
        index.replace(0, texts: ["white mug"], codes: ["a-1"])
        index.replace(1, texts: ["white cup"], codes: ["a-2"])
        index.replace(0, texts: ["white bowl"], codes: ["a-1"])
        #expect(index.termCount == 5)
        #expect(index.rows(matching: "mu", capacity: 2)?.isEmpty == true)
        #expect(index.rows(matching: "mug", capacity: 2)?.isEmpty == true)
        #expect(index.rows(matching: "w", capacity: 2)?.count == 2)
        #expect(index.rows(matching: "bow", capacity: 2)?.contains(0) == true)
    }

    @Test(
        "rows are found by every beginning of a code, however many codes begin alike",
        arguments: ["SKU-", "é茶-long-beginning-"])
    func commonBeginnings(beginning: String) {
        let index = TextIndex(hash: ByteHash(seed: 3))
        var codes: [UInt32: String] = [:]
        func check(_ query: String) {
            let folded = beginning == "SKU-" ? query.lowercased() : query.replacing("é", with: "e")
            var found: [UInt32] = []
            index.rows(matching: query, capacity: 5_000)?.visit { found.append($0) }
            #expect(found == codes.filter { $0.value.hasPrefix(folded) }.keys.sorted(), "\(query)")
        }
        func set(_ ordinal: UInt32, _ number: Int) {
            let code = beginning + String(number)
            index.replace(ordinal, texts: [], codes: [code])
            codes[ordinal] = beginning == "SKU-" ? code.lowercased() : code.replacing("é", with: "e")
        }
        let queries = ["", "1", "12", "499", "49", "7777777", "x"].map { beginning + $0 }
        // Splits many nodes at once, then one by one; moves rows between terms that stand and that go.
        for ordinal in 0..<2_500 as Range<UInt32> { set(ordinal, Int(ordinal) * 7_919 % 100_000) }
        queries.forEach(check)
        for ordinal in 2_500..<5_000 as Range<UInt32> {
            set(ordinal, Int(ordinal) * 7_919 % 100_000)
            if ordinal.isMultiple(of: 500) { queries.forEach(check) }
        }
        for ordinal in 0..<4_000 as Range<UInt32> { set(ordinal, Int(ordinal) % 1_500 * 11) }
        queries.forEach(check)
        for ordinal in 0..<5_000 as Range<UInt32> where !ordinal.isMultiple(of: 100) {
            index.replace(ordinal, texts: [], codes: [])
            codes[ordinal] = nil
        }
        queries.forEach(check)
        #expect(index.termCount == Set(codes.values).count)
    }
}
