import CSVText

/// A column of an exported table.
package struct TableColumn: Hashable, Sendable, ExpressibleByStringLiteral {
    package let name: String

    package init(stringLiteral name: String) { self.name = name }
}

/// Writes a table of given columns: the header first, then a row for each thing, its fields as texts in the order of
/// the columns. Formulas are guarded (see ``CSVFormulas``). It knows nothing of what the texts mean.
package struct TableWriter {
    package let columns: [TableColumn]
    private var writer: CSVWriter

    /// - Parameter hasByteOrderMark: Excel takes a file without one for the system's old code page.
    package init(_ columns: [TableColumn], hasByteOrderMark: Bool = false) {
        self.columns = columns
        writer = CSVWriter(hasByteOrderMark: hasByteOrderMark)
        writer.write(columns.map(\.name))
    }

    /// - Complexity: O(length of the fields).
    package mutating func write(_ fields: [String]) {
        precondition(fields.count == columns.count, "\(fields.count) fields for \(columns.count) columns")
        writer.write(fields)
    }

    /// What was written since the last time, so that a long table can leave in pieces.
    package mutating func takeBytes() -> [UInt8] { writer.takeBytes() }
}

extension TableColumn {
    /// One row for each customer.
    package static let customers: [TableColumn] = [
        "id", "email", "firstName", "lastName", "phone", "company", "tags", "orderCount", "totalSpent",
        "lastOrderAt", "shippingAddress", "billingAddress", "notes", "createdAt", "updatedAt",
    ]

    /// One row for each line of each order; what is the order's stands in every row, so that rows can be sorted.
    package static let orders: [TableColumn] = [
        "orderNumber", "id", "createdAt", "status", "paymentStatus", "fulfillmentStatus", "customerId",
        "customerName", "customerEmail", "customerPhone", "shippingAddress", "billingAddress",
        "shippingMethod", "trackingNumber", "sku", "productName", "variantName", "quantity",
        "fulfilledQuantity", "unitPrice", "lineTotal", "subtotal", "discount", "tax", "shippingCost", "total",
        "customerNotes",
    ]

    /// One row for each variant. The first five columns are what ``InventoryTable`` reads back; with
    /// `expectedQuantity` in it the file protects what happens between export and import.
    package static let inventory: [TableColumn] = [
        "sku", "quantity", "expectedQuantity", "reason", "notes", "variantId", "productName", "variantName",
        "reserved", "available", "lowStockThreshold",
    ]
}
