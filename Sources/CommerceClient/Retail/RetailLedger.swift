/// What a server says about the stock of one variant, or should say.
package struct StockReading: Hashable, Sendable, CustomStringConvertible {
    package var quantity: Int64
    package var reserved: Int64
    package var available: Int64

    package init(quantity: Int64, reserved: Int64, available: Int64) {
        self.quantity = quantity
        self.reserved = reserved
        self.available = available
    }

    package var description: String { "quantity \(quantity), reserved \(reserved), available \(available)" }
}

/// The client's own count of every variant's stock, kept from the replies alone and never asked of the server.
///
///     quantity  = opening + returned
///     reserved  = ordered
///     available = quantity - reserved
///
/// A variant that another run opened with just these units is counted from its opening, replayed requests and all:
/// whatever was lost since shows. One that was there in another form is counted from what was read first, and only
/// what this run added. Index = that of ``RetailPlan/products``.
package struct RetailLedger {
    private struct Account {
        var base: StockReading
        var countsReplays: Bool
        var orderedNow: Int64 = 0
        var orderedBefore: Int64 = 0
        var returnedNow: Int64 = 0
        var returnedBefore: Int64 = 0
    }

    private var accounts: [Account]

    package init(productCount: Int) {
        let base = StockReading(quantity: 0, reserved: 0, available: 0)
        accounts = Array(repeating: Account(base: base, countsReplays: true), count: productCount)
    }

    package mutating func open(_ product: Int, units: Int64) { accounts[product].base.quantity = units }

    package mutating func find(_ product: Int, _ reading: StockReading) {
        accounts[product].base = reading
        accounts[product].countsReplays = false
    }

    package mutating func order(_ lines: [RetailPlan.Line], isReplay: Bool) {
        for line in lines {
            if isReplay {
                accounts[line.product].orderedBefore += line.quantity
            } else {
                accounts[line.product].orderedNow += line.quantity
            }
        }
    }

    package mutating func takeBack(_ quantity: Int64, of product: Int, isReplay: Bool) {
        if isReplay {
            accounts[product].returnedBefore += quantity
        } else {
            accounts[product].returnedNow += quantity
        }
    }

    package func expected(_ product: Int) -> StockReading {
        let account = accounts[product]
        var quantity = account.base.quantity + account.returnedNow
        var reserved = account.base.reserved + account.orderedNow
        if account.countsReplays {
            quantity += account.returnedBefore
            reserved += account.orderedBefore
        }
        return StockReading(quantity: quantity, reserved: reserved, available: quantity - reserved)
    }
}
