// What a query finds.
extension TextIndex {
    /// The rows that a query asks for; `nil` if it asks for nothing, having no letter and no digit.
    ///
    /// A query falls at spaces into parts, all of which a row must have. It has a part if
    /// each word of the part begins one of the row's words or codes, or the part as it stands begins one of
    /// its codes. So `whit mug` finds "Mugs, white", and `ab-12` finds the SKU `AB-123`.
    ///
    /// - Complexity: For each word O(words of a bitmap), or at most 1,024 terms and their rows. Terms that are new
    ///   since the last query are put in their places first.
    package func rows(matching query: String, capacity: Int) -> Bitmap? {
        let parts = TextQuery(query)
        guard !parts.isEmpty else { return nil }
        var result: Bitmap?
        for word in parts.words {
            let rows = rows(beginning: word, capacity: capacity)
            result.intersect(rows)
            if result?.isEmpty == true { return result }
        }
        for part in parts.codes {
            var rows = rows(beginning: part.code, capacity: capacity)
            var all: Bitmap?
            for word in part.words { all.intersect(self.rows(beginning: word, capacity: capacity)) }
            if let all { rows.formUnion(all) }
            result.intersect(rows)
            if result?.isEmpty == true { return result }
        }
        return result
    }

    /// The rows with a term that begins with these bytes.
    private func rows(beginning bytes: [UInt8], capacity: Int) -> Bitmap {
        settle()
        var rows = Bitmap(capacity: capacity)
        let key = TextKey(exactly: String(decoding: bytes, as: UTF8.self))
        switch beginnings.find(key) {
        case .nothing: break
        case .node(let node): beginnings.rows[Int(node)].formUnion(into: &rows)
        case .few:
            visitTerms(Beginnings.Beginning(term: key, byteCount: bytes.count)) {
                postings[Int($0)].formUnion(into: &rows)
            }
        }
        return rows
    }
}

/// A query in the form in which it is run.
struct TextQuery {
    struct Code {
        let code: [UInt8]
        let words: [[UInt8]]
    }

    /// Longest first. None begins another: the longer one implies it.
    private(set) var words: [[UInt8]] = []
    /// Parts with signs in them.
    private(set) var codes: [Code] = []

    var isEmpty: Bool { words.isEmpty && codes.isEmpty }

    init(_ query: String) {
        var all: [[UInt8]] = []
        TextFolding.forEachCode(of: query) { bytes in
            let code = copy bytes
            var words: [[UInt8]] = []
            TextFolding.forEachWord(of: String(decoding: code, as: UTF8.self)) { words.append(copy $0) }
            if words == [code] { all.append(code) } else { codes.append(Code(code: code, words: words)) }
        }
        all.sort { $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count }
        for word in all where !words.contains(where: { $0.starts(with: word) }) { words.append(word) }
    }
}

extension Bitmap? {
    /// Keeps what is in `rows`; `nil` stands for everything.
    fileprivate mutating func intersect(_ rows: Bitmap) {
        if self == nil { self = rows } else { self!.formIntersection(rows) }
    }
}
