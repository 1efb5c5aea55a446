import Journaling
import Testing

@Suite("tail verdicts")
struct TailVerdictTests {
    /// All 128 combinations of the facts, the impossible ones too.
    static var allFacts: [TailFacts] {
        (0..<128).map { bits in
            func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
            return TailFacts(
                isIntact: bit(0), follows: bit(1), isBlank: bit(2), isLast: bit(3), isSealedHere: bit(4),
                isProvenByFrame: bit(5), isProvenBySnapshot: bit(6))
        }
    }

    @Test("exactly one row fits each combination of facts")
    func oneRowFits() {
        for facts in Self.allFacts {
            let fitting = TailVerdict.table.filter { $0.fits(facts) }
            #expect(fitting.count == 1, "\(facts): \(fitting.map(\.verdict))")
            #expect(TailVerdict.decide(facts) == fitting.first?.verdict)
        }
    }

    @Test("each verdict has one row, and each row is reached")
    func everyRowIsReached() {
        #expect(Set(TailVerdict.table.map(\.verdict)) == Set(TailVerdict.allCases))
        #expect(TailVerdict.table.count == TailVerdict.allCases.count)
        #expect(Set(Self.allFacts.map(TailVerdict.decide)) == Set(TailVerdict.allCases))
    }

    @Test("a tail is cut only in the last segment, and only if nothing says that it had been durable")
    func onlyUnprovenTailsAreCut() {
        for facts in Self.allFacts where TailVerdict.decide(facts) == .tornTail {
            #expect(facts.isLast && !facts.isIntact && !facts.isProvenByFrame && !facts.isProvenBySnapshot)
        }
    }

    @Test("a frame is read only if it is whole and follows the one before it")
    func onlyFollowingFramesAreRead() {
        for facts in Self.allFacts where TailVerdict.decide(facts) == .frame {
            #expect(facts.isIntact && facts.follows)
        }
    }
}
