import CommerceCore
import Testing

@Suite("Inventory")
struct InventoryTests {
    /// Stock of `quantity` units of which `reserved` are promised.
    private func stock(
        _ quantity: Int64, reserved: Int64 = 0, backorder: Bool = false, tracked: Bool = true,
        threshold: Int64 = 10
    ) -> Inventory {
        var settings = StockSettings()
        settings.allowBackorder = backorder
        settings.trackInventory = tracked
        settings.lowStockThreshold = Quantity(threshold)
        var inventory = Inventory(settings: settings)
        inventory.derive(quantity: Quantity(quantity), reserved: Quantity(reserved))
        return inventory
    }

    @Test("a promise takes units from available, not from on hand")
    func promise() {
        var inventory = stock(5)
        inventory.promise(Quantity(2))
        #expect(inventory.available == Quantity(3))
        #expect(inventory.quantity == Quantity(5))
        #expect(inventory.reserved == Quantity(2))
        inventory.checkInvariants()
    }

    @Test("a release gives promised units back, shipping takes them out of the house")
    func releaseAndShip() {
        var inventory = stock(5, reserved: 4)
        inventory.release(Quantity(1))
        #expect(inventory.available == Quantity(2))
        inventory.ship(Quantity(3))
        #expect(inventory.quantity == Quantity(2))
        #expect(inventory.reserved == .zero)
        #expect(inventory.available == Quantity(2))
    }

    @Test("exactly what is available may be promised, unless backordered or untracked")
    func canPromise() {
        #expect(stock(5, reserved: 2).canPromise(Quantity(3)))
        #expect(!stock(5, reserved: 2).canPromise(Quantity(4)))
        #expect(!stock(0).canPromise(Quantity(1)))
        #expect(stock(0).canPromise(.zero))
        #expect(stock(0, backorder: true).canPromise(Quantity(1_000)))
        #expect(stock(0, tracked: false).canPromise(Quantity(1_000)))
        #expect(stock(-3, tracked: false).canPromise(Quantity(1)))
    }

    @Test("an adjustment is refused for a wrong expectation before what is reserved before the range")
    func adjustments() {
        let inventory = stock(10, reserved: 6)
        #expect(inventory.judgeAdjustment(by: Quantity(-4), expected: nil) == nil)
        #expect(inventory.judgeAdjustment(by: Quantity(-4), expected: Quantity(10)) == nil)
        #expect(
            inventory.judgeAdjustment(by: Quantity(-5), expected: Quantity(9))
                == .versionConflict(expected: 9, actual: 10))
        #expect(
            inventory.judgeAdjustment(by: Quantity(-5), expected: Quantity(10))
                == .belowReserved(quantity: Quantity(5), reserved: Quantity(6)))
        let deep = Quantity(-2 * Quantity.stockMaximum.units)
        #expect(inventory.judgeAdjustment(by: deep, expected: nil)?.code == .belowReserved)
        #expect(
            stock(10, reserved: 6, backorder: true).judgeAdjustment(by: deep, expected: nil)?.code
                == .invalidValue)
    }

    @Test("backordered and untracked stock may fall below what is reserved, and all stock may rise")
    func adjustmentsBelowReserved() {
        #expect(
            stock(10, reserved: 6, backorder: true).judgeAdjustment(by: Quantity(-9), expected: nil) == nil)
        #expect(
            stock(10, reserved: 6, tracked: false).judgeAdjustment(by: Quantity(-9), expected: nil) == nil)
        #expect(stock(2, reserved: 6).judgeAdjustment(by: Quantity(1), expected: nil) == nil)
    }

    @Test("stock stays within its range, at both ends exactly")
    func range() {
        let most = Quantity.stockMaximum
        #expect(stock(most.units - 1).judgeAdjustment(by: Quantity(1), expected: nil) == nil)
        #expect(stock(most.units).judgeAdjustment(by: Quantity(1), expected: nil)?.code == .invalidValue)
        let least = stock(-most.units, backorder: true)
        #expect(least.judgeAdjustment(by: Quantity(-1), expected: nil)?.code == .invalidValue)
        #expect(least.judgeAdjustment(by: Quantity(1), expected: nil) == nil)
    }

    @Test("an alert fires once per crossing and is armed again exactly at the threshold")
    func alerts() {
        var inventory = stock(0, threshold: 10)
        var fired = 0
        // available after each change, and whether that is news
        let course: [(change: Int64, available: Int64, isNews: Bool)] = [
            (0, 0, false), (9, 9, false), (-4, 5, false), (5, 10, false), (-1, 9, true), (-5, 4, false),
            (5, 9, false), (-9, 0, false), (10, 10, false), (1, 11, false), (-1, 10, false), (-1, 9, true),
        ]
        for (change, available, isNews) in course {
            inventory.adjust(by: Quantity(change))
            #expect(inventory.available == Quantity(available))
            #expect(inventory.isLow == (available < 10))
            let pending = inventory.pendingAlert
            #expect((pending == .fired) == isNews, "at \(available)")
            if let pending { inventory.record(pending) }
            #expect(inventory.pendingAlert == nil)
            if pending == .fired { fired += 1 }
        }
        #expect(fired == 2)
    }

    @Test("first stocking below the threshold is never news, first stocking above it arms")
    func firstStocking() {
        var inventory = stock(0, threshold: 10)
        #expect(inventory.alert == .unstocked)
        inventory.adjust(by: Quantity(3))
        #expect(inventory.pendingAlert == nil)
        inventory.adjust(by: Quantity(7))
        #expect(inventory.pendingAlert == .armed)
    }

    @Test("a changed threshold crosses like changed stock does")
    func threshold() {
        var inventory = stock(15, threshold: 10)
        inventory.record(.armed)
        inventory.settings.lowStockThreshold = Quantity(15)
        #expect(inventory.pendingAlert == nil)
        inventory.settings.lowStockThreshold = Quantity(16)
        #expect(inventory.pendingAlert == .fired)
        inventory.settings.lowStockThreshold = .zero
        #expect(!inventory.isLow)
    }

    @Test("the bounds hold unless the variant may be backordered or is not tracked")
    func bounds() {
        #expect(stock(5, reserved: 5).isWithinBounds)
        #expect(!stock(5, reserved: 6).isWithinBounds)
        #expect(!stock(5, reserved: -1).isWithinBounds)
        #expect(stock(5, reserved: 6, backorder: true).isWithinBounds)
        #expect(stock(5, reserved: 6, tracked: false).isWithinBounds)
        #expect(!stock(5, reserved: -1, backorder: true).isWithinBounds)
    }

    @Test("releasing more than is promised traps")
    func overRelease() async {
        await #expect(processExitsWith: .failure) {
            var inventory = Inventory()
            inventory.promise(Quantity(1))
            inventory.release(Quantity(2))
        }
    }

    @Test("quantities add, compare and negate like whole numbers")
    func quantities() {
        var sum = Quantity(2) + Quantity(3) - Quantity(1)
        sum += Quantity(6)
        sum -= Quantity(1)
        #expect(sum == Quantity(9))
        #expect(-sum < .zero)
        #expect("\(sum)" == "9")
        // The largest order cannot overflow: every line asks for the most.
        #expect(Quantity.requestMaximum.units <= Int64.max / Int64(Order.linesMaximum))
        #expect(Quantity.requestMaximum.units <= Int64(Int32.max))
    }
}
