import CommerceCore
import Testing

@Suite("values of people, categories and messages")
struct PeopleValueTests {
    @Test("a role's permissions are what its names grant in this version; others grant nothing")
    func rolePermissions() throws {
        var role = Role(name: "r", permissionNames: ["orders:*", "future:fly"], at: .zero)
        #expect(role.permissions.names == ["orders:read", "orders:write", "orders:delete"])
        role.permissionNames = ["*"]
        #expect(role.permissions == .all)
        role.permissionNames = []
        #expect(role.permissions == .none)
    }

    @Test("a user agent is cut to 200 bytes of whole characters")
    func userAgents() {
        for text in ["", "Browser", String(repeating: "x", count: 300), String(repeating: "é€", count: 90)] {
            let session = SignInSession(
                user: UserOrdinal(0), digest: [], createdAt: .zero, expiresAt: .latest, userAgent: text)
            let kept = session.userAgent ?? ""
            #expect(text.hasPrefix(kept) && kept.utf8.count <= 200)
            #expect(text.utf8.count <= 200 ? kept == text : kept.utf8.count > 196)
        }
    }

    @Test("a session is over from its end on, or once it is revoked")
    func sessionEnds() {
        let end = Timestamp(milliseconds: 100)
        var session = SignInSession(
            user: UserOrdinal(0), digest: [], createdAt: .zero, expiresAt: end, userAgent: nil)
        #expect(!session.isOver(at: Timestamp(milliseconds: 99)) && session.isOver(at: end))
        session.revokedAt = .zero
        #expect(session.isOver(at: .zero))
    }

    @Test("a tree of categories is as deep as it may be and no deeper, and has no rings")
    func trees() {
        // Category n stands under n - 1; 0 is at the top.
        let parentOf = { (ordinal: CategoryOrdinal) in
            ordinal.index == 0 ? nil : CategoryOrdinal(ordinal.index - 1)
        }
        let depth = CommerceCore.Category.depthMaximum
        #expect(Category.judge(nil, of: CategoryOrdinal(3), parentOf: parentOf) == nil)
        #expect(Category.judge(CategoryOrdinal(depth - 1), of: nil, parentOf: parentOf) == nil)
        #expect(
            Category.judge(CategoryOrdinal(depth), of: nil, parentOf: parentOf)?.code == .limitReached)
        for descendant in 3..<9 {
            let refused = Category.judge(
                CategoryOrdinal(descendant), of: CategoryOrdinal(3), parentOf: parentOf)
            #expect(refused?.code == .invalidValue)
        }
    }

    @Test("a notification says what it is about, in 32 bytes; an entry of the outbox takes 16")
    func notifications() {
        let at = Timestamp(milliseconds: 5)
        let order = Notification.newOrder(OrderOrdinal(7), sequence: 3, at: at)
        #expect(order.order == OrderOrdinal(7) && order.variant == nil && order.status == .pending)
        let cancelled = Notification.order(OrderOrdinal(7), is: .cancelled, sequence: 4, at: at)
        #expect(cancelled.kind == .orderCancelled && cancelled.available == nil)
        let low = Notification.lowStock(
            of: VariantOrdinal(2), available: Quantity(-3), sequence: 5, at: at)
        #expect(low.order == nil && low.variant == VariantOrdinal(2) && low.available == Quantity(-3))
        let failed = Notification.orderFailed(variant: nil, available: nil, sequence: 6, at: at)
        #expect(failed.variant == nil && failed.order == nil && failed.available == nil)
        #expect(MemoryLayout<Notification>.stride == 32 && MemoryLayout<OutboxEntry>.stride == 16)
    }

    @Test("a read mark holds what was marked, whatever the order")
    func readMarks() {
        var mark = ReadMark()
        for sequence in [9, 5, 7, 5] as [UInt64] { mark.mark(sequence) }
        #expect(mark.above == [5, 7, 9] && mark.contains(7) && !mark.contains(6))
        mark.mark(through: 7)
        #expect(mark.through == 7 && mark.above == [9] && mark.contains(1))
        mark.unmark(4, keeping: [5, 7])
        #expect(mark.through == 3 && mark.above == [5, 7, 9] && !mark.contains(4))
        mark.unmark(9, keeping: [])
        mark.forget(before: 6)
        #expect(mark.through == 5 && mark.above == [7])
    }

    @Test("only a cancelled order that was never paid is hidden, and only once")
    func hiding() throws {
        var order = OrderFixture.order(lineQuantities: [1])
        let subject = SubjectOrdinal(0)
        #expect(throws: Rejection.self) { try order.judgeHide(by: subject, at: .zero) }
        var paid = order
        paid.apply(try paid.judgePayment(.paid, by: subject, at: .zero))
        order.apply(try order.judgeCancel(reason: "OTHER", notes: nil, by: subject, at: .zero))
        paid.apply(try paid.judgeCancel(reason: "OTHER", notes: nil, by: subject, at: .zero))
        #expect(throws: Rejection.self) { try paid.judgeHide(by: subject, at: .zero) }
        order.apply(try order.judgeHide(by: subject, at: .zero))
        #expect(order.isHidden && order.status == .cancelled && !order.worth.isCounted)
        #expect(throws: Rejection.notFound(.orderNotFound)) { try order.judgeHide(by: subject, at: .zero) }
    }
}
