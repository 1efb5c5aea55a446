/// What is wrong with one row of a table, so that a person can find and mend it.
package struct TableIssue: Hashable, Sendable, CustomStringConvertible {
    /// The line of the file, from 1.
    package let line: Int
    /// The name of the column as the file spells it; `nil` if the whole row or file is at fault.
    package let column: String?
    /// What is wrong, such as `the file says "12,5"`.
    package let reason: String
    /// What would be right, such as `a whole number from 0 to 9`.
    package let allowed: String

    package init(line: Int, column: String? = nil, reason: String, allowed: String) {
        self.line = line
        self.column = column
        self.reason = reason
        self.allowed = allowed
    }

    package var description: String {
        "line \(line)\(column.map { ", \($0)" } ?? ""): \(reason); allowed is \(allowed)"
    }

    /// The issue of a field that says something else than it may. Quotes at most 40 characters of it.
    static func field(_ text: String, line: Int, column: String, allowed: String) -> TableIssue {
        let quoted = text.count > 40 ? text.prefix(40) + "…" : text[...]
        let reason = text.isEmpty ? "the field is empty" : "the file says \"\(quoted)\""
        return TableIssue(line: line, column: column, reason: reason, allowed: allowed)
    }
}

/// All the issues of one table: counted without bound, kept up to ``keptMax``.
package struct TableIssues: Hashable, Sendable {
    package static let keptMax = 1_000

    /// The first ``keptMax``, in the order of the lines as far as rows are judged one by one.
    package private(set) var items: [TableIssue] = []
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    package mutating func add(_ issue: TableIssue) {
        count += 1
        if items.count < TableIssues.keptMax { items.append(issue) }
    }
}
