import CommerceClient
import Testing

@Suite("Rows of the Online Retail data set")
struct RetailRowTests {
    @Test(
        "prices are rounded half to even, from the text as written",
        arguments: [
            ("2.55", 255), ("5", 500), ("0.1", 10), ("0", 0), ("-0.00", 0), (".5", 50), ("5.", 500),
            ("0.004", 0), ("0.005", 0), ("0.0050001", 1), ("0.015", 2), ("0.025", 2), ("0.0251", 3),
            ("0.035", 4),
            ("1.005", 100), ("2.675", 268), ("2.665", 266), ("0.994999", 99), ("0.995", 100),
            ("-11062.06", -1_106_206),
            ("-0.015", -2), ("-0.025", -2), ("99999999.99", 9_999_999_999), ("000000000000001.10", 110),
        ] as [(String, Int64)])
    func rounding(text: String, cents: Int64) {
        #expect(DecimalCents.parse(text.utf8) == cents)
    }

    @Test(
        "what is no amount, or too large a one, has no cents",
        arguments: [
            "", "-", ".", "-.", "1e2", "+1", " 1", "1 ", "1,5", "1.2.3", "--1", "NaN", "99999999.995",
            "100000000.00", "99999999999999999999",
        ])
    func noAmount(text: String) {
        #expect(DecimalCents.parse(text.utf8) == nil)
    }

    @Test(
        "amounts are written with two decimals",
        arguments: [(0, "0.00"), (5, "0.05"), (629_376_400, "6293764.00"), (-110, "-1.10")])
    func text(cents: Int64, text: String) {
        #expect(DecimalCents.text(cents) == text)
    }

    @Test(
        "a row is judged by invoice number, then quantity, then price",
        arguments: [
            ("536365", "6", "2.55", .sale(quantity: 6, priceCents: 255)),
            ("0", "1", "0.015", .sale(quantity: 1, priceCents: 2)),
            ("536365", "0", "2.55", .refused(.nonPositiveQuantity)),
            ("536365", "-3", "0", .refused(.nonPositiveQuantity)),
            ("536365", "-3", "?", .refused(.nonPositiveQuantity)),
            ("536365", "3", "0", .refused(.nonPositivePrice)),
            ("536365", "3", "0.005", .refused(.nonPositivePrice)),
            ("536365", "3", "-1.00", .refused(.nonPositivePrice)),
            ("536365", "3", "?", .refused(.other)),
            ("536365", "x", "1.00", .refused(.other)),
            ("536365", "1.0", "1.00", .refused(.other)),
            ("536365", "", "1.00", .refused(.other)),
            ("536365", "10000000000", "1.00", .refused(.other)),
            ("C536379", "-1", "27.50", .returned(quantity: 1)),
            ("C536379", "-1", "", .returned(quantity: 1)),
            ("C", "-12", "0", .returned(quantity: 12)),
            ("C536379", "0", "27.50", .refused(.other)),
            ("C536379", "1", "27.50", .refused(.other)),
            ("c536379", "-1", "27.50", .refused(.other)),
            ("A563186", "1", "-11062.06", .refused(.other)),
            ("A563185", "-1", "11062.06", .refused(.other)),
            ("", "1", "1.00", .refused(.other)),
            ("536365A", "1", "1.00", .refused(.other)),
        ] as [(String, String, String, RetailRow)])
    func classification(invoice: String, quantity: String, price: String, row: RetailRow) {
        #expect(RetailRow(invoice: invoice.utf8, quantity: quantity.utf8, price: price.utf8) == row)
    }
}
