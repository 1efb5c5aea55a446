/// The rows of the terms that begin with something, kept ready wherever there are many such terms.
///
/// A tree over the bytes of the terms. All beginnings of one and two bytes have a node; a longer one has when
/// the node above it was split, for having had more than 1,024 terms:
///
///     rows[node] = union of the postings of all terms that begin so
///
/// So a search by beginning either finds a node, or at most 1,024 terms to look through — even where all
/// SKUs of a shop begin alike. Nodes are not joined again when terms go.
struct Beginnings {
    /// What of a beginning the tree knows.
    enum Finding {
        case node(UInt32)
        /// No node, but few terms: to be looked through.
        case few
        case nothing
    }

    private(set) var rows = [Postings](repeating: Postings(), count: Beginnings.shortCount)
    private var termCounts = [UInt32](repeating: 0, count: Beginnings.shortCount)
    private var isSplit = [Bool](repeating: false, count: Beginnings.shortCount)
    /// From a split node and the next byte.
    private var children: [UInt64: UInt32] = [:]
    /// Nodes to be split.
    private var overfull: [UInt32: Beginning] = [:]

    /// The first bytes of a term; they may end within a letter.
    struct Beginning {
        let term: TextKey
        let byteCount: Int
    }

    /// One byte, then two bytes.
    private static let shortCount = 256 + 65_536
    private static let termsMaximum: UInt32 = 1_024

    /// Adds the nodes of `term`, shortest beginning first.
    ///
    /// - Complexity: O(nodes).
    func appendNodes(of term: TextKey, to nodes: inout [UInt32]) {
        nodes.append(UInt32(term.head >> 56))
        guard term.byteCount > 1 else { return }
        var node = 256 + UInt32(term.head >> 48)
        nodes.append(node)
        var depth = 2
        while isSplit[Int(node)], depth < term.byteCount, let child = child(node, term.byte(at: depth)) {
            nodes.append(child)
            node = child
            depth += 1
        }
    }

    func find(_ beginning: TextKey) -> Finding {
        guard beginning.byteCount > 1 else { return .node(UInt32(beginning.head >> 56)) }
        var node = 256 + UInt32(beginning.head >> 48)
        for depth in 2..<max(beginning.byteCount, 2) {
            guard isSplit[Int(node)] else { return .few }
            guard let child = child(node, beginning.byte(at: depth)) else { return .nothing }
            node = child
        }
        return .node(node)
    }

    mutating func insert(_ ordinal: UInt32, at node: UInt32) { rows[Int(node)].insert(ordinal) }
    mutating func remove(_ ordinal: UInt32, at node: UInt32) { rows[Int(node)].remove(ordinal) }

    /// A new term: makes the nodes for it that split nodes lack, and counts it in all.
    mutating func add(_ term: TextKey) {
        var nodes: [UInt32] = []
        appendNodes(of: term, to: &nodes)
        if nodes.count > 1, nodes.count < term.byteCount, isSplit[Int(nodes[nodes.count - 1])] {
            nodes.append(makeChild(nodes[nodes.count - 1], term.byte(at: nodes.count)))
        }
        for node in nodes { termCounts[Int(node)] += 1 }
        guard let last = nodes.last, nodes.count > 1, nodes.count < term.byteCount,
            termCounts[Int(last)] > Beginnings.termsMaximum, overfull[last] == nil
        else { return }
        overfull[last] = Beginning(term: term, byteCount: nodes.count)
    }

    /// A term that has no row any more.
    mutating func remove(_ term: TextKey) {
        var nodes: [UInt32] = []
        appendNodes(of: term, to: &nodes)
        for node in nodes { termCounts[Int(node)] -= 1 }
    }

    /// Splits what has become too full.
    ///
    /// - Parameter visitTerms: Calls its second argument with each term that begins with the first, and its rows.
    /// - Complexity: O(terms and rows of the nodes split).
    mutating func split(_ visitTerms: (Beginning, (TextKey, Postings) -> Void) -> Void) {
        while let (node, beginning) = overfull.popFirst() {
            isSplit[Int(node)] = true
            let depth = beginning.byteCount
            var ordinals: [UInt8: Bitmap] = [:]
            var made: [(UInt32, Beginning)] = []
            visitTerms(beginning) { term, postings in
                guard term.byteCount > depth else { return }
                let byte = term.byte(at: depth)
                let child = child(node, byte) ?? makeChild(node, byte)
                if termCounts[Int(child)] == 0 {
                    made.append((child, Beginning(term: term, byteCount: depth + 1)))
                }
                termCounts[Int(child)] += 1
                postings.formUnion(into: &ordinals[byte, default: Bitmap()])
            }
            for (child, beginning) in made {
                ordinals[beginning.term.byte(at: depth)]?.visit { rows[Int(child)].insert($0) }
                if termCounts[Int(child)] > Beginnings.termsMaximum { overfull[child] = beginning }
            }
        }
    }

    private func child(_ node: UInt32, _ byte: UInt8) -> UInt32? {
        children[UInt64(node) << 8 | UInt64(byte)]
    }

    private mutating func makeChild(_ node: UInt32, _ byte: UInt8) -> UInt32 {
        let child = UInt32(rows.count)
        children[UInt64(node) << 8 | UInt64(byte)] = child
        rows.append(Postings())
        termCounts.append(0)
        isSplit.append(false)
        return child
    }
}
