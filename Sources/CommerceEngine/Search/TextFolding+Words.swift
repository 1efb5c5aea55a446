// How a text falls into what can be searched for.
extension TextFolding {
    /// Calls `body` with each word of `text`, folded: what lies between signs and spaces.
    ///
    /// - Complexity: O(bytes).
    static func forEachWord(of text: String, _ body: (borrowing [UInt8]) -> Void) {
        forEachRun(of: text, startsAt: isWordPart, goesOnWith: isWordPart, body)
    }

    /// Calls `body` with each code of `text`, folded: what lies between spaces, with the signs inside and
    /// after it (`ab-12`, `ana@example.org`) but not those before its first letter or digit.
    ///
    /// - Complexity: O(bytes).
    static func forEachCode(of text: String, _ body: (borrowing [UInt8]) -> Void) {
        forEachRun(
            of: text, startsAt: isWordPart, goesOnWith: { !isSpace($0) }, body)
    }

    @inline(__always)
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return value < 0x80 ? value == 0x20 || value &- 9 < 5 : scalar.properties.isWhitespace
    }

    @inline(__always)
    private static func forEachRun(
        of text: String, startsAt isStart: (Unicode.Scalar) -> Bool,
        goesOnWith isPart: (Unicode.Scalar) -> Bool, _ body: (borrowing [UInt8]) -> Void
    ) {
        var run: [UInt8] = []
        run.reserveCapacity(wordBytesMaximum + 16)
        var isInside = false
        var isFull = false
        for scalar in text.unicodeScalars {
            guard isInside ? isPart(scalar) : isStart(scalar) else {
                if isInside, !run.isEmpty { body(run) }
                isInside = false
                continue
            }
            if !isInside {
                run.removeAll(keepingCapacity: true)
                isInside = true
                isFull = false
            }
            guard !isFull else { continue }
            let length = run.count
            append(scalar, to: &run)
            if run.count > wordBytesMaximum {
                run.removeSubrange(length...)
                isFull = true
            }
        }
        if isInside, !run.isEmpty { body(run) }
    }
}
