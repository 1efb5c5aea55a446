import CommerceCore

/// The variants that are most wanted now, or that someone looks at, each with its last 300 seconds.
///
///     entries ≤ 100;   what is looked at stays for a minute;   the least wanted makes room for one wanted more
///
/// Filled once a second from ``VariantCounters``. It reads no clock and knows no stock: both are given.
struct SaleBoard {
    static let capacity = 100
    static let pinSeconds: Int64 = 60

    struct Entry {
        let variant: VariantOrdinal
        var seconds = SecondRing(nothing: VariantSecond())
        /// What is under way in the second that ends next.
        var current = VariantSecond()
        /// Requests of late, older ones counting less: how much it is wanted.
        var demand: Double = 0
        var pinnedThrough: Int64 = -1
        var peakOrders: Int32 = 0
    }

    private(set) var entries: [Entry] = []
    private var places: [VariantOrdinal: Int] = [:]

    func place(of variant: VariantOrdinal) -> Int? { places[variant] }

    /// Keeps `variant` for a while because someone looks at it.
    mutating func pin(_ variant: VariantOrdinal, at second: Int64) {
        guard let place = places[variant] ?? makeRoom(for: variant, demand: .infinity, at: second) else {
            return
        }
        entries[place].pinnedThrough = second + SaleBoard.pinSeconds
    }

    /// Takes in what happened to `variant` since the last second ended.
    mutating func note(_ variant: VariantOrdinal, _ news: VariantSecond, at second: Int64) {
        let demand = Double(news.orders) + (news.refusedUnits > 0 ? 1 : 0)
        guard let place = places[variant] ?? makeRoom(for: variant, demand: demand, at: second) else {
            return
        }
        entries[place].current = news
        entries[place].demand += demand
    }

    /// Ends `second` for all entries.
    mutating func end(_ second: Int64, available: (VariantOrdinal) -> Quantity) {
        for place in entries.indices {
            var ended = entries[place].current
            ended.available = Int32(clamping: available(entries[place].variant).units)
            entries[place].seconds.put(ended, at: second)
            entries[place].peakOrders = max(entries[place].peakOrders, ended.orders)
            entries[place].current = VariantSecond()
            entries[place].demand *= 0.95
        }
    }

    /// The variants wanted most, those wanted at all.
    func mostWanted(_ limit: Int) -> [VariantOrdinal] {
        entries.sorted { $0.demand > $1.demand }.prefix(limit).map(\.variant)
    }

    private mutating func makeRoom(for variant: VariantOrdinal, demand: Double, at second: Int64) -> Int? {
        if entries.count < SaleBoard.capacity {
            places[variant] = entries.count
            entries.append(Entry(variant: variant))
            return entries.count - 1
        }
        let free = entries.indices.filter { entries[$0].pinnedThrough < second }
        guard let least = free.min(by: { entries[$0].demand < entries[$1].demand }),
            entries[least].demand < demand
        else { return nil }
        places[entries[least].variant] = nil
        places[variant] = least
        entries[least] = Entry(variant: variant)
        return least
    }
}
