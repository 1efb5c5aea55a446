/// When a committed record is on the disk.
package enum Durability: String, Sendable, CaseIterable {
    /// Before `commit` returns: nothing that was confirmed is lost by a power cut.
    case always
    /// At the latest one sync interval later: a power cut loses at most that much, a crash of the process nothing.
    case interval
    /// When the system gets round to it: a crash of the process loses nothing.
    case none
}
