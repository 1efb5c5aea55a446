/// What is asked of a subject. `README.md` beside the bench says what each stands for.
enum Workload: String, CaseIterable {
    case w1Hot = "w1-hot"
    case w1Uniform = "w1-uniform"
    case w2Uniform = "w2-uniform"
    case w2Zipf = "w2-zipf"
    case soldOut = "sold-out"
    case batch = "batch"
    case flashSale = "flash-sale"
    case recovery = "recovery"
    case size = "size"

    /// Stock that no run can exhaust.
    static let amplyStocked = 2_000_000_000
    static let soldOutStock = 10_000
    static let soldOutRequests = 100_000
    static let hotVariant = 1
    static let flashSaleVariants = 100
    static let flashSaleStock = 2_000
    static let unitsPerOrder = 4

    /// How many units each of the thousand variants has at the start.
    var openingStock: Int {
        switch self {
        case .soldOut: Self.soldOutStock
        case .flashSale: Self.flashSaleStock
        default: Self.amplyStocked
        }
    }

    /// Whether it is measured in rounds as a rate; the others are scenarios of their own.
    var isRate: Bool { self != .recovery && self != .size }

    var placesOrders: Bool { self == .w2Uniform || self == .w2Zipf || self == .recovery || self == .size }

    /// Whether stock runs out on purpose.
    var mayRefuse: Bool { self == .soldOut || self == .flashSale }

    var variants: VariantChoice {
        switch self {
        case .w1Hot, .soldOut: .hot(Self.hotVariant)
        case .w2Zipf: .zipf(ZipfDistribution(count: VariantChoice.variantCount))
        case .flashSale: .zipf(ZipfDistribution(count: Self.flashSaleVariants))
        default: .uniform
        }
    }
}

/// When a reply may leave: the server's `--durability`, and what comes nearest in each rival.
enum Durability: String, CaseIterable {
    /// After fdatasync (Redis `appendfsync always`; PostgreSQL `synchronous_commit = on`).
    case always
    /// Synced now and then (Redis `appendfsync everysec`; PostgreSQL `synchronous_commit = off`).
    case interval
    /// Never synced (Redis without a log; PostgreSQL `fsync = off` too).
    case none
}

/// One line of the report: a workload under one setting, measured for every subject.
struct Row {
    let workload: Workload
    let durability: Durability
    let connections: Int
    /// Requests in flight on each connection.
    let depth: Int
    /// How many customers share the orders.
    let customers: Int

    var title: String {
        let crowd = workload.placesOrders && customers > 1 ? " (\(customers) customers)" : ""
        return "\(workload.rawValue)\(crowd) \(connections)×\(depth) \(durability.rawValue)"
    }

    /// All rows that the command line asks for, in the order of the workloads.
    static func all(for options: Arguments) -> [Row] {
        options.workloads.filter(\.isRate).flatMap { workload in
            options.durabilities.flatMap { durability in
                // A batch is itself the depth.
                let shapes = workload == .batch ? [(16, 1)] : options.depths.map { (options.connections, $0) }
                let crowds = workload.placesOrders ? options.customers : [1]
                return shapes.flatMap { shape in
                    crowds.map { crowd in
                        Row(
                            workload: workload, durability: durability, connections: shape.0, depth: shape.1,
                            customers: crowd)
                    }
                }
            }
        }
    }
}
