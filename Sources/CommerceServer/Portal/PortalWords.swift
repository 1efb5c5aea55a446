import CommerceCore
import CommerceWire
import CompactJSON

/// How the portal says things. Plain words, for people who have never seen the shop's pages.
enum PortalWords {
    static func words(of stage: OrderStage) -> String {
        switch stage {
        case .received: "Received"
        case .preparing: "Being prepared"
        case .partlyShipped: "Partly on its way"
        case .shipped: "On its way"
        case .delivered: "Delivered"
        case .cancelled: "Cancelled"
        case .refunded: "Refunded"
        }
    }

    /// How a stage is told apart beside its word.
    static func tone(of stage: OrderStage) -> StaticString {
        switch stage {
        case .delivered: "status success"
        case .cancelled, .refunded: "status neutral"
        case .received: "status warning"
        case .preparing, .partlyShipped, .shipped: "status info"
        }
    }

    /// `nil` where nothing is to be paid any more.
    static func payment(of order: PortalOrder) -> String? {
        switch order.payment {
        case .paid: "Paid"
        case .refunded: "Refunded"
        case .failed: "Payment failed"
        case .pending: order.stage == .cancelled ? nil : "Awaiting payment"
        }
    }

    /// The product, and which variant of it if it has several.
    static func name(of label: LineLabel) -> String {
        let isOnly = ["", "Default", label.productName].contains(label.variantName)
        return isOnly ? label.productName : "\(label.productName), \(label.variantName)"
    }

    static func count(_ number: some BinaryInteger, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// As attributes have it: `2026-11-22T13:05:12.345Z`.
    static func machineTime(_ time: Timestamp) -> String {
        var text = JSONWriter(capacityBytes: 32)
        text.value(time)
        return String(decoding: text.bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    /// `22 November 2026`, by UTC.
    static func day(_ time: Timestamp) -> String {
        let text = machineTime(time)
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        let day = Int(text.dropFirst(8).prefix(2)) ?? 1
        return "\(day) \(months[month - 1]) \(text.prefix(4))"
    }

    /// `22 November 2026, 13:05 UTC`
    static func moment(_ time: Timestamp) -> String {
        "\(day(time)), \(machineTime(time).dropFirst(11).prefix(5)) UTC"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}

extension HTMLWriter {
    /// An amount, which the page's script writes again as people of the shop's country do.
    mutating func money(_ amount: Money, _ shop: ShopSettings) {
        element(
            "data", .data("value", amount.description), .class("money"), text: "\(amount) \(shop.currency)")
    }

    /// A moment, which the page's script writes again in the reader's own time.
    mutating func moment(_ time: Timestamp) {
        element("time", .data("datetime", PortalWords.machineTime(time)), text: PortalWords.moment(time))
    }

    mutating func day(_ time: Timestamp) {
        element(
            "time", .data("datetime", PortalWords.machineTime(time)), .class("day"),
            text: PortalWords.day(time)
        )
    }
}
