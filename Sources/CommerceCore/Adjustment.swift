/// A change of stock made by hand, with its reason.
package struct Adjustment: Hashable, Sendable {
    package let change: Quantity
    package let before: Quantity
    package let reason: String
    package let notes: String?
    package let by: SubjectOrdinal
    package let at: Timestamp
    package let sequence: UInt64

    package var after: Quantity { before + change }

    package init(
        change: Quantity, before: Quantity, reason: String, notes: String?, by subject: SubjectOrdinal,
        at: Timestamp, sequence: UInt64
    ) {
        self.change = change
        self.before = before
        self.reason = reason
        self.notes = notes
        by = subject
        self.at = at
        self.sequence = sequence
    }
}
