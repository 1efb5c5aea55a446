import CommerceCore
import CommerceEngine
import CompactJSON

// Tables as replies. On the line they are an object that holds the text; REST answers the text itself.

/// How much of a table one reply holds.
struct TableLimit {
    static let rowsUsual: Int64 = 1_000
    static let rowsMaximum: Int64 = 10_000

    /// The table ends with the page that reaches it.
    let rowsMaximum: Int
    /// How many entries are read at a time.
    var pageLimit: Int { min(rowsMaximum, ListRequest.limitMaximum) }
}

extension RequestFields {
    /// `limit` as a table takes it: rows, not entries of a page.
    func tableLimit() throws(Rejection) -> TableLimit {
        let rows = try integer("limit", in: 1...TableLimit.rowsMaximum) ?? TableLimit.rowsUsual
        return TableLimit(rowsMaximum: Int(rows))
    }
}

extension Request {
    /// Answers a table of `rowCount` rows beside its header.
    func answer(_ table: [UInt8], rowCount: Int, nextCursor: String?, into reply: inout JSONWriter) {
        session.nextCursor = nextCursor
        table.withUnsafeBytes { bytes in
            guard !session.takesBareTables else { return reply.append(bytes: bytes) }
            reply.beginObject()
            reply.member("csv", utf8: bytes)
            reply.member("rows", rowCount)
            reply.member("nextCursor", nextCursor)
            reply.endObject()
        }
    }
}

extension [Parameter] {
    /// What every table takes.
    static func tablePage(sort names: [StaticString]) -> [Parameter] {
        [
            .optional("limit", .integer(1...TableLimit.rowsMaximum)),
            .optional("cursor", .text(bytes: RequestFields.cursorBytesMaximum)),
            .optional("sort", .sort(names)),
        ]
    }
}

extension TableWriter {
    /// Writes an order, a row for each of its lines. Answers how many.
    mutating func write(_ order: Order, in shop: isolated Shop) -> Int {
        let contact = shop.contact(order.contact)
        let head = [
            order.number.description, order.id.description, order.createdAt.text,
            order.status.name.description, order.payment.name.description,
            order.fulfillment.name.description, shop.id(of: order.customer).description, contact.name,
            contact.email, contact.phone ?? "", shop.address(order.shippingAddress),
            shop.address(order.billingAddress),
            order.shippingMethod.map { shop.shippingMethod($0).name } ?? "", order.trackingNumber ?? "",
        ]
        let tail =
            [
                order.subtotal, order.discount, order.tax, order.shipping, order.total,
            ].map(\.description) + [order.customerNotes ?? ""]
        for line in order.lines {
            let label = shop.label(line.label)
            let own = [
                label.sku ?? "", label.productName, label.variantName, line.quantity.description,
                line.shipped.description, line.unitPrice.description, line.total.description,
            ]
            write(head + own + tail)
        }
        return order.lines.count
    }
}

extension Timestamp {
    /// As in replies: RFC 3339, UTC, milliseconds.
    var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(
            decoding: UnsafeRawBufferPointer(rebasing: writer.bytes.dropFirst().dropLast()), as: UTF8.self)
    }
}
