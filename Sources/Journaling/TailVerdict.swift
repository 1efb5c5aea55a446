/// What is known about the bytes at the place where the next frame must begin.
package struct TailFacts: Hashable, Sendable {
    /// A frame whose every checksum is right begins here.
    package var isIntact: Bool
    /// … and it has the expected sequence and chain value. Means nothing unless intact.
    package var follows: Bool
    /// There is nothing but zeros from here to the end of the file.
    package var isBlank: Bool
    /// This is the last segment.
    package var isLast: Bool
    /// The next segment says that it begins with the expected sequence and chain value.
    package var isSealedHere: Bool
    /// A later intact frame in this segment says that the expected record had been durable.
    package var isProvenByFrame: Bool
    /// A snapshot says that the expected record had been durable.
    package var isProvenBySnapshot: Bool

    package init(
        isIntact: Bool, follows: Bool, isBlank: Bool, isLast: Bool, isSealedHere: Bool, isProvenByFrame: Bool,
        isProvenBySnapshot: Bool
    ) {
        self.isIntact = isIntact
        self.follows = follows
        self.isBlank = isBlank
        self.isLast = isLast
        self.isSealedHere = isSealedHere
        self.isProvenByFrame = isProvenByFrame
        self.isProvenBySnapshot = isProvenBySnapshot
    }
}

/// What to make of the place where the next frame must begin: read on, stop, cut, or refuse.
///
/// Power cuts happen, and leave the last write in any state: that is a torn tail, and nobody has been
/// promised what was in it. Anything else is damage, and guessing would silently lose what somebody *was*
/// promised. This table tells the two apart; it has one row for each thing that can be found.
/// A dot means: whatever it is.
///
///     row               @A  @B  @C  @D  @E  @F  @G  @H  @I
///     isIntact           1   1   0   0   0   0   0   0   0
///     follows            1   0   .   .   .   .   .   .   .
///     isLast             .   .   1   1   1   1   0   0   0
///     isProvenByFrame    .   .   0   0   0   1   .   .   .
///     isProvenBySnapshot .   .   0   0   1   .   .   .   .
///     isBlank            .   .   1   0   .   .   .   1   0
///     isSealedHere       .   .   .   .   .   .   1   0   0
///
/// - @A **frame**: the next one. Read it, go on behind it.
/// - @B **brokenChain**: every checksum is right, but the frame belongs elsewhere: a page of another file or an older
///   state of this one. No crash does that, because checksums depend on the segment and the place.
/// - @C **cleanEnd**: the rest of the last segment was never written.
/// - @D **tornTail**: something was being written when the machine stopped. At most one sync was under way,
///   so what was lost was never confirmed as durable. Frames behind it may even be whole (they were
///   written before the same sync); they are cut with it.
/// - @E **recordsMissing**: as @C or @D, but a snapshot holds records from here on, and a snapshot is published only
///   when the journal is durable as far: they were there.
/// - @F **badFrame**: a later frame was written after this one had been made durable. It was there.
/// - @G **sealedEnd**: the next segment takes over exactly here; what follows in this file is its unused rest, or was
///   cut before the next segment was begun.
/// - @H **sequenceGap**: this segment ends, and the next one does not begin here: one between them is gone.
/// - @I **badFrame**: this segment was durable before the next one was begun.
package enum TailVerdict: Hashable, Sendable, CaseIterable {
    case frame, brokenChain, cleanEnd, tornTail, recordsMissing, badFrameBeforeGood, sealedEnd, sequenceGap
    case badFrameBeforeSegment

    /// The rows of the table, in its order. A fact that is `nil` does not matter.
    package static let table: [Row] = [
        Row(.frame, isIntact: true, follows: true),
        Row(.brokenChain, isIntact: true, follows: false),
        Row(
            .cleanEnd, isIntact: false, isLast: true, isProvenByFrame: false, isProvenBySnapshot: false,
            isBlank: true),
        Row(
            .tornTail, isIntact: false, isLast: true, isProvenByFrame: false, isProvenBySnapshot: false,
            isBlank: false),
        Row(.recordsMissing, isIntact: false, isLast: true, isProvenByFrame: false, isProvenBySnapshot: true),
        Row(.badFrameBeforeGood, isIntact: false, isLast: true, isProvenByFrame: true),
        Row(.sealedEnd, isIntact: false, isLast: false, isSealedHere: true),
        Row(.sequenceGap, isIntact: false, isLast: false, isBlank: true, isSealedHere: false),
        Row(.badFrameBeforeSegment, isIntact: false, isLast: false, isBlank: false, isSealedHere: false),
    ]

    /// The verdict on `facts`: that of the one row that fits.
    package static func decide(_ facts: TailFacts) -> TailVerdict {
        guard let row = table.first(where: { $0.fits(facts) }) else {
            preconditionFailure("no row of the table fits \(facts)")
        }
        return row.verdict
    }

    /// A verdict, and the facts it asks for.
    package struct Row: Sendable {
        package let verdict: TailVerdict
        let isIntact, follows, isLast, isProvenByFrame, isProvenBySnapshot, isBlank, isSealedHere: Bool?

        init(
            _ verdict: TailVerdict, isIntact: Bool? = nil, follows: Bool? = nil, isLast: Bool? = nil,
            isProvenByFrame: Bool? = nil, isProvenBySnapshot: Bool? = nil, isBlank: Bool? = nil,
            isSealedHere: Bool? = nil
        ) {
            self.verdict = verdict
            self.isIntact = isIntact
            self.follows = follows
            self.isLast = isLast
            self.isProvenByFrame = isProvenByFrame
            self.isProvenBySnapshot = isProvenBySnapshot
            self.isBlank = isBlank
            self.isSealedHere = isSealedHere
        }

        package func fits(_ facts: TailFacts) -> Bool {
            Self.agrees(isIntact, facts.isIntact) && Self.agrees(follows, facts.follows)
                && Self.agrees(isLast, facts.isLast) && Self.agrees(isProvenByFrame, facts.isProvenByFrame)
                && Self.agrees(isProvenBySnapshot, facts.isProvenBySnapshot)
                && Self.agrees(isBlank, facts.isBlank) && Self.agrees(isSealedHere, facts.isSealedHere)
        }

        private static func agrees(_ asked: Bool?, _ fact: Bool) -> Bool { asked == nil || asked == fact }
    }
}
