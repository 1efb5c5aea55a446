import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("what search is built from")
struct SearchStructureTests {
    @Test("a bitmap is a set", arguments: 1...4 as ClosedRange<UInt64>)
    func bitmap(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (bitmap, other) = (Bitmap(), Bitmap(capacity: 50))
        var (set, otherSet) = (Set<UInt32>(), Set<UInt32>())
        for _ in 0..<400 {
            let ordinal = UInt32.random(in: 0..<300, using: &random)
            if random.oneIn(3) {
                #expect(bitmap.remove(ordinal) == (set.remove(ordinal) != nil))
            } else {
                #expect(bitmap.insert(ordinal) == set.insert(ordinal).inserted)
            }
            if random.oneIn(4) {
                other.insert(ordinal / 2)
                otherSet.insert(ordinal / 2)
            }
            #expect(bitmap.count == set.count && bitmap.isEmpty == set.isEmpty)
            #expect(bitmap.next(notBefore: ordinal) == set.filter { $0 >= ordinal }.min())
            #expect(bitmap.next(notAfter: ordinal) == set.filter { $0 <= ordinal }.max())
        }
        #expect(members(bitmap) == set.sorted())
        var result = bitmap
        result.formUnion(other)
        #expect(members(result) == set.union(otherSet).sorted())
        result.subtract(other)
        #expect(members(result) == set.subtracting(otherSet).sorted())
        result = other
        result.formIntersection(bitmap)
        #expect(members(result) == set.intersection(otherSet).sorted())
        result.formUnion(Bitmap(capacity: 9_000))
        #expect(result != bitmap || set == set.intersection(otherSet))
        #expect(Bitmap() == Bitmap(capacity: 1_000))
    }

    @Test("a group holds its rows however many they are", arguments: [3, 300, 9_000])
    func groups(size: UInt32) {
        var random = SeededGenerator(seed: UInt64(size))
        var index = GroupIndex<UInt32>()
        var model: [UInt32: [UInt32]] = [:]
        // Past the size at which rows become a bitmap, and back.
        for round in 0..<(Int(size) * 3) {
            let ordinal = UInt32.random(in: 0..<size, using: &random)
            let isGrowing = round < Int(size) * 2
            let groups: [UInt32] = random.oneIn(isGrowing ? 6 : 1) ? [] : [0, ordinal % 3 + 1]
            index.replace(ordinal, with: groups)
            model[ordinal] = groups
            if random.oneIn(Int(size) / 2 + 1) { check(index, model, size) }
        }
        check(index, model, size)
        for ordinal in 0..<size { index.replace(ordinal, with: []) }
        check(index, [:], size)
    }

    @Test(
        "ordinals stay in the order of their keys, whether changed singly or many at once", arguments: 1...6)
    func sortedOrdinals(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var order = SortedOrdinals<NumberKey>()
        var model: [UInt32: Int64] = [:]
        let size: UInt32 = seed.isMultiple(of: 2) ? 30 : 3_000
        for round in 0..<6_000 {
            let ordinal = UInt32.random(in: 0..<size, using: &random)
            let key = Int64.random(in: -40...40, using: &random)
            if random.oneIn(3) {
                order.remove(ordinal)
                model[ordinal] = nil
            } else {
                order.set(ordinal, NumberKey(key))
                model[ordinal] = key
            }
            if round.isMultiple(of: 1_000) {
                let changed = (0..<size).filter { _ in random.oneIn(2) }
                order.apply(changed.map { SortedOrdinals.Change($0, NumberKey(Int64($0 % 7))) })
                for ordinal in changed { model[ordinal] = Int64(ordinal % 7) }
            }
            guard round.isMultiple(of: 250) else { continue }
            #expect(order.count == model.count)
            let expected = model.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            #expect(try walk(order, Set(model.keys), isDescending: false) == expected)
            #expect(try walk(order, Set(model.keys), isDescending: true) == expected.reversed())
            let few = Set(model.keys.filter { $0.isMultiple(of: 97) })
            #expect(try walk(order, few, isDescending: false) == expected.filter(few.contains))
            #expect(try walk(order, few, isDescending: true) == expected.filter(few.contains).reversed())
        }
    }

    @Test("marks are kept once each, past the room made for them too")
    func dirtyRows() {
        let dirty = DirtyRows()
        for ordinal in [5, 100_000, 5, 63, 64] as [UInt32] { dirty.mark(ordinal) }
        #expect(dirty.count == 4 && dirty.capacity > 100_000)
        var drained: [UInt32] = []
        dirty.drain { drained.append($0) }
        #expect(drained == [5, 63, 64, 100_000])
        dirty.drain { drained.append($0) }
        #expect(drained.count == 4 && dirty.count == 0)
    }

    private func members(_ bitmap: Bitmap) -> [UInt32] {
        var members: [UInt32] = []
        bitmap.visit { members.append($0) }
        return members
    }

    private func check(_ index: GroupIndex<UInt32>, _ model: [UInt32: [UInt32]], _ size: UInt32) {
        for group in 0...4 as ClosedRange<UInt32> {
            let expected = model.filter { $0.value.contains(group) }.keys.sorted()
            #expect(index.count(of: group) == expected.count)
            #expect(members(index.rows(inAnyOf: [group], capacity: Int(size))) == expected)
        }
    }

    /// All rows, page by page.
    private func walk(
        _ order: SortedOrdinals<NumberKey>, _ rows: Set<UInt32>, isDescending: Bool
    ) throws -> [UInt32] {
        var candidates = Bitmap()
        for ordinal in rows { candidates.insert(ordinal) }
        var walked: [UInt32] = []
        var after: ListPosition?
        repeat {
            let request = try ListRequest(limit: 100, after: after, isDescending: isDescending)
            let page = try order.page(request, of: candidates)
            #expect(page.total == rows.count)
            walked += page.ordinals
            after = page.next
        } while after != nil
        return walked
    }
}
