import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("pages of lists")
struct SearchListTests {
    @Test(
        "a walk in the order of creation shows what existed when it began exactly once",
        arguments: [true, false])
    func creation(isDescending: Bool) throws {
        var random = SeededGenerator(seed: 11)
        var rows = Bitmap()
        for ordinal in 0..<3_000 as Range<UInt32> { rows.insert(ordinal) }
        var newest: UInt32 = 3_000
        var removed: Set<UInt32> = []
        var seen: [UInt32] = []
        var after: ListPosition?
        repeat {
            let request = try ListRequest(limit: 37, after: after, isDescending: isDescending)
            let page = try ListPage.inOrderOfCreation(request, of: rows)
            #expect(page.total == rows.count)
            seen += page.ordinals
            after = page.next
            rows.insert(newest)
            newest += 1
            let ordinal = UInt32.random(in: 0..<3_000, using: &random)
            if rows.remove(ordinal), !seen.contains(ordinal) { removed.insert(ordinal) }
            // The row at which the page ended may go too.
            if let last = page.ordinals.last, random.oneIn(3) { rows.remove(last) }
        } while after != nil
        let expected = (0..<3_000 as Range<UInt32>).filter { !removed.contains($0) }
        #expect(seen.filter { $0 < 3_000 } == (isDescending ? expected.reversed() : expected))
        if isDescending { #expect(seen.allSatisfy { $0 < 3_000 }) }
    }

    @Test(
        "a walk in an order of keys shows every row that keeps its key exactly once while others come and go",
        arguments: [true, false], [3 as UInt32, 400])
    func keys(isDescending: Bool, spread: UInt32) throws {
        var random = SeededGenerator(seed: 12)
        var order = SortedOrdinals<TextKey>()
        var rows = Bitmap()
        for ordinal in 0..<2_000 as Range<UInt32> {
            order.set(ordinal, TextKey(folding: "Name number \(ordinal % spread)"))
            rows.insert(ordinal)
        }
        var seen: [UInt32] = []
        var after: ListPosition?
        repeat {
            let request = try ListRequest(limit: 23, after: after, isDescending: isDescending)
            let page = try order.page(request, of: rows)
            #expect(Set(page.ordinals).count == page.ordinals.count && page.total == rows.count)
            seen += page.ordinals
            after = page.next
            // Odd rows are moved, taken out and put back; even ones stay.
            for _ in 0..<20 {
                let ordinal = UInt32.random(in: 0..<1_500, using: &random) * 2 + 1
                if random.oneIn(2) {
                    order.remove(ordinal)
                    rows.remove(ordinal)
                } else {
                    order.set(ordinal, TextKey(folding: "NÂME number \(ordinal % 90)"))
                    rows.insert(ordinal)
                }
            }
        } while after != nil
        let kept = seen.filter { $0.isMultiple(of: 2) }
        #expect(kept.count == 1_000 && Set(kept).count == 1_000)
    }

    @Test("limit and offset have bounds, and an offset does not go with a cursor")
    func bounds() throws {
        for limit in [1, 100] { #expect(try ListRequest(limit: limit).limit == limit) }
        #expect(try ListRequest(offset: 10_000).offset == 10_000)
        for limit in [0, -1, 101, .max] {
            #expect(throws: Rejection.self) { try ListRequest(limit: limit) }
        }
        for offset in [-1, 10_001] { #expect(throws: Rejection.self) { try ListRequest(offset: offset) } }
        let position = ListPosition(key: [], ordinal: 3)
        #expect(throws: Rejection.self) { try ListRequest(offset: 1, after: position) }
    }

    @Test("a position of another order, or of no order, is refused")
    func foreignPositions() throws {
        var order = SortedOrdinals<NumberKey>()
        order.set(0, NumberKey(4))
        var names = SortedOrdinals<TextKey>()
        names.set(0, TextKey(folding: "x"))
        var rows = Bitmap()
        rows.insert(0)
        for key in [[], [1], [UInt8](repeating: 0, count: 9)] as [[UInt8]] {
            let request = try ListRequest(after: ListPosition(key: key, ordinal: 0))
            #expect(throws: Rejection.self) { try order.page(request, of: rows) }
        }
        let wild = try ListRequest(after: ListPosition(key: [0xFF, 0xC0], ordinal: .max))
        #expect(throws: Rejection.self) { try names.page(wild, of: rows) }
        #expect(throws: Rejection.self) { try ListPage.inOrderOfCreation(wild, of: rows) }
    }

    @Test("the ends of the numbers are positions like any other", arguments: [true, false])
    func extremePositions(isDescending: Bool) throws {
        var rows = Bitmap()
        rows.insert(0)
        for ordinal in [0, .max] as [UInt32] {
            let position = ListPosition(key: [], ordinal: ordinal)
            let request = try ListRequest(after: position, isDescending: isDescending)
            let page = try ListPage.inOrderOfCreation(request, of: rows)
            #expect(page.ordinals == (isDescending && ordinal == .max ? [0] : []) && page.next == nil)
        }
    }
}
