import CommerceCore
import TestSupport
import Testing

@Suite("Ids")
struct EntityIDTests {
    private let ordinalMaximum: UInt64 = 1 << 38 - 1
    private let timeMaximum: Int64 = 1 << 42 - 1

    private func id(_ kind: EntityID.Kind, _ milliseconds: Int64, _ ordinal: UInt64) -> EntityID {
        EntityID(kind, createdAt: Timestamp(milliseconds: milliseconds), ordinal: ordinal)
    }

    @Test("every kind's text reads back as the same id", arguments: EntityID.Kind.allCases)
    func roundTrip(kind: EntityID.Kind) {
        var random = SeededGenerator(seed: UInt64(kind.rawValue))
        let edges = [id(kind, 0, 0), id(kind, timeMaximum, ordinalMaximum), id(kind, 3, 1), id(kind, 0, 1)]
        let others = (0..<2_000).map { _ in
            id(
                kind, .random(in: 0...timeMaximum, using: &random),
                .random(in: 0...ordinalMaximum, using: &random))
        }
        for id in edges + others {
            #expect(id.description.utf8.count == EntityID.textBytes)
            #expect(EntityID(id.description) == id)
        }
    }

    @Test("kinds begin with letters of their own")
    func kinds() {
        let letters = EntityID.Kind.allCases.map { String(id($0, 1, 1).description.prefix(1)) }
        #expect(letters == ["p", "v", "c", "o", "i", "m", "r", "k", "g", "t", "u", "l", "s", "j"])
    }

    @Test("texts sort like time, and like the ordinal within one millisecond")
    func sorting() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<5_000 {
            let left = id(
                .order, .random(in: 0...timeMaximum, using: &random), .random(in: 0...9, using: &random))
            let isSame = random.oneIn(3)
            let right = id(
                .order, isSame ? left.createdAt.milliseconds : .random(in: 0...timeMaximum, using: &random),
                .random(in: 0...ordinalMaximum, using: &random))
            let isBefore = (left.createdAt, left.ordinal) < (right.createdAt, right.ordinal)
            #expect((left.description < right.description) == isBefore)
        }
    }

    @Test(
        "a text that this type never writes is no id",
        arguments: [
            "", "o", "o000000000000000", "o00000000000000000", "x0000000000000000", "O0000000000000000",
            "00000000000000000", "o000000000000000i", "o000000000000000l", "o000000000000000o",
            "o000000000000000u", "o000000000000000A", "oABCDEFGH00000000", "o000000000000000-",
            "o000000000000000 ", " 0000000000000000", "o00000000000000é", "o000000000000000\u{0}",
            "ORD-000123", "550e8400-e29b-41d4-a716-446655440000", "ééééééééé",
        ])
    func foreign(text: String) {
        #expect(EntityID(text) == nil)
    }

    @Test("changing any one byte gives another id or none, never the same")
    func oneByte() {
        let id = EntityID(.order, createdAt: Timestamp(milliseconds: 1_795_352_400_000), ordinal: 123_456)
        let text = Array(id.description.utf8)
        for position in text.indices {
            for byte in UInt8.min...UInt8.max where byte != text[position] {
                var changed = text
                changed[position] = byte
                let read = changed.withUnsafeBytes { EntityID($0) }
                #expect(read != id)
                if let read { #expect(Array(read.description.utf8) == changed) }
            }
        }
    }

    @Test("the lines of an order have ids of their own, of the order's time")
    func orderItems() {
        let order = OrderFixture.order(lineQuantities: Array(repeating: 1, count: 2_000))
        let ids = order.lines.indices.map { order.id(ofLine: $0) }
        #expect(Set(ids).count == 2_000)
        #expect(ids.allSatisfy { $0.kind == .orderItem && $0.createdAt == order.createdAt })
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test("an ordinal that does not fit traps instead of naming something else")
    func tooLarge() async {
        await #expect(processExitsWith: .failure) {
            _ = EntityID(.order, createdAt: .zero, ordinal: 1 << 38).description
        }
    }
}

@Suite("Order numbers")
struct OrderNumberTests {
    @Test(
        "are the ordinal plus one, with six digits or more",
        arguments: [
            (0, "ORD-000001"), (122, "ORD-000123"), (999_998, "ORD-999999"), (999_999, "ORD-1000000"),
            (4_294_967_294, "ORD-4294967295"),
        ] as [(UInt32, String)])
    func writes(ordinal: UInt32, text: String) {
        let number = OrderNumber(OrderOrdinal(ordinal))
        #expect(number.description == text)
        #expect(OrderNumber(text) == number)
        #expect(number.ordinal == OrderOrdinal(ordinal))
    }

    @Test(
        "any other text is none",
        arguments: [
            "", "ORD-", "ORD-000000", "ORD-00001", "ORD-0000001", "ORD-0999999", "ord-000001", "000001",
            "ORD-00000a", "ORD-+00001", "ORD--00001", "ORD-4294967296", "ORD-99999999999999999999",
            "ORD-000001 ", " ORD-000001", "ORD-١٢٣٤٥٦", "ORD_000001",
        ])
    func refuses(text: String) {
        #expect(OrderNumber(text) == nil)
    }
}
