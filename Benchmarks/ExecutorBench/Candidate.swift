/// Where actors run and how they are called.
enum Candidate: String, CaseIterable, Sendable {
    case objects
    case plainGlobal
    case plainPreferring
    case pinnedAwaited
    case pinnedAssuming
    case pinnedOwned
    case spreadOne
    case spreadMany
    case spreadManyTwoProcessors

    static let requestsInFlight = 64

    var title: String {
        switch self {
        case .objects: "objects without isolation (the floor)"
        case .plainGlobal: "plain actors, default executor, awaited"
        case .plainPreferring: "plain actors, the task prefers the loop, awaited"
        case .pinnedAwaited: "pinned to the caller's loop, awaited"
        case .pinnedAssuming: "pinned, entered with assumeIsolated"
        case .pinnedOwned: "pinned, entered with a call made once"
        case .spreadOne: "variants over two loops, awaited, 1 in flight"
        case .spreadMany: "variants over two loops, awaited, \(Self.requestsInFlight) in flight"
        case .spreadManyTwoProcessors: "the same on two processors"
        }
    }

    /// Whether a request is one step to all others, without a place where they may come in between.
    var isOneStep: Bool { [.objects, .pinnedAssuming, .pinnedOwned].contains(self) }

    var processorCount: Int { self == .spreadManyTwoProcessors ? 2 : 1 }

    /// The slow ones serve only a part of the traffic.
    var share: Int {
        switch self {
        case .spreadOne: 10
        case .spreadMany, .spreadManyTwoProcessors: 2
        default: 1
        }
    }
}
