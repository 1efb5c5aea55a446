/// An order as the auditor keeps it.
struct AuditedOrder {
    struct Line {
        let variant: Int
        let quantity: Int64
        let price: Int64
        let productName: String
        var shipped: Int64 = 0
        var refunded: Int64 = 0
        var restocked: Int64 = 0
    }

    let id: String
    let number: String
    let customer: Int
    let key: String?
    let body: String
    let total: Int64
    var lines: [Line]
    var status = "PENDING"
    var payment = "PENDING"
    var refundedTotal: Int64 = 0
    var statusMoves = 0

    var isOpen: Bool { status == "PENDING" || status == "PROCESSING" }
    var refundable: Int64 { total - refundedTotal }

    private static let moves: [String: [String]] = [
        "PENDING": ["PROCESSING", "CANCELLED"], "PROCESSING": ["SHIPPED", "CANCELLED"],
        "SHIPPED": ["DELIVERED", "REFUNDED"], "DELIVERED": ["REFUNDED"], "CANCELLED": ["REFUNDED"],
        "REFUNDED": [],
    ]

    private static let payments: [String: [String]] = [
        "PENDING": ["PAID", "FAILED"], "FAILED": ["PAID"], "PAID": ["REFUNDED"], "REFUNDED": [],
    ]

    var allowed: [String] {
        (AuditedOrder.moves[status] ?? []).filter { $0 != "REFUNDED" || payment == "PAID" }
    }

    var allowedPayments: [String] { AuditedOrder.payments[payment] ?? [] }

    mutating func move(to next: String) {
        guard next != status else { return }
        status = next
        statusMoves += 1
    }

    /// Money goes back; with the last of it, the payment and an order that is no longer open are REFUNDED.
    mutating func refund(_ amount: Int64) {
        refundedTotal += amount
        guard refundedTotal == total else { return }
        payment = "REFUNDED"
        if !isOpen { move(to: "REFUNDED") }
    }
}
