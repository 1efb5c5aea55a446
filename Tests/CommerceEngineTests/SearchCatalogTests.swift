import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("search of the catalog")
struct SearchCatalogTests {
    @Test(
        "after any edits every query answers what looking at every product answers",
        arguments: 1...6 as ClosedRange<UInt64>)
    func againstModel(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model = SearchModel()
        let index = CatalogIndex(hash: ByteHash(seed: seed))
        let size = seed.isMultiple(of: 2) ? 40 : 700
        for _ in 0..<(size * 3) {
            edit(&model, index, below: size, using: &random)
            guard random.oneIn(12) else { continue }
            let page = try ListRequest(
                limit: .random(in: 1...30, using: &random), offset: random.oneIn(2) ? 0 : 7,
                isDescending: random.oneIn(2))
            let query = SearchModel.makeQuery(using: &random, page: page)
            let expected = model.rows(query)
            let answer = try index.query(query) { model.products[$0]!.entry.stock }
            #expect(answer.total == expected.count, "\(query)")
            #expect(answer.ordinals == Array(expected.dropFirst(page.offset).prefix(page.limit)), "\(query)")
            #expect((answer.next != nil) == (expected.count > page.offset + page.limit))
        }
        #expect(index.count == model.products.count)
    }

    @Test("an index from which everything was removed knows no word")
    func emptied() throws {
        var random = SeededGenerator(seed: 5)
        let index = CatalogIndex(hash: ByteHash(seed: 1))
        for ordinal in 0..<500 as Range<UInt32> {
            index.replace(ordinal, with: SearchModel.makeProduct(using: &random).entry)
        }
        for ordinal in 0..<500 as Range<UInt32> { index.remove(ordinal) }
        index.remove(9_999)
        #expect(index.count == 0 && index.termCount == 0)
        #expect(index.count(ofTag: "red") == 0 && index.count(ofCategory: 0) == 0)
        for text in ["a", "mug", ""] {
            var query = CatalogQuery(page: try ListRequest())
            query.text = text
            #expect(
                try index.query(query) { _ in CatalogStock() } == ListPage(ordinals: [], total: 0, next: nil))
        }
    }

    @Test("stock is asked for only where it changed, and only by a query that needs it")
    func dirtyRows() throws {
        let index = CatalogIndex(hash: ByteHash(seed: 1))
        for ordinal in 0..<100 as Range<UInt32> {
            index.replace(
                ordinal,
                with: CatalogEntry(name: "Mug \(ordinal)", price: .zero, updatedAt: .zero))
        }
        for _ in 0..<1_000 { index.dirty.mark(42) }
        index.dirty.mark(77)
        #expect(index.dirty.count == 2)
        var query = CatalogQuery(page: try ListRequest(isDescending: true))
        var asked: [UInt32] = []
        func stock(_ ordinal: UInt32) -> CatalogStock {
            asked.append(ordinal)
            return CatalogStock(available: Quantity(Int64(ordinal)), isInStock: true)
        }
        _ = try index.query(query, stock: stock)
        #expect(asked.isEmpty)
        query.isInStock = true
        query.sort = .available
        #expect(try index.query(query, stock: stock).ordinals == [77, 42])
        #expect(asked == [42, 77] && index.dirty.count == 0)
        _ = try index.query(query, stock: stock)
        #expect(asked == [42, 77])
    }

    private func edit(
        _ model: inout SearchModel, _ index: CatalogIndex, below size: Int,
        using random: inout SeededGenerator
    ) {
        let ordinal = UInt32.random(in: 0..<UInt32(size), using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0:
            model.products[ordinal] = nil
            index.remove(ordinal)
        case 1 where model.products[ordinal] != nil:
            model.products[ordinal]?.entry.stock = SearchModel.makeStock(using: &random)
            index.dirty.mark(ordinal)
        default:
            let product = SearchModel.makeProduct(using: &random)
            model.products[ordinal] = product
            index.replace(ordinal, with: product.entry)
        }
    }
}
