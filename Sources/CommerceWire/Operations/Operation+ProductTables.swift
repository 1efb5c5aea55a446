import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    static let productTables: [Operation] = [
        Operation(
            "products.import", .needs(.productsWrite), .unauditedChange, .post("/products/import"),
            takes: [
                .required("csv", .text(bytes: LineExecutor.tableBytesMaximum)), .optional("dryRun", .flag),
            ],
            answers: .named("ProductImport"),
            "Add or change products from a table in Shopify's format; stock on hand is set for new variants only",
            importProducts),
        Operation(
            "products.export", .needs(.productsRead), .read, .get("/products/export"),
            takes: .tablePage(sort: productSorts.names) + .productFilters, answers: .named("Table"),
            media: .csv(fileName: "products.csv"), "Products as a table in Shopify's format", exportProducts),
    ]

    private static let importProducts: Handler = { (request, shop, reply) throws(Rejection) in
        let csv = try request.fields.required("csv")
        guard let bytes = csv.stringBytes else { throw .invalidValue(field: "csv", reason: "must be a text") }
        guard !bytes.isEmpty else { throw .invalidValue(field: "csv", reason: "must not be empty") }
        let isTrial = try request.fields.flag("dryRun") ?? false
        let table = ProductTable.read([UInt8](bytes))
        guard table.products.count <= ProductImporter.productsMaximum else {
            throw .invalidValue(
                field: "csv",
                reason:
                    "holds \(table.products.count) products, at most \(ProductImporter.productsMaximum) at once"
            )
        }
        var importer = ProductImporter(issues: table.issues, isTrial: isTrial)
        // A rehearsal must not write who rehearsed.
        let subject = isTrial ? SubjectOrdinal(0) : request.subject(in: shop)
        reply.beginObject()
        reply.member("dryRun", isTrial)
        reply.member("rows", table.rowCount)
        reply.key("products")
        reply.beginArray()
        for product in table.products {
            importer.take(product, subject, shop, &reply)
            shop.endRequest()
        }
        reply.endArray()
        importer.writeSums(&reply)
        reply.endObject()
        if !isTrial { shop.audit("products.import", target: nil, fields: ["csv"], by: subject) }
    }

    private static let exportProducts: Handler = { (request, shop, reply) throws(Rejection) in
        let table = try request.fields.tableLimit()
        var selection = try request.fields.list(productSorts, limit: table.pageLimit)
        var products: [ImportedProduct] = []
        var rowCount = 0
        var cursor: String?
        let document = JSONDocument()
        repeat {
            var query = CatalogQuery(page: selection.request)
            query.sort = selection.sort
            try request.fields.read(into: &query, in: shop)
            let page = try shop.products(query)
            for ordinal in page.ordinals {
                let product = ImportedProduct(ProductOrdinal(Int(ordinal)), in: shop, reading: document)
                rowCount += max(product.variants.count, product.images.count)
                products.append(product)
            }
            cursor = page.next.map { selection.cursor(at: $0) }
            guard let next = page.next else { break }
            selection = try selection.after(next)
        } while rowCount < table.rowsMaximum
        var writer = ProductTableWriter(header: ProductTable.header(covering: products))
        for product in products { writer.write(product) }
        request.answer(writer.takeBytes(), rowCount: rowCount, nextCursor: cursor, into: &reply)
    }
}
