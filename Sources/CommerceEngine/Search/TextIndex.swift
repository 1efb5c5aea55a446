/// Which rows contain a word: an inverted index over the words and codes of each row's texts.
///
///     ordinal ∈ postings[term] ⟺ term ∈ terms[ordinal]
///     ordinal ∈ beginnings[p] ⟺ a term of the row begins with p, for every p that has a node
///
/// Terms are folded words and codes (``TextFolding``), numbered; a number is used again when its term has no
/// row left. The dictionary orders the numbers by text, so the terms that begin with something are neighbours;
/// where these are many, ``Beginnings`` keeps their rows ready.
///
/// It keeps no texts, only terms, and ranks nothing: a row matches or does not.
package final class TextIndex {
    private let hash: ByteHash
    private let termsByText = KeyTable()
    private(set) var dictionary = LazyOrder<TextKey>()
    private(set) var postings: [Postings] = []
    /// Of each row, ascending.
    private var terms: [[UInt32]] = []
    private var freeTerms: [UInt32] = []
    private(set) var beginnings = Beginnings()

    package init(hash: ByteHash) { self.hash = hash }

    /// How many different words and codes there are.
    package var termCount: Int { postings.count - freeTerms.count }

    /// Makes these the texts of the row, whatever it had. With none the row is in no answer.
    ///
    /// - Parameters:
    ///   - texts: Found by their words.
    ///   - codes: Found by what stands between spaces, signs included: SKUs, addresses of e-mail.
    /// - Complexity: O(bytes + terms · log terms); what stays the same costs its lookup only.
    package func replace(_ ordinal: UInt32, texts: [String], codes: [String]) {
        var new: [UInt32] = []
        for text in texts { TextFolding.forEachWord(of: text) { new.append(term($0)) } }
        for code in codes { TextFolding.forEachCode(of: code) { new.append(term($0)) } }
        new = ascendingWithoutRepeats(new)
        let missing = Int(ordinal) + 1 - terms.count
        if missing > 0 { terms.append(contentsOf: repeatElement([], count: missing)) }
        let old = terms[Int(ordinal)]
        guard new != old else { return }
        let (oldNodes, newNodes) = (nodes(of: old), nodes(of: new))
        for node in difference(oldNodes, newNodes) { beginnings.remove(ordinal, at: node) }
        for node in difference(newNodes, oldNodes) { beginnings.insert(ordinal, at: node) }
        for term in difference(new, old) { postings[Int(term)].insert(ordinal) }
        for term in difference(old, new) {
            postings[Int(term)].remove(ordinal)
            if postings[Int(term)].isEmpty { free(term) }
        }
        terms[Int(ordinal)] = new
    }

    /// Puts new terms in their places, as the next query would.
    package func settle() {
        dictionary.settle()
        beginnings.split { beginning, body in
            visitTerms(beginning) { body(dictionary.keys[Int($0)], postings[Int($0)]) }
        }
    }

    /// Calls `body` with each term that begins so. The dictionary must be settled.
    ///
    /// - Complexity: O(log terms + such terms).
    func visitTerms(_ beginning: Beginnings.Beginning, _ body: (UInt32) -> Void) {
        let (term, count) = (beginning.term, beginning.byteCount)
        let order = dictionary.order
        let start = order.place { $1.position(toBeginning: count, of: term) < 0 }
        let end = order.place { $1.position(toBeginning: count, of: term) <= 0 }
        var chunk = start.chunk
        while chunk < order.chunks.count, chunk <= end.chunk {
            let terms = order.chunks[chunk]
            let from = chunk == start.chunk ? start.index : 0
            let to = chunk == end.chunk ? end.index : terms.count
            for term in terms[from..<to] { body(term) }
            chunk += 1
        }
    }

    /// The number of a term, made if there is none.
    private func term(_ bytes: borrowing [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            let hashed = hash(bytes)
            let known = termsByText.find(hashed) { dictionary.keys[Int($0)].text.equals(bytes) }
            if let known { return UInt32(known) }
            let term = freeTerms.popLast() ?? UInt32(postings.count)
            if Int(term) == postings.count { postings.append(Postings()) }
            termsByText.insert(hashed, UInt64(term))
            let key = TextKey(exactly: String(decoding: bytes, as: UTF8.self))
            dictionary.set(term, key)
            beginnings.add(key)
            return term
        }
    }

    private func free(_ term: UInt32) {
        beginnings.remove(dictionary.keys[Int(term)])
        termsByText.remove(hash(dictionary.keys[Int(term)].text), UInt64(term))
        dictionary.remove(term)
        freeTerms.append(term)
    }

    /// The nodes of all beginnings of the terms, ascending.
    private func nodes(of terms: [UInt32]) -> [UInt32] {
        var nodes: [UInt32] = []
        nodes.reserveCapacity(terms.count * 3)
        for term in terms { beginnings.appendNodes(of: dictionary.keys[Int(term)], to: &nodes) }
        return ascendingWithoutRepeats(nodes)
    }

    private func ascendingWithoutRepeats(_ numbers: [UInt32]) -> [UInt32] {
        let sorted = numbers.sorted()
        var result: [UInt32] = []
        result.reserveCapacity(sorted.count)
        for number in sorted where result.last != number { result.append(number) }
        return result
    }

    /// What is in `left` but not in `right`, both ascending.
    private func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var index = 0
        for number in left {
            while index < right.count, right[index] < number { index += 1 }
            if index == right.count || right[index] != number { result.append(number) }
        }
        return result
    }
}
