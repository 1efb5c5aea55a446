import CommerceCore

// Orders that nobody pays are cancelled by themselves, if the settings say after how long.
extension Shop {
    private static let unpaid = OrderStates(statuses: [.pending], payments: [.pending, .failed])
    /// How many orders one call cancels at most.
    private static let cancelledMaximum = 100

    /// Cancels the oldest PENDING orders that were not paid in time, and frees their stock.
    ///
    /// Orders lie in the order of their times, and one that is not PENDING and unpaid never becomes so again: what
    /// has been passed over need not be looked at a second time. On a full disk they wait.
    ///
    /// - Complexity: O(orders cancelled), and once O(orders / 4,096) after a start.
    func cancelUnpaidOrders() {
        guard settings.unpaidOrderMinutes > 0 else { return }
        let minutes = settings.unpaidOrderMinutes
        let latest = now.adding(milliseconds: -60_000 * Int64(minutes))
        var due: [OrderOrdinal] = []
        var none = 0
        var isFirstUndue = false
        orderColumns.visit(
            unpaidOrderCursor..<orders.count, Shop.unpaid, isDescending: false, skipping: &none
        ) { number in
            let ordinal = OrderOrdinal(number)
            guard OrderActor.createdAt(orders[ordinal.index], (), on: unownedExecutor) <= latest else {
                isFirstUndue = true
                unpaidOrderCursor = ordinal.index
                return false
            }
            due.append(ordinal)
            return due.count < Shop.cancelledMaximum
        }
        for ordinal in due {
            guard hasRoom(requestBytes: 4_096) else {
                unpaidOrderCursor = ordinal.index
                return
            }
            cancel(unpaid: ordinal, afterMinutes: minutes)
            unpaidOrderCursor = ordinal.index + 1
        }
        if due.isEmpty && !isFirstUndue { unpaidOrderCursor = orders.count }
    }

    /// One whose history is full stays as it is.
    private func cancel(unpaid ordinal: OrderOrdinal, afterMinutes minutes: Int32) {
        let (subject, now) = (subject(named: "system"), now)
        try? change(ordinal) { order in
            Result { () throws(Rejection) in
                try order.judgeCancel(
                    reason: "EXPIRED", notes: "Not paid within \(minutes) minutes.", by: subject, at: now)
            }
        }
        endRequest()
    }
}
