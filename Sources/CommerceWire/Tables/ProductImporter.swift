import CommerceCore
import CommerceEngine
import CompactJSON

/// Takes the products of a table into the shop one by one, and says of each what became of it.
///
/// Each product stands for itself: all of it is taken or nothing, and one that is refused changes nothing for the
/// others. A product whose handle is the slug of one that is there changes it, otherwise it is made.
///
/// - Variants are recognised by SKU, else by their options; those that the table does not name stay.
/// - Stock on hand is set for new variants alone: a table is old by the time it is read, and sales go on meanwhile.
struct ProductImporter {
    static let productsMaximum = 1_000

    enum Action: String, CaseIterable {
        case created, updated, unchanged, refused
    }

    private var issues: TableIssues
    private let isTrial: Bool
    private let document = JSONDocument()
    private var counts: [Action: Int] = [:]

    init(issues: TableIssues, isTrial: Bool) {
        self.issues = issues
        self.isTrial = isTrial
    }

    /// Takes one product and writes its verdict.
    mutating func take(
        _ imported: ImportedProduct, _ subject: SubjectOrdinal, _ shop: isolated Shop,
        _ reply: inout JSONWriter
    ) {
        reply.beginObject()
        reply.member("line", imported.line)
        reply.member("handle", imported.handle)
        var action = Action.refused
        if let issue = imported.issue {
            issues.add(
                TableIssue(
                    line: issue.line, column: issue.column, reason: issue.reason, allowed: issue.allowed))
        } else {
            do throws(Rejection) {
                let known = try? shop.findProduct(slug: imported.handle)
                let made: ProductOrdinal?
                if let known {
                    let isChanged = try change(known, imported, subject, shop)
                    (action, made) = (isChanged ? .updated : .unchanged, known)
                } else {
                    (action, made) = (.created, try create(imported, subject, shop))
                }
                if let made { reply.member("productId", shop.id(of: made)) }
            } catch {
                reply.key("error")
                reply.value(error, in: shop)
            }
        }
        reply.member("action", action.rawValue)
        counts[action, default: 0] += 1
        reply.endObject()
    }

    /// Writes how many there were of each, and what is wrong with rows.
    func writeSums(_ reply: inout JSONWriter) {
        for action in Action.allCases {
            reply.key(action.rawValue)
            reply.value(counts[action] ?? 0)
        }
        reply.member("issueCount", issues.count)
        reply.key("issues")
        reply.beginArray()
        for issue in issues.items {
            reply.beginObject()
            reply.member("line", issue.line)
            reply.member("column", issue.column)
            reply.member("reason", issue.reason)
            reply.member("allowed", issue.allowed)
            reply.endObject()
        }
        reply.endArray()
    }

    // MARK: One product

    /// `nil` in a trial.
    private func create(
        _ imported: ImportedProduct, _ subject: SubjectOrdinal, _ shop: isolated Shop
    ) throws(Rejection) -> ProductOrdinal? {
        var product = Product(
            name: imported.title, slug: imported.handle, basePrice: imported.basePrice, at: shop.now)
        imported.apply(to: &product)
        if product.status == .published { product.publishedAt = shop.now }
        let variants = imported.variants.map { new($0, of: imported, product.basePrice, shop) }
        if isTrial {
            try shop.judgeCreation(of: product, variants, slugIsFree: false)
            return nil
        }
        let tags = imported.tags.map(TagChoice.named)
        return try shop.create(product, variants, slugIsFree: false, tags: tags, subject: subject)
    }

    private func change(
        _ ordinal: ProductOrdinal, _ imported: ImportedProduct, _ subject: SubjectOrdinal,
        _ shop: isolated Shop
    ) throws(Rejection) -> Bool {
        var revision = ProductRevision(product: shop.product(ordinal))
        let kept = revision.product.extras
        imported.apply(to: &revision.product)
        if ProductKeepsakes(of: imported).saysSame(as: ProductKeepsakes(text: kept)) {
            revision.product.extras = kept
        }
        revision.tags = imported.tags.map(TagChoice.named)
        let current = ImportedProduct(ordinal, in: shop, reading: document)
        let matches = ProductImporter.match(imported, with: current)
        var left = Set(current.variants.indices)
        for match in matches { if let match { left.remove(match) } }
        // A variant that is not in the table keeps its price, so the price without one stays too.
        if left.isEmpty { revision.product.basePrice = imported.basePrice }
        for (variant, match) in zip(imported.variants, matches) {
            guard let match else {
                revision.added.append(new(variant, of: imported, revision.product.basePrice, shop))
                continue
            }
            var known = ProductRevision.Known(shop.stock(of: revision.product.variants[match]))
            let before = known.details
            imported.apply(variant, to: &known.details, basePrice: revision.product.basePrice)
            if ProductExtra.saysSame(variant.extras, as: current.variants[match].extras) {
                known.details.extras = before.extras
            }
            imported.apply(variant, to: &known.settings)
            if current.optionNames == imported.optionNames
                && current.variants[match].optionValues == variant.optionValues
            {
                // The same options, perhaps spelt or ordered otherwise.
                (known.details.name, known.details.attributes) = (before.name, before.attributes)
            }
            revision.known.append(known)
        }
        return try shop.revise(ordinal, revision, isTrial: isTrial, subject: subject)
    }

    /// For each variant of the table which of the product's it is: that of its SKU, else that of its options.
    private static func match(_ imported: ImportedProduct, with current: ImportedProduct) -> [Int?] {
        var left = Array(current.variants.indices)
        func take(where isMatch: (ImportedVariant) -> Bool) -> Int? {
            left.firstIndex { isMatch(current.variants[$0]) }.map { left.remove(at: $0) }
        }
        var matches = imported.variants.map { variant in
            variant.sku.flatMap { sku in take { $0.sku == sku } }
        }
        for (index, variant) in imported.variants.enumerated() where matches[index] == nil {
            matches[index] = take { $0.optionValues == variant.optionValues }
        }
        return matches
    }

    private func new(
        _ variant: ImportedVariant, of product: ImportedProduct, _ basePrice: Money, _ shop: isolated Shop
    ) -> NewVariant {
        var details = Variant(product: ProductOrdinal(0), name: "Default", at: shop.now)
        product.apply(variant, to: &details, basePrice: basePrice)
        var new = NewVariant(details: details)
        product.apply(variant, to: &new.settings)
        new.openingQuantity = variant.quantity ?? .zero
        return new
    }
}
