import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("lists of stock and of customers")
struct SearchFiguresTests {
    private struct Variant {
        var names: String
        var sku: String
        var figures: StockFigures
    }

    @Test(
        "after any sales every list of stock answers what looking at every variant answers",
        arguments: 1...4 as ClosedRange<UInt64>)
    func stock(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var model: [UInt32: Variant] = [:]
        let index = StockIndex(hash: ByteHash(seed: seed))
        let size: UInt32 = seed.isMultiple(of: 2) ? 500 : 60
        for round in 0..<(Int(size) * 5) {
            let ordinal = UInt32.random(in: 0..<size, using: &random)
            let figures = makeFigures(using: &random)
            switch Int.random(in: 0...5, using: &random) {
            case 0:
                index.remove(ordinal)
                model[ordinal] = nil
            case 1...3 where model[ordinal] != nil:
                model[ordinal]?.figures = figures
                index.dirty.mark(ordinal)
            default:
                var entry = StockEntry(
                    productName: "Mug \(ordinal % 9)", variantName: "Size \(round % 5)",
                    sku: "K-\(round % 70)")
                entry.figures = figures
                entry.categories = [ordinal % 4]
                index.replace(ordinal, with: entry)
                model[ordinal] = Variant(
                    names: "mug \(ordinal % 9)/size \(round % 5)", sku: "k-\(round % 70)", figures: figures)
            }
            guard random.oneIn(15) else { continue }
            var query = StockQuery(page: try ListRequest(limit: 50, isDescending: random.oneIn(2)))
            query.sort = StockQuery.Sort.allCases.randomElement(using: &random)!
            if random.oneIn(3) { query.text = random.oneIn(2) ? "k-3" : "mug 4" }
            if random.oneIn(3) { query.flags.anyOf = [.isLow, .isOut] }
            if random.oneIn(3) { query.flags.excluded = .isHeld }
            if random.oneIn(3) { query.categories = [1, 2] }
            let expected = rows(model, query)
            let page = try index.query(query) { model[$0]!.figures }
            #expect(page.total == expected.count && page.ordinals == Array(expected.prefix(50)), "\(query)")
        }
        index.settle()
        let held = model.values.count { $0.figures.flags.contains(.isHeld) }
        #expect(index.count(of: .isHeld) { model[$0]!.figures } == held && index.count == model.count)
    }

    @Test("customers are found by what names them, and listed by what they bought")
    func customers() throws {
        let index = CustomerIndex(hash: ByteHash(seed: 2))
        var ana = CustomerEntry(name: "Ruiz, Ana", email: "Ana.Ruiz@Example.org")
        ana.company = "Łódź Tea"
        ana.phone = "+49 30 123-4567"
        ana.tags = ["VIP"]
        index.replace(0, with: ana)
        index.replace(1, with: CustomerEntry(name: "Álvarez, Bo", email: "bo@example.org"))
        index.replace(2, with: CustomerEntry(name: "Zed, Cy", email: "cy@example.com"))
        let figures: [CustomerFigures] = [
            CustomerFigures(flags: [.hasOrders, .isRepeat], lastOrderAt: .zero, lifetimeMinorUnits: 500),
            CustomerFigures(
                flags: .hasOrders, lastOrderAt: Timestamp(milliseconds: 9), lifetimeMinorUnits: 70),
            CustomerFigures(),
        ]
        for ordinal in 0..<3 as Range<UInt32> { index.dirty.mark(ordinal) }
        func list(_ change: (inout CustomerQuery) -> Void) throws -> [UInt32] {
            var query = CustomerQuery(page: try ListRequest())
            change(&query)
            return try index.query(query) { figures[Int($0)] }.ordinals
        }
        for text in ["ana", "ana.ruiz@ex", "RUIZ", "lodz", "+49 30", "4930123", "vip", "123-4567"] {
            #expect(try list { $0.text = text } == [0], "\(text)")
        }
        #expect(try list { $0.text = "example" } == [0, 1, 2])
        #expect(try list { $0.sort = .name } == [1, 0, 2])
        #expect(try list { $0.sort = .lastOrderAt } == [2, 0, 1])
        #expect(try list { $0.sort = .lifetimeValue } == [2, 1, 0])
        #expect(try list { $0.lastOrderTo = Timestamp(milliseconds: 8) } == [0])
        #expect(try list { $0.lastOrderFrom = Timestamp(milliseconds: 1) } == [1])
        #expect(
            try list {
                $0.lastOrderFrom = Timestamp(milliseconds: 1)
                $0.lastOrderTo = .zero
            } == [])
        #expect(try list { $0.flags.required = .hasOrders } == [0, 1])
        #expect(try list { $0.flags.excluded = .hasOrders } == [2])
        #expect(try list { $0.tags = ["vip"] } == [0])
        index.remove(0)
        #expect(try list { $0.text = "example" } == [1, 2])
        #expect(try list { $0.tags = ["vip"] } == [])
        index.settle()
        #expect(try list { $0.sort = .name } == [1, 2])
    }

    private func makeFigures(using random: inout SeededGenerator) -> StockFigures {
        StockFigures(
            available: Quantity(.random(in: -3...12, using: &random)),
            flags: StockFlags(rawValue: .random(in: 0..<64, using: &random)),
            updatedAt: Timestamp(milliseconds: .random(in: 0...40, using: &random)))
    }

    private func rows(_ model: [UInt32: Variant], _ query: StockQuery) -> [UInt32] {
        let matching = model.filter { ordinal, variant in
            let flags = variant.figures.flags
            let wanted = query.text.last.map(String.init) ?? ""
            // "k" begins every SKU, and "mug" is in every name.
            let isFound =
                variant.names.contains("mug \(wanted)/") || variant.names.hasSuffix("size \(wanted)")
            return (query.text.isEmpty || isFound || variant.sku.hasPrefix(query.text))
                && (query.flags.anyOf.isEmpty || !flags.isDisjoint(with: query.flags.anyOf))
                && flags.isDisjoint(with: query.flags.excluded)
                && query.categories?.contains(ordinal % 4) != false
        }
        let ascending = matching.sorted { left, right in
            let (one, other) = (left.value, right.value)
            return switch query.sort {
            case .createdAt: left.key < right.key
            case .name: (one.names, left.key) < (other.names, right.key)
            case .sku: (one.sku, left.key) < (other.sku, right.key)
            case .updatedAt: (one.figures.updatedAt, left.key) < (other.figures.updatedAt, right.key)
            case .available: (one.figures.available, left.key) < (other.figures.available, right.key)
            }
        }
        return query.page.isDescending ? ascending.map(\.key).reversed() : ascending.map(\.key)
    }
}
