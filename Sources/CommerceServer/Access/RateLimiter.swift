/// How often each of many callers may do something: one token bucket a key.
///
/// A bucket holds up to ``Rate/burst`` tokens and gets a new one every ``Rate/intervalNanoseconds``. Kept is one number a
/// key, the moment when its bucket will be full again (the virtual scheduling algorithm of ITU-T I.371), and only
/// that of the keys seen last: a key that was forgotten starts with a full bucket, so who wants to be forgotten
/// needs as many keys as the table holds.
///
/// A plain value: time is an argument. Each call is O(1).
package struct RateLimiter<Key: Hashable> {
    package let rate: Rate
    private var fullAt: RecentTable<Key, Int64>

    package init(_ rate: Rate, keysMax: Int = 16_384) {
        self.rate = rate
        fullAt = RecentTable(countMax: keysMax)
    }

    /// How many keys are known, for the metrics.
    package var count: Int { fullAt.count }

    /// Takes one token of `key`'s bucket if there is one; a refusal takes none.
    package mutating func take(_ key: Key, atNanoseconds now: Int64) -> RateVerdict {
        // Never more than a whole bucket, should the clock have been set back.
        let missing = min(max((fullAt[key] ?? now) - now, 0), rate.intervalNanoseconds * rate.burst)
        // One token must be there: the bucket lacks at most all but one.
        let tooMuch = missing - rate.intervalNanoseconds * (rate.burst - 1)
        guard tooMuch <= 0 else { return .retryAfter(seconds: (tooMuch + 999_999_999) / 1_000_000_000) }
        fullAt[key] = now + missing + rate.intervalNanoseconds
        return .allowed
    }

    package func checkInvariants() { fullAt.checkInvariants() }
}

/// So many at once, and so often from then on.
package struct Rate: Hashable, Sendable {
    package let burst: Int64
    package let intervalNanoseconds: Int64

    /// `count` in each `seconds`, and at once up to `burst`, which is `count` if not given.
    package init(_ count: Int64, perSeconds seconds: Int64, burst: Int64? = nil) {
        let burst = burst ?? count
        precondition(
            (1...1_000_000).contains(count) && (1...86_400).contains(seconds)
                && (1...1_000_000).contains(burst),
            "a rate of \(count) in \(seconds) s, \(burst) at once")
        self.burst = burst
        intervalNanoseconds = seconds * 1_000_000_000 / count
    }
}

/// What a limit says.
package enum RateVerdict: Hashable, Sendable {
    case allowed
    /// As in `Retry-After`: whole seconds, at least one.
    case retryAfter(seconds: Int64)
}
