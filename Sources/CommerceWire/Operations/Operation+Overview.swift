import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// What people see first, and what they find everything with.
    static let overview: [Operation] = [
        Operation(
            "overview.get", .needs(.ordersRead), .read, .get("/overview"),
            takes: [.optional("offsetMinutes", .integer(-840...840))], answers: .named("Overview"),
            tellsTime: true, "What came in today and lately, and what waits for somebody", getOverview),
        Operation(
            "search.all", .signedIn, .read, .get("/search"),
            takes: [.required("q", .text()), .optional("limit", .integer(1...10))],
            answers: .named("SearchResults"),
            "Orders, products, variants and customers that a text finds, of each a few", searchAll),
    ]

    private static let getOverview: Handler = { (request, shop, reply) throws(Rejection) in
        let offset = try request.fields.integer("offsetMinutes", in: -840...840) ?? 0
        guard offset % 15 == 0 else {
            throw .invalidValue(field: "offsetMinutes", reason: "must be a multiple of 15")
        }
        let days = OverviewDays(now: shop.now, offsetMinutes: offset)
        let figures = shop.journalFigures
        reply.beginObject()
        reply.member("sequence", Int64(clamping: figures.appendedSequence))
        reply.member("durableSequence", Int64(clamping: figures.durableSequence))
        reply.member("at", shop.now)
        reply.period("today", days.spans(of: 1), in: shop)
        reply.period("last7Days", days.spans(of: 7), in: shop)
        reply.period("last30Days", days.spans(of: 30), in: shop)
        reply.hours(days, in: shop)
        reply.attention(in: shop)
        reply.key("stock")
        if request.may(.inventoryRead) { reply.stockFigures(in: shop) } else { reply.null() }
        reply.key("customers")
        reply.beginObject()
        reply.member("total", shop.presentCustomerCount)
        reply.member("newToday", shop.customerCount(since: days.midnight))
        reply.endObject()
        reply.key("recentOrders")
        reply.beginArray()
        var recent = try OrderQuery()
        recent.page = try ListRequest(limit: 10, isDescending: true)
        for number in try shop.orders(matching: recent).ordinals {
            reply.summary(of: OrderOrdinal(number), in: shop)
        }
        reply.endArray()
        reply.key("system")
        reply.beginObject()
        reply.member("snapshotAt", shop.lastCheckpointAt)
        reply.member("openReservations", shop.liveReservationCount)
        reply.member("startedAt", shop.activityStartedAt)
        reply.endObject()
        reply.endObject()
    }

    private static let searchAll: Handler = { (request, shop, reply) throws(Rejection) in
        let text = try request.fields.string("q")
        let limit = Int(try request.fields.integer("limit", in: 1...10) ?? 5)
        try SearchAll(text: text, limit: limit, request).write(in: shop, into: &reply)
    }
}
