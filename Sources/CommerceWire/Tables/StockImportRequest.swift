import CSVText
import CommerceCore
import CommerceEngine
import CompactJSON

/// `inventory.import` as it was asked for: rows that are in order, what is wrong with the others, and what to do.
struct StockImportRequest {
    static let names: [StaticString] = [
        "csv", "rows", "mode", "mapping", "dryRun", "allOrNothing", "reason", "notes", "name",
    ]

    let isDryRun: Bool
    /// Whether one bad row keeps all the others from being applied.
    let isAllOrNothing: Bool
    let mode: InventoryTable.Mode
    let rows: [InventoryTable.Row]
    let issues: TableIssues
    let reason: String
    let notes: String?
    let name: String

    /// - Throws: ``Rejection/invalidValue(field:reason:)`` for a table that is none or lacks a column; what is wrong
    ///   with single rows is among the issues.
    init(_ fields: RequestFields) throws(Rejection) {
        isDryRun = try fields.flag("dryRun") ?? false
        isAllOrNothing = try fields.flag("allOrNothing") ?? false
        let mode = try StockImportRequest.mode(fields)
        let (reason, notes) = (
            try fields.optionalString("reason", bytesMaximum: 100),
            try fields.optionalString("notes", bytesMaximum: 1_024)
        )
        name = try fields.optionalString("name") ?? "stock"
        self.notes = notes
        if let list = fields.optional("rows") {
            for other in ["csv", "mapping"] as [StaticString] where fields.optional(other) != nil {
                throw .invalidValue(field: other.description, reason: "give csv or rows, not both")
            }
            let reader = try StockRowsReader(list, mode: mode)
            (self.mode, rows, issues) = (reader.mode, reader.rows, reader.issues)
        } else {
            let read = InventoryTable.read(
                try StockImportRequest.text(fields), mode: mode,
                mapping: try StockImportRequest.mapping(fields))
            if let issue = read.issues.items.first,
                read.rows.isEmpty && (issue.line == 1 || read.table.rows.isEmpty)
            {
                throw .invalidValue(field: "csv", reason: issue.description)
            }
            (self.mode, rows, issues) = (read.mode, read.rows, read.issues)
        }
        self.reason = reason ?? (self.mode == .absolute ? "COUNTED" : "RECEIVED")
    }

    private static func text(_ fields: RequestFields) throws(Rejection) -> [UInt8] {
        guard let value = fields.optional("csv") else { throw .missingField("csv") }
        guard let bytes = value.stringBytes else {
            throw .invalidValue(field: "csv", reason: "must be a text")
        }
        return [UInt8](bytes)
    }

    private static func mode(_ fields: RequestFields) throws(Rejection) -> InventoryTable.Mode? {
        switch try fields.optionalString("mode") {
        case nil: return nil
        case "absolute": return .absolute
        case "delta": return .delta
        default: throw .invalidValue(field: "mode", reason: "must be absolute or delta")
        }
    }

    private static func mapping(_ fields: RequestFields) throws(Rejection) -> [String: String] {
        guard let object = fields.optional("mapping") else { return [:] }
        guard object.kind == .object else {
            throw .invalidValue(field: "mapping", reason: "must be an object of column names")
        }
        var mapping: [String: String] = [:]
        for (key, value) in object.members {
            guard let key = key.string, let name = value.string else {
                throw .invalidValue(field: "mapping", reason: "must be an object of column names")
            }
            mapping[key] = name
        }
        return mapping
    }
}

/// Reads `rows`: what a table holds, as JSON. A row's line is its place in the list, from 1.
private struct StockRowsReader {
    private(set) var mode: InventoryTable.Mode
    private(set) var rows: [InventoryTable.Row] = []
    private(set) var issues = TableIssues()

    static let rowsMaximum = 50_000
    private static let names: [StaticString] = [
        "sku", "variantId", "quantity", "quantityChange", "expectedQuantity", "reason", "notes",
    ]

    init(_ list: JSONNode, mode wanted: InventoryTable.Mode?) throws(Rejection) {
        guard list.kind == .array, list.count >= 1, list.count <= StockRowsReader.rowsMaximum else {
            throw .invalidValue(
                field: "rows", reason: "must be a list of 1 to \(StockRowsReader.rowsMaximum) rows")
        }
        let hasChange = list.elements.contains { $0.kind == .object && $0["quantityChange"] != nil }
        mode = wanted ?? (hasChange ? .delta : .absolute)
        var line = 0
        for element in list.elements {
            line += 1
            do throws(Rejection) { rows.append(try row(element, line)) } catch {
                issues.add(StockRowsReader.issue(error, line))
            }
        }
    }

    private func row(_ element: JSONNode, _ line: Int) throws(Rejection) -> InventoryTable.Row {
        guard element.kind == .object else { throw .invalidValue(field: "rows", reason: "must be an object") }
        let fields = RequestFields(element)
        try fields.requireKnown(StockRowsReader.names, alsoEnvelope: false)
        let (own, other): (StaticString, StaticString) =
            mode == .absolute ? ("quantity", "quantityChange") : ("quantityChange", "quantity")
        if fields.optional(other) != nil {
            throw .invalidValue(field: other.description, reason: "does not belong to this mode")
        }
        let bound = Quantity.stockMaximum.units
        let limit = mode == .absolute ? bound : Quantity.requestMaximum.units
        guard let units = try fields.integer(own, in: -limit...limit) else {
            throw .missingField(own.description)
        }
        let sku = try fields.optionalString("sku", bytesMaximum: 100)
        let variantID = try fields.optionalString("variantId")
        guard sku != nil || variantID != nil else { throw .missingField("sku") }
        return InventoryTable.Row(
            line: line, sku: sku, variantID: variantID, quantity: Quantity(units),
            expectedQuantity: try fields.integer("expectedQuantity", in: -bound...bound).map(Quantity.init),
            reason: try fields.optionalString("reason", bytesMaximum: 100),
            notes: try fields.optionalString("notes", bytesMaximum: 1_024))
    }

    private static func issue(_ rejection: Rejection, _ line: Int) -> TableIssue {
        switch rejection {
        case .missingField(let name):
            TableIssue(line: line, column: name, reason: "it is missing", allowed: "a value")
        case .unknownField(let name):
            TableIssue(line: line, column: name, reason: "no row has it", allowed: "what a stock table has")
        case .invalidValue(let name, let reason):
            TableIssue(line: line, column: name, reason: "it is something else", allowed: reason)
        default: TableIssue(line: line, reason: "\(rejection.code.rawValue)", allowed: "a row of stock")
        }
    }
}
