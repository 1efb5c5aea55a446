import Glibc

/// What goes wrong on a ``FaultyStorage``. Calls, reads and writes are counted from 1, since the disk was
/// made or its counts were reset.
package struct StorageFaults: Sendable {
    /// This call fails …
    package var failingCall: Int?
    /// … with this reason …
    package var failingErrno: CInt = EIO
    /// … and so does every later one.
    package var failsPersistently = false
    /// Syncs report success and do nothing: the control that must lose data.
    package var ignoresSyncs = false
    /// One write in so many writes only a part of its bytes.
    package var shortWriteOneIn = 0
    /// One read or write in so many is interrupted before it does anything.
    package var interruptOneIn = 0
    /// This write lands at another place of the same file.
    package var misdirectedWrite: Int?
    /// One bit of what this read returns is wrong.
    package var flippedRead: Int?
    /// All files together may not be longer.
    package var capacityBytes: Int?

    package init() {}

    func errno(forCall call: Int) -> CInt? {
        guard let failingCall else { return nil }
        let isDue = failsPersistently ? call >= failingCall : call == failingCall
        return isDue ? failingErrno : nil
    }
}
