import CommerceCore
package import CommerceEngine
package import CompactJSON

// A sale as it runs: the shop and its most wanted variants, second by second.
extension JSONWriter {
    /// The event that ends a second.
    package mutating func liveSale(_ shop: isolated Shop) {
        let second = shop.activity(in: shop.sampledSecond)
        beginObject()
        liveMoments(in: shop)
        liveTotals(showsMoney: true, in: shop)
        key("second")
        beginObject()
        member("orders", second.orders)
        member("units", second.units)
        member("refusedUnits", second.refusedUnits)
        member("value", Money(minorUnits: second.valueMinorUnits))
        endObject()
        key("variants")
        beginArray()
        for variant in shop.mostWanted(100) {
            let seconds = shop.seconds(of: variant, atMost: 10)
            beginObject()
            live(variant, seconds, in: shop)
            key("second")
            beginObject()
            let last = seconds.last
            member("orders", Int64(last?.orders ?? 0))
            member("units", Int64(last?.units ?? 0))
            member("refusedUnits", Int64(last?.refusedUnits ?? 0))
            endObject()
            endObject()
        }
        endArray()
        endObject()
    }

    mutating func liveMoments(in shop: isolated Shop) {
        let figures = shop.journalFigures
        member("sequence", Int64(clamping: figures.appendedSequence))
        member("durableSequence", Int64(clamping: figures.durableSequence))
        member("at", shop.now)
        member("startedAt", shop.activityStartedAt)
    }

    /// Everything since the start of the process.
    mutating func liveTotals(showsMoney: Bool, in shop: isolated Shop) {
        let totals = shop.activityTotals
        var last = 0
        for second in shop.sampledSecond - 9...shop.sampledSecond { last += shop.activity(in: second).orders }
        key("totals")
        beginObject()
        member("orders", totals.orders)
        member("units", totals.units)
        member("value", showsMoney ? Money(minorUnits: totals.valueMinorUnits) : nil)
        member("refusedUnits", totals.refusedUnits)
        member("refusedRequests", totals.refusedRequests)
        member("holdsMade", Int64(clamping: shop.holdsMade))
        member("holdsConverted", totals.holdsConverted)
        tenths("ordersPerSecond", of: last)
        member("peakOrdersPerSecond", shop.peakOrdersPerSecond)
        endObject()
    }

    /// The last 300 seconds of the shop.
    mutating func liveHistory(showsMoney: Bool, in shop: isolated Shop) {
        let newest = shop.sampledSecond
        let seconds = (max(0, newest - 299)...max(0, newest)).map { shop.activity(in: $0) }
        key("history")
        beginObject()
        member("to", Timestamp(milliseconds: (max(0, newest) + 1) * 1_000))
        numbers("orders", seconds) { Int64($0.orders) }
        numbers("units", seconds) { $0.units }
        numbers("refusedUnits", seconds) { $0.refusedUnits }
        key("value")
        if showsMoney {
            beginArray()
            for second in seconds { value(Money(minorUnits: second.valueMinorUnits).description) }
            endArray()
        } else {
            null()
        }
        endObject()
    }

    /// A variant as it sells.
    ///
    /// - Parameter seconds: Its last seconds, oldest first; ten or more where there are.
    mutating func live(
        _ variant: VariantOrdinal, _ seconds: [VariantSecond], in shop: isolated Shop
    ) {
        let stock = shop.stock(of: variant)
        let activity = shop.activity(of: variant)
        let lately = seconds.suffix(10)
        let units = lately.reduce(0) { $0 + Int($1.units) }
        names(of: variant, in: shop)
        member("quantity", stock.inventory.quantity)
        member("reserved", stock.inventory.reserved)
        member("held", activity.held)
        member("available", stock.inventory.available)
        member("trackInventory", stock.inventory.settings.trackInventory)
        member("allowBackorder", stock.inventory.settings.allowBackorder)
        member("isLow", stock.inventory.isLow)
        member("orders", activity.orders)
        member("sold", activity.units)
        member("refusedUnits", activity.refusedUnits)
        member("refusedRequests", activity.refusedRequests)
        tenths("ordersPerSecond", of: lately.reduce(0) { $0 + Int($1.orders) })
        tenths("unitsPerSecond", of: units)
        member("peakOrdersPerSecond", shop.peakOrdersPerSecond(of: variant))
        key("sellOutSeconds")
        if let rest = JSONWriter.sellOutSeconds(stock.inventory, lately) { value(rest) } else { null() }
    }

    mutating func liveHistory(_ seconds: [VariantSecond]) {
        key("history")
        beginObject()
        numbers("available", seconds) { Int64($0.available) }
        numbers("orders", seconds) { Int64($0.orders) }
        numbers("units", seconds) { Int64($0.units) }
        numbers("refusedUnits", seconds) { Int64($0.refusedUnits) }
        endObject()
    }

    /// When the stock is gone if it goes on so; `nil` unless it has sold in each half of the last ten seconds, neither
    /// more than twice the other.
    private static func sellOutSeconds(_ inventory: Inventory, _ seconds: ArraySlice<VariantSecond>) -> Int64?
    {
        guard inventory.settings.trackInventory, !inventory.settings.allowBackorder, seconds.count == 10
        else {
            return nil
        }
        let first = seconds.prefix(5).reduce(0) { $0 + Int64($1.units) }
        let second = seconds.suffix(5).reduce(0) { $0 + Int64($1.units) }
        guard first > 0, second > 0, first <= 2 * second, second <= 2 * first else { return nil }
        return max(0, inventory.available.units) * 10 / (first + second)
    }

    /// A sum over ten seconds as the mean of one.
    private mutating func tenths(_ name: StaticString, of sum: Int) {
        key(name)
        append(bytesOf: "\(sum / 10).\(sum % 10)")
    }

    private mutating func append(bytesOf text: String) {
        var text = text
        text.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
    }

    private mutating func numbers<Second>(
        _ name: StaticString, _ seconds: [Second], _ number: (Second) -> Int64
    ) {
        key(name)
        beginArray()
        for second in seconds { value(number(second)) }
        endArray()
    }
}
