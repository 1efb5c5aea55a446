import CommerceCore

extension Schema {
    /// The shapes of a sale as it runs.
    static let liveSaleComponents: [(name: StaticString, schema: Schema)] = [
        (
            "LiveSale",
            .object([
                .init("sequence", .count), .init("durableSequence", .count), .init("at", .time),
                .init("startedAt", .time),
                .init(
                    "totals",
                    .object([
                        .init("orders", .count), .init("units", .count), .init("value", .nullable(.balance)),
                        .init("refusedUnits", .count), .init("refusedRequests", .count),
                        .init("holdsMade", .count), .init("holdsConverted", .count),
                        .init("ordersPerSecond", .rate), .init("peakOrdersPerSecond", .count),
                    ])),
                .init(
                    "history",
                    .object([
                        .init("to", .time), .init("orders", seconds), .init("units", seconds),
                        .init("refusedUnits", seconds), .init("value", .nullable(.list(.balance, 0...300))),
                    ])), .init("variants", .list(.named("LiveVariant"), 0...24)),
            ])
        ),
        (
            "LiveVariant",
            .object(
                variantNames + [
                    .init("quantity", .number), .init("reserved", .count), .init("held", .count),
                    .init("available", .number), .init("trackInventory", .flag),
                    .init("allowBackorder", .flag), .init("isLow", .flag), .init("orders", .count),
                    .init("sold", .count), .init("refusedUnits", .count), .init("refusedRequests", .count),
                    .init("ordersPerSecond", .rate), .init("unitsPerSecond", .rate),
                    .init("peakOrdersPerSecond", .count), .init("sellOutSeconds", .nullable(.count)),
                    .init(
                        "history",
                        .object([
                            .init("available", .list(.number, 0...300)), .init("orders", seconds),
                            .init("units", seconds), .init("refusedUnits", seconds),
                        ])),
                ])
        ),
    ]

    /// A mean with one decimal.
    static let rate = Schema.anything
    private static let seconds = Schema.list(.count, 0...300)
}
