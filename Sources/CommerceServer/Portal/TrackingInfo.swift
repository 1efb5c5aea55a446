import CommerceCore
import CommerceWire

/// The parcels of an order and how to follow them.
struct TrackingInfo {
    let order: PortalOrder

    func write(into html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h2", text: "Delivery")
            if order.shipments.isEmpty && mayStillShip {
                html.element("p", text: "We will show tracking here when your parcel ships.")
            }
            for (index, shipment) in order.shipments.enumerated() {
                write(shipment, index + 1, &html)
            }
            writeAddress(&html)
        }
    }

    private var mayStillShip: Bool { order.stage != .cancelled && order.stage != .refunded }

    private func write(_ shipment: PortalShipment, _ number: Int, _ html: inout HTMLWriter) {
        html.element("article", .class("parcel")) { html in
            html.element("h3") { html in
                html.text(order.shipments.count == 1 ? "Your parcel, sent " : "Parcel \(number), sent ")
                html.moment(shipment.at)
            }
            writeTracking(shipment, &html)
            html.element("ul") { html in
                for item in shipment.items {
                    html.element(
                        "li", .ownDirection,
                        text: "\(item.quantity.units) × \(PortalWords.name(of: item.label))")
                }
            }
        }
    }

    private func writeTracking(_ shipment: PortalShipment, _ html: inout HTMLWriter) {
        if let carrier = shipment.carrier, !carrier.isEmpty {
            html.element("p", .ownDirection, text: "With \(carrier)")
        }
        guard let number = shipment.trackingNumber, !number.isEmpty else { return }
        html.element("p") { html in
            html.text("Tracking number ")
            html.element("code", text: number)
            html.text(" ")
            html.element(
                "button", .named("type", "button"), .class("copy"), .data("data-copy", number), .isHidden,
                text: "Copy tracking number")
            if let text = shipment.trackingURL, text.hasPrefix("https://") {
                html.text(" ")
                html.element("a", .address(text), .isForeign, text: "Follow this parcel")
            }
        }
    }

    private func writeAddress(_ html: inout HTMLWriter) {
        let lines = addressLines
        guard !lines.isEmpty else { return }
        html.element("h3", text: "To")
        html.element("address") { html in
            for line in lines { html.element("p", .ownDirection, text: line) }
        }
    }

    /// As on an envelope. Street and telephone are masked already.
    private var addressLines: [String] {
        func joined(_ names: String...) -> String {
            order.shippingAddress.filter { names.contains($0.name.description) && !$0.text.isEmpty }.map(
                \.text
            )
            .joined(separator: " ")
        }
        let person = joined("firstName", "lastName")
        return [
            person.isEmpty ? order.customerName : person, joined("company"), joined("line1"), joined("line2"),
            joined("postalCode", "city"), joined("region"), joined("country"), joined("phone"),
        ].filter { !$0.isEmpty }
    }
}
