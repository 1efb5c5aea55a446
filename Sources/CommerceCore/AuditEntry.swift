/// That somebody changed something: who, when, which operation, on what, and the names of the fields that were
/// given. Never their values: it holds no personal data and no secrets.
package struct AuditEntry: Hashable, Sendable {
    package let at: Timestamp
    package let by: SubjectOrdinal
    package let operation: String
    /// The text of the id of what was changed.
    package let target: String?
    package let fields: [String]

    package init(
        at: Timestamp, by subject: SubjectOrdinal, operation: String, target: String?, fields: [String]
    ) {
        self.at = at
        by = subject
        self.operation = operation
        self.target = target
        self.fields = fields
    }
}
