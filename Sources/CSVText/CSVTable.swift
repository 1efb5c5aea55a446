/// A whole table in memory: its header and the rows under it, wholly blank ones left out.
///
/// Rows may be shorter or longer than the header; whoever reads the table judges that, so that all such rows can be
/// reported together.
package struct CSVTable: Hashable, Sendable {
    package let header: CSVHeader
    package let rows: [CSVRow]

    package init(header: CSVHeader, rows: [CSVRow]) {
        self.header = header
        self.rows = rows
    }

    /// Reads a text.
    ///
    /// - Parameter delimiter: `nil` finds it out, see ``delimiter(of:)``.
    /// - Throws: What ``CSVReader/next()`` throws; ``CSVError/Code/empty`` if there is no row.
    /// - Complexity: O(length).
    package init(
        reading text: [UInt8], delimiter: UInt8? = nil, limits: CSVLimits = CSVLimits(),
        formulas: CSVFormulas = .guarded
    ) throws(CSVError) {
        self = try text.withUnsafeBufferPointer { (buffer) throws(CSVError) in
            let bytes = UnsafeRawBufferPointer(buffer)
            var reader = CSVReader(
                bytes, delimiter: delimiter ?? CSVTable.delimiter(of: bytes), limits: limits,
                formulas: formulas)
            guard let first = try reader.next() else { throw CSVError(.empty, line: 1) }
            var rows: [CSVRow] = []
            while let row = try reader.next() {
                if !row.isBlank { rows.append(row) }
            }
            return CSVTable(header: CSVHeader(first.fields), rows: rows)
        }
    }

    /// The delimiter that the first line uses: whichever of comma, semicolon and TAB stands there most often outside
    /// quotes; the comma if none does.
    ///
    /// - Complexity: O(length of the first line).
    package static func delimiter(of bytes: UnsafeRawBufferPointer) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}
