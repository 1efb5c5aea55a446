/// A second model of the shop: naive, single-threaded, sharing no code with the engine.
///
/// It predicts what every request is answered and what is left afterwards. Where the engine counts, it adds up anew;
/// where the engine sweeps what has lapsed, it compares each deadline with the time. Nothing here is fast, and
/// everything should be obvious.
struct Auditor {
    struct Product {
        let id: String
        var name: String
        var price: Int64
        var isPublished = true
    }

    struct Variant {
        let sku: String
        let product: Int
        var threshold: Int64 = 10
        var allowsBackorder = false
        var isTracked = true
        /// Every change of what is on hand, oldest first.
        var movements: [Int64] = []
        var alert = Alert.unstocked

        var quantity: Int64 { movements.reduce(0, +) }
    }

    enum Alert { case unstocked, armed, fired }

    struct Customer {
        let id: String
        let email: String
        let hasAddress: Bool
    }

    struct Reservation {
        let id: String
        let variant: Int
        var quantity: Int64
        let timeToLive: Int64
        var deadline: Int64?
        let availableAfter: Int64
        /// When it was released or converted; a deadline that has passed ends it too.
        var endedAt: Int64?

        func isLive(at now: Int64) -> Bool { endedAt == nil && deadline.map { now < $0 } ?? true }

        /// Ended ids are remembered for an hour; when exactly one is forgotten after that is left open.
        func mayBeForgotten(at now: Int64) -> Bool {
            guard let ended = endedAt ?? deadline else { return false }
            return now - ended > 3_600_000
        }
    }

    struct KeptAnswer {
        let body: String
        let verdict: Verdict
        let at: Int64
    }

    var now: Int64 = 0
    var products: [Product] = []
    var variants: [Variant] = []
    var customers: [Customer] = []
    var reservations: [Reservation] = []
    var orders: [AuditedOrder] = []
    var answers: [String: KeptAnswer] = [:]
    /// SKUs that fell below their threshold, in the order in which it happened.
    var alerts: [String] = []

    /// What the request must be answered; takes its effects in.
    mutating func judge(_ operation: AuditedOperation) -> Verdict {
        advance(to: operation.now)
        let verdict = keyed(operation)
        settleAlerts()
        return verdict
    }

    mutating func advance(to time: Int64) {
        now = time
        settleAlerts()
    }

    // MARK: Keys

    private mutating func keyed(_ operation: AuditedOperation) -> Verdict {
        let request = operation.request
        if !operation.isAdministrator && request.operation.hasPrefix("products.") {
            return .refused("forbidden")
        }
        guard let key = request.key, request.operation != "orders.create" else { return answer(operation) }
        let name = request.operation + " " + key
        if let kept = answers[name], now < kept.at + 24 * 3_600_000 {
            return kept.body == request.body ? kept.verdict.replayed : .refused("key_reused")
        }
        let verdict = answer(operation)
        if verdict.code == nil { answers[name] = KeptAnswer(body: request.body, verdict: verdict, at: now) }
        return verdict
    }

    private mutating func answer(_ operation: AuditedOperation) -> Verdict {
        switch operation.request.ask {
        case .createProduct(let name, let skus, let price, let quantity):
            return createProduct(name, skus, price, quantity, operation.id)
        case .updateProduct(let id, let name, let price, let status):
            return updateProduct(id, name, price, status)
        case .createCustomer(let email, let hasAddress):
            return createCustomer(email, hasAddress, operation.id)
        case .reserve(let sku, let quantity, let id, let ttl):
            return reserve(sku, quantity, id, ttl.map { $0 * 1_000 }, operation)
        case .release(let id): return release(id, operation)
        case .releaseOpenEnded(let sku, let quantity): return releaseOpenEnded(sku, quantity)
        case .extend(let id, let ttl): return extend(id, ttl * 1_000, operation)
        case .order(let customer, let lines, let discount, let tax):
            return place(customer, lines, discount: discount, tax: tax, operation)
        case .adjust(let sku, let change, let expected): return adjust(sku, change, expected)
        case .settings(let sku, let threshold, let backorder, let track):
            return changeSettings(sku, threshold, backorder, track)
        case .readStock(let sku): return readStock(sku)
        case .check(let sku, let quantity): return check(sku, quantity)
        case .lowStock:
            let low = variants.indices.filter { available($0) < variants[$0].threshold }
            return .ok([("total", .number(Int64(low.count)))])
        case .broken(_, _, let code):
            // The opening may have met a full disk; then its first variant, which some of these name, is not there.
            let needsVariant =
                code == "invalid_value"
                || operation.request.operation == "inventory.reserve" && code == "missing_field"
            return .refused(needsVariant && variant("s00") == nil ? "variant_not_found" : code)
        default: return changeOrder(operation.request.ask)
        }
    }

    // MARK: Alerts

    /// A fall below the threshold is news once, until what is available has been back at it.
    mutating func settleAlerts() {
        for index in variants.indices {
            if available(index) >= variants[index].threshold {
                variants[index].alert = .armed
            } else if variants[index].alert == .armed {
                variants[index].alert = .fired
                alerts.append(variants[index].sku)
            }
        }
    }
}

/// A request as the engine ran it, with what only the engine could choose.
struct AuditedOperation {
    let request: SimulatedRequest
    /// The engine's time.
    let now: Int64
    let isAdministrator: Bool
    /// From the reply: the code of a refusal, and the id of what was made.
    let code: String?
    let id: String?
    /// The journal's sequence afterwards; `nil` within a batch, where nobody can ask.
    var sequence: UInt64?
    /// Whether its line appended a record.
    var isRecorded = false
}
