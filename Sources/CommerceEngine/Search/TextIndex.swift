/// Which rows contain a word: an inverted index over the words and codes of each row's texts.
///
///     ordinal ∈ postings[term] ⟺ term ∈ terms[ordinal]
///     ordinal ∈ heads[p] ⟺ a term of the row begins with p, for every p of one or two bytes
///
/// Terms are folded words and codes (``TextFolding``), numbered; a number is used again when its term has no
/// row left. The dictionary orders the numbers by text, so the terms that begin with something are neighbours;
/// the rows of beginnings of one and two bytes, which may be most of them, are kept ready.
///
/// It keeps no texts, only terms, and ranks nothing: a row matches or does not.
package final class TextIndex {
    private let hash: ByteHash
    private let termsByText = KeyTable()
    private(set) var dictionary = SortedOrdinals<TextKey>()
    private(set) var postings: [Postings] = []
    /// Of each row, ascending.
    private var terms: [[UInt32]] = []
    private var freeTerms: [UInt32] = []
    private(set) var heads = [Postings](repeating: Postings(), count: 256 + 65_536)

    package init(hash: ByteHash) { self.hash = hash }

    /// How many different words and codes there are.
    package var termCount: Int { dictionary.count }

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
        let (oldHeads, newHeads) = (headsOf(old), headsOf(new))
        for head in difference(oldHeads, newHeads) { heads[Int(head)].remove(ordinal) }
        for head in difference(newHeads, oldHeads) { heads[Int(head)].insert(ordinal) }
        for term in difference(new, old) { postings[Int(term)].insert(ordinal) }
        for term in difference(old, new) {
            postings[Int(term)].remove(ordinal)
            if postings[Int(term)].isEmpty { free(term) }
        }
        terms[Int(ordinal)] = new
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
            dictionary.set(term, TextKey(exactly: String(decoding: bytes, as: UTF8.self)))
            return term
        }
    }

    private func free(_ term: UInt32) {
        termsByText.remove(hash(dictionary.keys[Int(term)].text), UInt64(term))
        dictionary.remove(term)
        freeTerms.append(term)
    }

    /// The beginnings of the terms, as places in ``heads``, ascending.
    private func headsOf(_ terms: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(terms.count * 2)
        for term in terms {
            let head = dictionary.keys[Int(term)].head
            result.append(UInt32(head >> 56))
            if head >> 48 & 0xFF != 0 { result.append(256 + UInt32(head >> 48)) }
        }
        return ascendingWithoutRepeats(result)
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
