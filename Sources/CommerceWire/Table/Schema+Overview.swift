import CommerceCore

extension Schema {
    /// The shapes of figures over the whole shop, and of what search finds.
    static let overviewComponents: [(name: StaticString, schema: Schema)] = [
        (
            "Overview",
            .object([
                .init("sequence", .count), .init("durableSequence", .count), .init("at", .time),
                .init("today", .named("SalesPeriod")), .init("last7Days", .named("SalesPeriod")),
                .init("last30Days", .named("SalesPeriod")),
                .init(
                    "hours",
                    .list(
                        .object([.init("from", .time), .init("orders", .count), .init("revenue", .balance)]),
                        24...24)),
                .init("attention", attention), .init("stock", .nullable(stockFigures)),
                .init("customers", .object([.init("total", .count), .init("newToday", .count)])),
                .init("recentOrders", .list(.named("RecentOrder"), 0...10)),
                .init(
                    "system",
                    .object([
                        .init("snapshotAt", .nullable(.time)), .init("openReservations", .count),
                        .init("startedAt", .time),
                    ])),
            ])
        ),
        (
            "SalesPeriod",
            .object(periodFields + [.init("previous", .object(periodFields))])
        ),
        (
            "RecentOrder",
            .object([
                .init("orderId", .id(.order)), .init("orderNumber", .text()),
                .init("customerId", .id(.customer)), .init("customerName", .text(bytes: 512)),
                .init("status", .orderStatus), .init("paymentStatus", .paymentStatus),
                .init("fulfillmentStatus", .fulfillmentStatus), .init("total", .money),
                .init("itemCount", .count), .init("createdAt", .time), .init("updatedAt", .time),
            ])
        ),
        (
            "SearchResults",
            .object([
                .init("best", .nullable(best)), .init("orders", .list(foundOrder, 0...10)),
                .init("products", .list(foundProduct, 0...10)),
                .init("variants", .list(.object(variantNames + [available, url]), 0...10)),
                .init("customers", .list(foundCustomer, 0...10)), .init("sequence", .count),
            ])
        ),
    ]

    /// An amount that may leave the range of one order's, or be negative.
    static let balance = Schema.text(bytes: 24)

    static let variantNames: [Field] = [
        .init("variantId", .id(.variant)), .init("productId", .id(.product)), .init("sku", .optionalText()),
        .init("productName", .text()), .init("variantName", .text()),
    ]

    private static let url = Field("url", .text())
    private static let available = Field("available", .nullable(.number))

    private static let periodFields: [Field] = [
        .init("from", .time), .init("to", .time), .init("orders", .count), .init("units", .number),
        .init("value", .balance), .init("revenue", .balance), .init("averageOrder", .balance),
    ]

    private static let waitingNames: [StaticString] = ["unpaid", "toShip", "partlyShipped", "paymentFailed"]
    private static let attention = Schema.object(
        waitingNames.map { Field($0, .count) } + [
            .init("unpaidOver24Hours", .count), .init("unpaidBefore", .time),
            .init("queries", .object(waitingNames.map { Field($0, .text()) })),
        ])
    private static let stockFigures = Schema.object([
        .init("low", .count), .init("out", .count),
        .init(
            "refused",
            .list(
                .object(variantNames + [.init("available", .number), .init("refusedUnits", .count)]), 0...5)
        ),
    ])

    private static let best = Schema.object([
        .init("type", .enumeration(["order", "variant", "customer"])), .init("id", .text()), url,
    ])
    private static let foundOrder = Schema.object([
        .init("orderId", .id(.order)), .init("orderNumber", .text()),
        .init("customerName", .text(bytes: 512)), .init("status", .orderStatus), .init("total", .money),
        .init("createdAt", .time), url,
    ])
    private static let foundProduct = Schema.object([
        .init("productId", .id(.product)), .init("name", .text()), .init("sku", .optionalText()),
        .init("status", .productStatus), .init("image", .optionalText(bytes: 2_048)), url,
    ])
    private static let foundCustomer = Schema.object([
        .init("customerId", .id(.customer)), .init("name", .text(bytes: 512)),
        .init("email", .text()), .init("company", .optionalText()), url,
    ])
}
