import Journaling

/// What the journal has done, for those who watch over it.
package struct JournalFigures: Sendable {
    package let appendedSequence: UInt64
    package let durableSequence: UInt64
    package let bytesAppended: UInt64
    package let syncCount: UInt64
    package let syncNanoseconds: UInt64
}

extension Shop {
    package var journalFigures: JournalFigures {
        let syncs = journal.syncer.figures
        return JournalFigures(
            appendedSequence: journal.appendedSequence, durableSequence: journal.durableSequence,
            bytesAppended: journal.bytesAppended, syncCount: syncs.count, syncNanoseconds: syncs.nanoseconds)
    }

    /// Whether the next commit has something to write.
    package var hasUncommitted: Bool { journal.hasPending }
}
