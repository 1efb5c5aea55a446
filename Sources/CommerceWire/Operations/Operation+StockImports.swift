import CSVText
import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Stock taken in as a table, and taken back.
    static let stockImports: [Operation] = [
        Operation(
            "inventory.import", .needs(.inventoryWrite), .keyedChange, .post("/inventory/import"),
            takes: .stockImport, answers: .named("StockImportResult"),
            "Count or change the stock of many variants; a dry run only judges. A repetition under the same key does nothing and lists the rows that were not applied, at most 100",
            importStock),
        Operation(
            "inventory.imports", .needs(.inventoryRead), .read, .get("/inventory/imports"), takes: .page(),
            answers: .page(of: .named("StockImport")), "The latest 200 imports", listImports),
        Operation(
            "inventory.getImport", .needs(.inventoryRead), .read, .get("/inventory/imports/{importId}"),
            takes: [.required("importId", .id(.stockImport))] + .page(),
            answers: .object(
                Schema.stockImportFields + [
                    .init("items", .list(.named("ImportedChange"))),
                    .init("nextCursor", .optionalText(bytes: RequestFields.cursorBytesMaximum)),
                    .init("total", .count),
                ]), "One import with what it changed, page by page", getImport),
        Operation(
            "inventory.undoImport", .needs(.inventoryWrite), .unauditedChange,
            .post("/inventory/imports/{importId}/undo"),
            takes: [.required("importId", .id(.stockImport))], answers: .named("UndoResult"),
            "Take an import back by opposite adjustments; what has been promised since stays", undo),
    ]

    private static let importStock: Handler = { (request, shop, reply) throws(Rejection) in
        let isDryRun = try request.fields.flag("dryRun") ?? false
        let key = isDryRun ? nil : request.idempotencyKey.map { String(decoding: $0, as: UTF8.self) }
        if let key {
            let name = "inventory.import"
            if let answer = try shop.answer(to: name, key: key, fingerprint: request.fingerprint) {
                return LineExecutor.replay(answer, &reply)
            }
        }
        let wanted = try StockImportRequest(request.fields)
        let verdicts = StockImportVerdicts(wanted, in: shop)
        var ordinal: StockImportOrdinal?
        if !isDryRun && !verdicts.changes.isEmpty && !(wanted.isAllOrNothing && verdicts.faultCount > 0) {
            ordinal = try shop.importStock(
                verdicts.changes, key: key ?? "", name: wanted.name, subject: request.subject(in: shop))
        }
        let id = ordinal.flatMap { shop.id(of: $0) }
        reply.importResult(wanted, verdicts, id: id, rows: verdicts.rows, in: shop)
        guard let key, id != nil else { return }
        var kept = JSONWriter()
        let faults = verdicts.rows.lazy.filter { $0.obstacle != nil }.prefix(100)
        kept.importResult(wanted, verdicts, id: id, rows: Array(faults), in: shop)
        shop.keep(
            Answer(
                operation: "inventory.import", key: key, fingerprint: request.fingerprint,
                reply: [UInt8](kept.bytes), at: shop.now))
    }

    private static let listImports: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: true)
        page.write(matching: shop.stockImportNumbers.map { Int($0) }, into: &reply) { number, reply in
            reply.beginObject()
            reply.members(ofImport: StockImportOrdinal(number), in: shop)
            reply.endObject()
        }
    }

    private static let getImport: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.stockImport(in: shop)
        let page = try request.fields.page(defaultDescending: false)
        let rows = shop.stockImport(ordinal)?.rows ?? []
        var items = JSONWriter()
        page.write(count: rows.count, into: &items) { index, items in
            items.beginObject()
            items.members(of: rows[index].variant, changedBy: rows[index].change, in: shop)
            items.endObject()
        }
        reply.beginObject()
        reply.members(ofImport: ordinal, in: shop)
        // The page's own members, without its braces.
        reply.append(byte: UInt8(ascii: ","))
        reply.append(bytes: UnsafeRawBufferPointer(rebasing: items.bytes.dropFirst()))
    }

    private static let undo: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.stockImport(in: shop)
        let rows = try shop.undoImport(ordinal, subject: request.subject(in: shop))
        reply.beginObject()
        reply.member("importId", shop.id(of: ordinal))
        reply.member("undone", rows.count { $0.obstacle == nil })
        reply.key("rows")
        reply.beginArray()
        for row in rows {
            reply.beginObject()
            reply.members(of: row.variant, changedBy: row.change, in: shop)
            reply.member("before", row.before)
            reply.member("after", row.obstacle == nil ? row.before + row.change : row.before)
            reply.key("error")
            if let obstacle = row.obstacle { reply.value(obstacle, in: shop) } else { reply.null() }
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }
}

extension RequestFields {
    fileprivate func stockImport(in shop: isolated Shop) throws(Rejection) -> StockImportOrdinal {
        try shop.findStockImport(
            RequestFields.entityID(try required("importId"), "importId", else: .importNotFound))
    }
}

extension [Parameter] {
    fileprivate static let stockImport: [Parameter] = [
        .optional("csv", .text(bytes: InventoryTable.limits.bytesMax)),
        .optional("rows", .list(.named("StockRow"), 1...50_000)),
        .optional("mode", .enumeration(["absolute", "delta"])), .optional("mapping", .anyObject()),
        .optional("dryRun", .flag), .optional("allOrNothing", .flag), .optional("reason", .text(bytes: 100)),
        .optional("notes", .text(bytes: 1_024)), .optional("name", .text()),
    ]
}
