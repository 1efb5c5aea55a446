import CommerceCore
import CommerceEngine
import TestSupport
import Testing

@Suite("the book of reservations")
struct ReservationBookTests {
    private let noon = Timestamp(milliseconds: 1_795_352_400_000)

    private func reservation(_ id: String, _ timeToLive: Int64 = 0, at now: Timestamp? = nil) -> Reservation {
        Reservation(
            id: id, variant: VariantOrdinal(0), quantity: Quantity(1), timeToLiveMilliseconds: timeToLive,
            createdAt: now ?? noon, availableAfter: .zero)
    }

    @Test("live reservations are found by id, ended ones for an hour, and then their id may be used again")
    func remembered() {
        let book = ReservationBook(hash: ByteHash(seed: 1))
        book.insert(reservation("a"), number: ReservationNumber(0))
        book.insert(reservation("b"), number: ReservationNumber(1))
        book.end(ReservationNumber(0), as: .released, at: noon)
        book.forgetEnded(at: noon.adding(milliseconds: ReservationBook.endedMilliseconds))
        #expect(book.find("a") == ReservationNumber(0) && book.liveCount == 1)
        book.forgetEnded(at: noon.adding(milliseconds: ReservationBook.endedMilliseconds + 1))
        #expect(book.find("a") == nil && book[ReservationNumber(0)] == nil)
        book.insert(reservation("a"), number: ReservationNumber(2))
        #expect(book.find("a") == ReservationNumber(2) && book.find("b") == ReservationNumber(1))
    }

    @Test("an extended reservation lapses at its new deadline alone, whether that is sooner or later")
    func extended() {
        let book = ReservationBook(hash: ByteHash(seed: 1))
        book.insert(reservation("later", 1_000), number: ReservationNumber(0))
        book.insert(reservation("sooner", 90_000), number: ReservationNumber(1))
        book.insert(reservation("never", 1_000), number: ReservationNumber(2))
        book.extend(ReservationNumber(0), to: noon.adding(milliseconds: 50_000))
        book.extend(ReservationNumber(1), to: noon.adding(milliseconds: 500))
        book.extend(ReservationNumber(2), to: nil)
        func lapsed(_ after: Int64) -> ReservationNumber? {
            let number = book.nextLapsed(at: noon.adding(milliseconds: after))
            if let number { book.end(number, as: .lapsed, at: noon.adding(milliseconds: after)) }
            return number
        }
        #expect(lapsed(499) == nil)
        #expect(lapsed(500) == ReservationNumber(1))
        #expect(lapsed(49_999) == nil)
        #expect(lapsed(50_000) == ReservationNumber(0))
        #expect(lapsed(900_000) == nil)
        #expect(book.liveCount == 1)
    }

    @Test(
        "a snapshot may hold two live reservations of one id: the newer has the name, the older still its number"
    )
    func twoOfOneName() {
        let book = ReservationBook(hash: ByteHash(seed: 1))
        book.restore(reservation("a", 1_000), number: ReservationNumber(3))
        book.restore(reservation("a"), number: ReservationNumber(70))
        #expect(book.find("a") == ReservationNumber(70) && book.liveCount == 2)
        #expect(book.nextLapsed(at: noon.adding(milliseconds: 1_000)) == ReservationNumber(3))
        book.end(ReservationNumber(3), as: .lapsed, at: noon.adding(milliseconds: 1_000))
        book.forgetEnded(at: noon.adding(milliseconds: 9_000_000))
        #expect(book.find("a") == ReservationNumber(70) && book.liveCount == 1)
    }

    @Test("whatever comes, the book finds what a list finds", arguments: 1...4 as ClosedRange<UInt64>)
    func againstAList(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let book = ReservationBook(hash: ByteHash(seed: seed))
        var live: [UInt64: (id: String, deadline: Int64?)] = [:]
        var now = noon
        for number in 0..<4_000 as Range<UInt64> {
            let id = "r\(number)"
            let timeToLive: Int64 = [0, 1, 700, 5_000, 100_000].randomElement(using: &random) ?? 0
            book.insert(reservation(id, timeToLive, at: now), number: ReservationNumber(number))
            live[number] = (id, timeToLive == 0 ? nil : now.milliseconds + timeToLive)
            if random.oneIn(4), let some = live.keys.sorted().randomElement(using: &random) {
                book.end(ReservationNumber(some), as: .released, at: now)
                live[some] = nil
            }
            now = now.adding(milliseconds: .random(in: 0...300, using: &random))
            var lapsed: Set<UInt64> = []
            while let due = book.nextLapsed(at: now) {
                book.end(due, as: .lapsed, at: now)
                lapsed.insert(due.value)
            }
            #expect(
                lapsed == Set(live.filter { $0.value.deadline.map { $0 <= now.milliseconds } ?? false }.keys))
            for number in lapsed { live[number] = nil }
            #expect(book.liveCount == live.count)
        }
        for (number, entry) in live { #expect(book.find(entry.id) == ReservationNumber(number)) }
    }
}
