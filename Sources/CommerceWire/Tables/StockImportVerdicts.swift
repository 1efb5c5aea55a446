import CommerceCore
import CommerceEngine
import CompactJSON

/// What each row of an import does or did, in the order of the lines.
struct StockImportVerdicts {
    struct Row {
        let line: Int
        var sku: String?
        var variant: VariantOrdinal?
        var before: Quantity?
        var after: Quantity?
        var isLargeJump = false
        var obstacle: Obstacle?

        init(line: Int) { self.line = line }
    }

    struct Obstacle {
        let code: RejectionCode
        let message: String
        var column: String?
    }

    private(set) var rows: [Row] = []
    private(set) var changes: [ImportedChange] = []
    /// More than ``rows`` tells if there were more faults than are kept.
    private(set) var faultCount: Int
    private(set) var unchangedCount = 0
    /// Of the faults, those whose stock is not what the file expects.
    private(set) var changedMeanwhileCount = 0

    /// Judges every row against the stock as it is now. Changes nothing.
    init(_ request: StockImportRequest, in shop: isolated Shop) {
        faultCount = request.issues.count
        rows.reserveCapacity(request.rows.count)
        var lines: [VariantOrdinal: Int] = [:]
        for row in request.rows { judge(row, request, &lines, shop) }
        for issue in request.issues.items {
            var row = Row(line: issue.line)
            row.obstacle = Obstacle(
                code: .invalidValue, message: "\(issue.reason); allowed is \(issue.allowed)",
                column: issue.column)
            rows.append(row)
        }
        if !request.issues.isEmpty { rows.sort { $0.line < $1.line } }
    }

    private mutating func judge(
        _ row: InventoryTable.Row, _ request: StockImportRequest, _ lines: inout [VariantOrdinal: Int],
        _ shop: isolated Shop
    ) {
        var judged = Row(line: row.line)
        judged.sku = row.sku
        defer { rows.append(judged) }
        let variant: VariantOrdinal?
        do throws(Rejection) { variant = try StockImportVerdicts.variant(row, shop) } catch {
            judged.obstacle = Obstacle(code: .invalidValue, message: "SKU and id name different variants.")
            faultCount += 1
            return
        }
        let stock = variant.map { shop.stock(of: $0) }
        judged.variant = variant
        judged.sku = stock?.details.sku ?? row.sku
        if let variant {
            guard lines[variant] == nil else {
                judged.obstacle = Obstacle(
                    code: .invalidValue, message: "Row \(lines[variant] ?? 0) has the same variant.")
                faultCount += 1
                return
            }
            lines[variant] = row.line
        }
        let verdict = InventoryVerdict(row, mode: request.mode, stock: stock?.inventory)
        judged.before = stock?.inventory.quantity
        judged.isLargeJump = verdict.isLargeJump
        switch verdict {
        case .change(let before, let after):
            judged.after = after
            guard let variant else { return }
            changes.append(
                ImportedChange(
                    variant: variant, change: after - before, reason: row.reason ?? request.reason,
                    notes: row.notes ?? request.notes ?? "Import \(request.name)"))
        case .unchanged(let quantity):
            judged.after = quantity
            unchangedCount += 1
        default:
            if case .stockChanged = verdict { changedMeanwhileCount += 1 }
            faultCount += 1
            judged.obstacle = Obstacle(code: verdict.code, message: verdict.message(for: row) ?? "")
        }
    }

    /// The variant that SKU and id name; `nil` if there is none.
    ///
    /// - Throws: ``Rejection/invalidValue(field:reason:)`` if they name different ones.
    private static func variant(_ row: InventoryTable.Row, _ shop: isolated Shop) throws(Rejection)
        -> VariantOrdinal?
    {
        let byID = row.variantID.map { text in EntityID(text).flatMap { try? shop.findVariant($0) } }
        guard var sku = row.sku else { return byID ?? nil }
        let bySKU = sku.withUTF8 { try? shop.findVariant(sku: UnsafeRawBufferPointer($0)) }
        guard byID == nil || byID == bySKU else {
            throw .invalidValue(field: "variantId", reason: "names another variant than sku")
        }
        return bySKU
    }
}

extension InventoryVerdict {
    /// Of what is not in order.
    fileprivate var code: RejectionCode {
        switch self {
        case .unknownVariant: .variantNotFound
        case .stockChanged: .versionConflict
        case .belowReserved: .belowReserved
        case .change, .unchanged, .outOfRange: .invalidValue
        }
    }
}
