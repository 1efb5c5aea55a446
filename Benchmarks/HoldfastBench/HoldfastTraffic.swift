/// Which of the thousand variants a request is about.
enum VariantChoice {
    /// Always the same one.
    case hot(Int)
    case uniform
    case zipf(ZipfDistribution)

    static let variantCount = 1_000

    @inline(__always)
    func next(_ random: inout RandomSource) -> Int {
        switch self {
        case .hot(let variant): variant
        case .uniform: random.next(below: Self.variantCount)
        case .zipf(let distribution): distribution.next(&random)
        }
    }

    /// Three lines of an order. Uniform orders draw one variant from each third, as the PostgreSQL script does.
    @inline(__always)
    func nextThree(_ random: inout RandomSource) -> (Int, Int, Int) {
        if case .uniform = self {
            return (random.next(below: 333), 333 + random.next(below: 333), 666 + random.next(below: 334))
        }
        return (next(&random), next(&random), next(&random))
    }
}

/// `inventory.reserve` of one unit under an id of its own, as JSON lines.
struct ReserveTraffic: Traffic {
    var counter = DecimalCounter()
    private var random = RandomSource(seed: 1)
    private let variants: VariantChoice
    private let fourDigits = FourDigits.shared
    let requestBytesMax = 128

    init(variants: VariantChoice) { self.variants = variants }

    @inline(__always)
    mutating func compose(after previous: UInt64?, into output: inout OutputBuffer) -> UInt64 {
        counter.advance()
        let digits = counter.ascii
        output.append("{\"id\":1")
        output.append(ascii: digits)
        output.append(",\"op\":\"inventory.reserve\",\"sku\":\"v-")
        output.append(ascii: fourDigits[variants.next(&random)])
        output.append("\",\"quantity\":1,\"reservationId\":\"r-1")
        output.append(ascii: digits)
        output.append("\"}\n")
        return digits
    }

    @inline(__always)
    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout UInt64) -> Verdict {
        ReplyText.verdict(of: reply, digits: note)
    }
}

/// `orders.create` with three lines (1, 2 and 1 units) and a key of its own, as JSON lines.
struct OrderTraffic: Traffic {
    var counter = DecimalCounter()
    private var random = RandomSource(seed: 2)
    private let variants: VariantChoice
    private let customers: [[UInt8]]
    private let fourDigits = FourDigits.shared
    let requestBytesMax: Int

    /// - Parameter customerIDs: One of these orders, drawn uniformly.
    init(variants: VariantChoice, customerIDs: [String]) {
        precondition(!customerIDs.isEmpty, "orders need a customer")
        self.variants = variants
        customers = customerIDs.map { Array($0.utf8) }
        requestBytesMax = 288 + (customers.map(\.count).max() ?? 0)
    }

    @inline(__always)
    mutating func compose(after previous: UInt64?, into output: inout OutputBuffer) -> UInt64 {
        counter.advance()
        let digits = counter.ascii
        let (first, second, third) = variants.nextThree(&random)
        output.append("{\"id\":1")
        output.append(ascii: digits)
        output.append(",\"op\":\"orders.create\",\"idempotencyKey\":\"k-1")
        output.append(ascii: digits)
        output.append("\",\"customerId\":\"")
        output.append(customers[customers.count == 1 ? 0 : random.next(below: customers.count)])
        output.append("\",\"items\":[{\"sku\":\"v-")
        output.append(ascii: fourDigits[first])
        output.append("\",\"quantity\":1},{\"sku\":\"v-")
        output.append(ascii: fourDigits[second])
        output.append("\",\"quantity\":2},{\"sku\":\"v-")
        output.append(ascii: fourDigits[third])
        output.append("\",\"quantity\":1}]}\n")
        return digits
    }

    @inline(__always)
    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout UInt64) -> Verdict {
        ReplyText.verdict(of: reply, digits: note)
    }
}

/// `batch` requests of a hundred reservations each, over all variants, as JSON lines.
struct BatchTraffic: Traffic {
    static let requestsPerBatch = 100

    var counter = DecimalCounter()
    private var random = RandomSource(seed: 3)
    private let fourDigits = FourDigits.shared
    let requestBytesMax = 64 + requestsPerBatch * 112

    mutating func compose(after previous: UInt64?, into output: inout OutputBuffer) -> UInt64 {
        counter.advance()
        let identity = counter.ascii
        output.append("{\"id\":1")
        output.append(ascii: identity)
        output.append(",\"op\":\"batch\",\"requests\":[")
        for index in 0..<Self.requestsPerBatch {
            if index > 0 {
                output.append(",")
                counter.advance()
            }
            output.append("{\"op\":\"inventory.reserve\",\"sku\":\"v-")
            output.append(ascii: fourDigits[random.next(below: VariantChoice.variantCount)])
            output.append("\",\"quantity\":1,\"reservationId\":\"r-1")
            output.append(ascii: counter.ascii)
            output.append("\"}")
        }
        output.append("]}\n")
        return identity
    }

    /// Counts the verdicts inside: all hundred must be there.
    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout UInt64) -> Verdict {
        let hundred = UInt32(Self.requestsPerBatch)
        guard ReplyText.verdict(of: reply, digits: note).accepted == 1 else {
            return Verdict(accepted: 0, refused: 0, failed: hundred)
        }
        let accepted = ReplyText.count("{\"ok\":", in: reply)
        let errors = ReplyText.count("{\"error\":", in: reply)
        guard accepted + errors == hundred else { return Verdict(accepted: 0, refused: 0, failed: hundred) }
        let refused = errors == 0 ? 0 : ReplyText.count("\"code\":\"insufficient_stock\"", in: reply)
        return Verdict(accepted: accepted, refused: refused, failed: errors - min(errors, refused))
    }
}
