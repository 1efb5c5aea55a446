import Synchronization

/// The first error after which a journal must not be used again. Sticky: it is never cleared.
///
/// After a failed write or sync, memory is ahead of the disk and a second sync may claim a success it
/// has not had; the only safe thing is to stop. Shared by the owner's thread and the background.
package final class JournalFailure: Sendable {
    private let isSet = Atomic(false)
    private let first = Mutex<JournalError?>(nil)

    /// The error, if there has been one. Costs one atomic load while there is none.
    package var error: JournalError? {
        guard isSet.load(ordering: .acquiring) else { return nil }
        return first.withLock { $0 }
    }

    func record(_ error: JournalError) {
        first.withLock { $0 = $0 ?? error }
        isSet.store(true, ordering: .releasing)
    }

    func check() throws(JournalError) {
        if let error { throw error }
    }

    /// Runs a step whose failure ends the journal's use.
    func guarding<Result>(_ step: () throws(StorageError) -> Result) throws(JournalError) -> Result {
        do throws(StorageError) {
            return try step()
        } catch {
            record(JournalError(error))
            throw JournalError(error)
        }
    }
}
