import Glibc

/// Shoppers at a sale: each reserves one unit of a popular variant, then buys, gives it back, or forgets it; some who bought cancel.
///
///     reserve ─ 60 % ─► order from the reservation ─ 10 % ─► cancel
///             ─ 25 % ─► release
///             ─ 15 % ─► nothing: it lapses after a second
///
/// The stock does not last. What the shoppers hold in the end, ``heldUnits``, must be exactly what the server has reserved.
struct FlashSaleTraffic: Traffic {
    enum Step: UInt8 { case reserve, reserveToForget, order, release, cancel }

    /// Where one shopper stands.
    struct Note: BitwiseCopyable {
        var digits: UInt64
        /// The id of the shopper's reservation, as eight ASCII digits.
        var reservation: UInt64
        var variant: UInt16
        var step: Step
        var isAccepted = false
        var order = OrderID()
    }

    /// An order's id as it came, without an allocation.
    struct OrderID: BitwiseCopyable {
        static let bytesMax = 40
        var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
        var count = 0
    }

    static let lapseSeconds = 1

    /// Units per variant that shoppers hold for longer than the run.
    private(set) var heldUnits = [Int](repeating: 0, count: VariantChoice.variantCount)
    var counter = DecimalCounter()
    private var random = RandomSource(seed: 4)
    private let variants: VariantChoice
    private let customer: [UInt8]
    private let fourDigits = FourDigits.shared
    let requestBytesMax: Int

    init(variants: VariantChoice, customerID: String) {
        self.variants = variants
        customer = Array(customerID.utf8)
        requestBytesMax = 256 + customer.count
    }

    mutating func compose(after previous: Note?, into output: inout OutputBuffer) -> Note {
        counter.advance()
        output.append("{\"id\":1")
        output.append(ascii: counter.ascii)
        guard var note = previous, note.isAccepted, let step = nextStep(after: note.step) else {
            return composeReserve(into: &output)
        }
        note.digits = counter.ascii
        note.step = step
        switch step {
        case .order: composeOrder(note, into: &output)
        case .release:
            output.append(",\"op\":\"inventory.release\",\"reservationId\":\"r-1")
            output.append(ascii: note.reservation)
            output.append("\"}\n")
        default:
            output.append(",\"op\":\"orders.cancel\",\"reason\":\"CUSTOMER\",\"orderId\":\"")
            withUnsafeBytes(of: note.order.words) { bytes in
                for byte in bytes.prefix(note.order.count) { output.append(ascii: byte) }
            }
            output.append("\"}\n")
        }
        return note
    }

    mutating func judge(_ reply: UnsafeRawBufferPointer, of note: inout Note) -> Verdict {
        let verdict = ReplyText.verdict(of: reply, digits: note.digits)
        note.isAccepted = verdict.accepted == 1
        guard note.isAccepted else {
            // Only reserving may be refused; what a shopper holds cannot be taken away.
            return note.step == .reserve || note.step == .reserveToForget ? verdict : .failed
        }
        switch note.step {
        case .reserve: heldUnits[Int(note.variant)] += 1
        case .reserveToForget: break
        case .order:
            guard let order = Self.orderID(in: reply) else { return .failed }
            note.order = order
        case .release:
            guard ReplyText.find("\"released\":1,", in: reply) != nil else { return .failed }
            heldUnits[Int(note.variant)] -= 1
        case .cancel: heldUnits[Int(note.variant)] -= 1
        }
        return verdict
    }

    private mutating func nextStep(after step: Step) -> Step? {
        let draw = random.next(below: 100)
        switch step {
        // 60 of the 85 in a hundred who do not forget.
        case .reserve: return draw < 71 ? .order : .release
        case .order: return draw < 10 ? .cancel : nil
        case .reserveToForget, .release, .cancel: return nil
        }
    }

    private mutating func composeReserve(into output: inout OutputBuffer) -> Note {
        let (variant, forgets) = (variants.next(&random), random.next(below: 100) < 15)
        let digits = counter.ascii
        output.append(",\"op\":\"inventory.reserve\",\"sku\":\"v-")
        output.append(ascii: fourDigits[variant])
        output.append("\",\"quantity\":1,\"reservationId\":\"r-1")
        output.append(ascii: digits)
        if forgets { output.append("\",\"ttlSeconds\":1}\n") } else { output.append("\"}\n") }
        return Note(
            digits: digits, reservation: digits, variant: UInt16(variant),
            step: forgets ? .reserveToForget : .reserve)
    }

    private func composeOrder(_ note: Note, into output: inout OutputBuffer) {
        output.append(",\"op\":\"orders.create\",\"idempotencyKey\":\"k-1")
        output.append(ascii: note.digits)
        output.append("\",\"customerId\":\"")
        output.append(customer)
        output.append("\",\"items\":[{\"reservationId\":\"r-1")
        output.append(ascii: note.reservation)
        output.append("\"}]}\n")
    }

    private static func orderID(in reply: UnsafeRawBufferPointer) -> OrderID? {
        guard let start = ReplyText.find("\"orderId\":\"", in: reply),
            let end = ReplyText.find("\"", in: reply, from: start), end - start - 1 <= OrderID.bytesMax
        else { return nil }
        var order = OrderID()
        order.count = end - start - 1
        withUnsafeMutableBytes(of: &order.words) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: reply[start..<end - 1]))
        }
        return order
    }
}
