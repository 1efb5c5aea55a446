import Glibc

/// The sizes, times and sources of a ``Journal``.
package struct JournalConfiguration: Sendable {
    package var durability = Durability.always
    /// The size of a segment file, its header included. Halved while the disk has no room for it …
    package var segmentBytes = 64 << 20
    /// … but not below this.
    package var segmentBytesMin = 1 << 20
    /// A frame is closed at the first end of a transaction at which it holds this much.
    package var frameBytesMax = 1 << 20
    /// How much of a coming segment is filled with zeros between two syncs …
    package var fillPieceBytes = 256 << 10
    /// … and how long the disk is then left to others.
    package var fillPauseMicroseconds: UInt32 = 2_000
    /// With ``Durability/interval``: the time between two syncs.
    package var syncIntervalMilliseconds: UInt64 = 1_000
    /// Unless every commit syncs: a sync is asked for after this many bytes, so that none is ever long.
    package var unsyncedBytesMax = 8 << 20
    /// How long after the disk was full a new segment is tried again.
    package var retryMilliseconds: UInt64 = 1_000
    /// A clock that never goes back.
    package var monotonicMilliseconds: @Sendable () -> UInt64 = { JournalConfiguration.systemMilliseconds() }
    /// Random numbers for the salts of segments and the identity of a new directory.
    package var random: @Sendable () -> UInt64 = { .random(in: .min ... .max) }

    package init() {}

    /// Traps on sizes that cannot work together.
    func checkInvariants() {
        precondition(
            (SegmentHeader.byteCount * 2...SegmentContent.bytesMax).contains(segmentBytes),
            "a segment of \(segmentBytes) bytes")
        precondition(
            (1...FrameHeader.payloadBytesMax / 2).contains(frameBytesMax), "a frame of \(frameBytesMax) bytes"
        )
        precondition(fillPieceBytes > 0, "pieces of \(fillPieceBytes) bytes")
    }

    private static func systemMilliseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000 + UInt64(now.tv_nsec) / 1_000_000
    }
}
