/// How the portal says things. Plain words, for people who have never seen the shop's pages.
enum PortalWords {
    static func stage(_ name: String) -> String {
        switch name {
        case "RECEIVED": "Received"
        case "PREPARING": "Being prepared"
        case "PARTLY_SHIPPED": "Partly on its way"
        case "SHIPPED": "On its way"
        case "DELIVERED": "Delivered"
        case "CANCELLED": "Cancelled"
        case "REFUNDED": "Refunded"
        default: name
        }
    }

    /// How a stage is told apart beside its word.
    static func tone(_ name: String) -> StaticString {
        switch name {
        case "DELIVERED": "status success"
        case "CANCELLED", "REFUNDED": "status neutral"
        case "RECEIVED": "status warning"
        default: "status info"
        }
    }

    /// `nil` where nothing is to be paid any more.
    static func payment(_ order: PortalOrder) -> String? {
        switch order.paymentStatus {
        case "PAID": "Paid"
        case "REFUNDED": "Refunded"
        case "FAILED": "Payment failed"
        case "PENDING" where order.stage == "CANCELLED": nil
        default: "Awaiting payment"
        }
    }

    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// `22 November 2026, 13:05 UTC`, from `2026-11-22T13:05:12.345Z`; the text as it is if it is no such time.
    static func time(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, let month = Int(text.dropFirst(5).prefix(2)), (1...12).contains(month),
            let day = Int(text.dropFirst(8).prefix(2))
        else { return text }
        return "\(day) \(months[month - 1]) \(text.prefix(4)), \(text.dropFirst(11).prefix(5)) UTC"
    }

    /// The same without the time of day.
    static func day(_ text: String) -> String {
        time(text).split(separator: ",").first.map(String.init) ?? text
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}

extension HTMLWriter {
    /// An amount, which the page's script writes again as people of the shop's country do.
    mutating func money(_ amount: String, _ shop: PortalShop) {
        element("data", .data("value", amount), .class("money"), text: "\(amount) \(shop.currency)")
    }

    /// A moment, which the page's script writes again in the reader's own time.
    mutating func time(_ at: String) {
        element("time", .data("datetime", at), text: PortalWords.time(at))
    }

    mutating func day(_ at: String) {
        element("time", .data("datetime", at), .class("day"), text: PortalWords.day(at))
    }
}
