/// How a cache of replies has done since the start.
///
///     lookups = hits + misses + stale
package struct CacheFigures: Hashable, Sendable {
    /// Answered from the cache.
    package var hits: UInt64 = 0
    /// Not there.
    package var misses: UInt64 = 0
    /// There, and no longer true or too old.
    package var stale: UInt64 = 0
    /// Made room for others.
    package var evictions: UInt64 = 0

    package init() {}
}

extension Operation.CacheClass {
    /// How long a reply is kept at most, even if nothing changes.
    package var lifeMilliseconds: Int64 {
        switch self {
        case .none: 0
        case .catalog: 300_000
        case .portal: 600_000
        case .inventory: 60_000
        }
    }

    /// Those whose replies are kept.
    package static let kept: [Operation.CacheClass] = [.catalog, .portal, .inventory]

    var index: Int {
        switch self {
        case .none, .catalog: 0
        case .portal: 1
        case .inventory: 2
        }
    }
}
