import CommerceClient
import CompactJSON

/// What a replay did, for people and for programs.
struct RetailReport {
    var rows = 0
    var saleLines = 0
    var returnLines = 0
    var orders = 0
    var skus = 0
    var customers = 0
    var rowsRefused: [RetailRow.Refusal: Int] = [:]
    var ordersPlaced = 0
    var ordersReplayed = 0
    /// By the code of the refusal.
    var ordersRefused: [String: Int] = [:]
    /// Of orders placed or replayed.
    var unitsOrdered: Int64 = 0
    /// Of orders placed or replayed, as the server added them up.
    var revenueCents: Int64 = 0
    var unitsReturned: Int64 = 0
    /// Of the orders.
    var elapsed = Duration.zero
    /// One for each order; sorted once by ``RetailReplay``.
    var latenciesNanoseconds: [Int64] = []
    /// What people should know beside: the first differences, and what was there before.
    var notes: [String] = []
    /// Variants and orders that are not what the client counted.
    var differenceCount = 0

    init(_ plan: RetailPlan) {
        rows = plan.rows
        saleLines = plan.saleLines
        returnLines = plan.returnLines
        orders = plan.invoices.count
        skus = plan.skusSold
        customers = plan.numberedCustomers
        rowsRefused = plan.rowsRefused
    }

    var isConserved: Bool { differenceCount == 0 }

    private static let notesMaximum = 20

    mutating func differ(_ text: String) {
        differenceCount += 1
        if differenceCount <= Self.notesMaximum { notes.append(text) }
        if differenceCount == Self.notesMaximum + 1 { notes.append("further differences are only counted") }
    }

    // MARK: Figures

    private var seconds: Double { elapsed / .seconds(1) }
    private var ordersPerSecond: Double { seconds > 0 ? Double(latenciesNanoseconds.count) / seconds : 0 }

    /// The smallest latency that `share` of the orders do not exceed.
    private func milliseconds(atShare share: Double) -> Double {
        guard !latenciesNanoseconds.isEmpty else { return 0 }
        let rank = Int((share * Double(latenciesNanoseconds.count)).rounded(.up))
        return Double(latenciesNanoseconds[max(rank, 1) - 1]) / 1_000_000
    }

    /// With three decimals.
    private static func text(_ number: Double) -> String {
        let thousandths = Int64((number * 1_000).rounded())
        let rest = String(thousandths % 1_000)
        return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    // MARK: Output

    func json() -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("rows", rows)
        writer.member("saleLines", saleLines)
        writer.member("returnLines", returnLines)
        writer.member("orders", orders)
        writer.member("ordersPlaced", ordersPlaced)
        writer.member("ordersReplayed", ordersReplayed)
        writer.key("ordersRefused")
        writer.beginObject()
        for (code, count) in ordersRefused.sorted(by: { $0.key < $1.key }) {
            writer.key(code)
            writer.value(count)
        }
        writer.endObject()
        writer.member("unitsOrdered", unitsOrdered)
        writer.member("unitsReturned", unitsReturned)
        writer.member("revenue", DecimalCents.text(revenueCents))
        writer.member("skus", skus)
        writer.member("customers", customers)
        writer.key("rowsRefused")
        writer.beginObject()
        for reason in RetailRow.Refusal.allCases {
            writer.key(reason.rawValue)
            writer.value(rowsRefused[reason, default: 0])
        }
        writer.endObject()
        writeFigures(into: &writer)
        writer.member("conservation", isConserved ? "ok" : "violated")
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func writeFigures(into writer: inout JSONWriter) {
        let percentiles: [(StaticString, Double)] = [("p50", 0.5), ("p99", 0.99), ("max", 1)]
        writer.key("seconds")
        Self.append(seconds, to: &writer)
        writer.key("ordersPerSecond")
        Self.append(ordersPerSecond, to: &writer)
        writer.key("latencyMilliseconds")
        writer.beginObject()
        for (name, share) in percentiles {
            writer.key(name)
            Self.append(milliseconds(atShare: share), to: &writer)
        }
        writer.endObject()
    }

    private static func append(_ number: Double, to writer: inout JSONWriter) {
        Array(text(number).utf8).withUnsafeBytes { writer.append(bytes: $0) }
    }

    func summary() -> String {
        let refusedOrders = ordersRefused.sorted { $0.key < $1.key }.map {
            ", \($0.value) refused (\($0.key))"
        }.joined()
        let refusedRows = RetailRow.Refusal.allCases.map { "\(rowsRefused[$0, default: 0]) \($0.rawValue)" }
        return """
            rows          \(rows): \(saleLines) sale lines, \(returnLines) return lines, \
            refused \(refusedRows.joined(separator: ", "))
            catalog       \(skus) SKUs sold to \(customers) customers and guests
            orders        \(orders): \(ordersPlaced) placed, \(ordersReplayed) replayed\(refusedOrders)
            units         \(unitsOrdered) ordered, \(unitsReturned) returned
            revenue       \(DecimalCents.text(revenueCents))
            time          \(Self.text(seconds)) s, \(Int(ordersPerSecond)) orders/s; reply p50 \
            \(Self.text(milliseconds(atShare: 0.5))) ms, p99 \(Self.text(milliseconds(atShare: 0.99))) ms, \
            max \(Self.text(milliseconds(atShare: 1))) ms
            conservation  \(isConserved ? "ok" : "violated: \(differenceCount) differences")
            """
    }
}
