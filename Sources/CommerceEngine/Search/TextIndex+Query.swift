// What a query finds.
extension TextIndex {
    /// The rows that a query asks for; `nil` if it asks for nothing, having no letter and no digit.
    ///
    /// A query falls at spaces into parts, all of which a row must have. It has a part if
    /// each word of the part begins one of the row's words or codes, or the part as it stands begins one of
    /// its codes. So `whit mug` finds "Mugs, white", and `ab-12` finds the SKU `AB-123`.
    ///
    /// - Complexity: O(words of a bitmap) for each word of one or two bytes; for others O(terms that begin so
    ///   + their rows), together at most once through the index however many words there are.
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
    private func rows(beginning prefix: [UInt8], capacity: Int) -> Bitmap {
        var rows = Bitmap(capacity: capacity)
        switch prefix.count {
        case 1: heads[Int(prefix[0])].formUnion(into: &rows)
        case 2: heads[256 + Int(prefix[0]) << 8 + Int(prefix[1])].formUnion(into: &rows)
        default: addRows(beginning: TextKey(exactly: String(decoding: prefix, as: UTF8.self)), to: &rows)
        }
        return rows
    }

    private func addRows(beginning prefix: TextKey, to rows: inout Bitmap) {
        let start = dictionary.place { $1 < prefix }
        let end = dictionary.place { $1 < prefix || $1.hasPrefix(prefix) }
        var chunk = start.chunk
        while chunk < dictionary.chunks.count, chunk <= end.chunk {
            let terms = dictionary.chunks[chunk]
            let from = chunk == start.chunk ? start.index : 0
            let to = chunk == end.chunk ? end.index : terms.count
            for term in terms[from..<to] { postings[Int(term)].formUnion(into: &rows) }
            chunk += 1
        }
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
