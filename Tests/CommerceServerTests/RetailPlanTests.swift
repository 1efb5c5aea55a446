import CommerceClient
import Testing

@Suite("The plan of a replay")
struct RetailPlanTests {
    private static let header =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

    private func plan(_ rows: String, header: String = RetailPlanTests.header) throws(RetailFormatError)
        -> RetailPlan
    {
        let text = Array((header + rows).utf8)
        return try text.withUnsafeBytes { bytes in
            Result { () throws(RetailFormatError) in try RetailFile.plan(bytes) }
        }.get()
    }

    @Test("an invoice is one order, wherever its lines stand, in the order of first lines")
    func invoices() throws {
        let plan = try plan(
            """
            2,a,A,1,2010-12-01 08:26:00,1.00,7,France
            1,b,B,2,2010-12-01 08:26:00,2.00,7,France
            2,b,B,3,2010-12-01 08:26:00,3.00,7,France
            """)
        #expect(plan.invoices.map(\.number) == ["2", "1"])
        #expect(plan.invoices.map(\.units) == [4, 2])
        #expect(plan.invoices.map(\.totalCents) == [1_000, 400])
        #expect(plan.products.map(\.unitsSold) == [1, 5])
        #expect(plan.numberedCustomers == 1)
    }

    @Test("SKUs differ by case alone; the first description and price count, blank ones do not")
    func products() throws {
        let plan = try plan(
            """
            C9,85123a,,-1,d,1.00,7,France
            1,85123A,  ,1,d,2.55,7,France
            1,85123A,HEART,1,d,9.99,7,France
            1,85123A,OTHER,1,d,9.99,7,France
            C10,M,,-2,d,0,,France
            """)
        #expect(plan.products.map(\.sku) == ["85123a", "85123A", "M"])
        #expect(plan.products.map(\.name) == ["85123a", "HEART", "M"])
        #expect(plan.products.map(\.priceCents) == [0, 255, 0])
        #expect(plan.skusSold == 1)
        #expect(plan.returns.map(\.product) == [0, 2])
        #expect(plan.returns.map(\.quantity) == [1, 2])
        #expect(plan.returns.map(\.row) == [1, 5])
        #expect(Set(plan.returns.map(\.key)).count == 2)
    }

    @Test("whoever has no number is a guest of the country, and no customer counted")
    func guests() throws {
        let plan = try plan(
            """
            1,a,A,1,d,1.00,,France
            2,a,A,1,d,1.00,,United Kingdom
            3,a,A,1,d,1.00,,France
            4,a,A,1,d,1.00,17850,United Kingdom
            5,a,A,1,d,1.00,17850,EIRE
            6,a,A,1,d,1.00,,
            """)
        #expect(plan.invoices.map(\.customer) == [0, 1, 0, 2, 2, 3])
        #expect(
            plan.customers.map(\.email) == [
                "guest-france@retail.example", "guest-united-kingdom@retail.example",
                "customer-17850@retail.example", "guest-unspecified@retail.example",
            ])
        #expect(plan.customers.map(\.countryCode) == ["FR", "GB", "GB", "ZZ"])
        #expect(plan.numberedCustomers == 1)
    }

    @Test("every row is a sale line, a return line or refused; damaged ones are other")
    func refusedRows() throws {
        let plan = try plan(
            """
            1,a,A,1,d,1.00,7,France
            1,a,A,0,d,1.00,7,France
            1,a,A,1,d,0,7,France
            1,,A,1,d,1.00,7,France
            1,a,A,1,d,1.00,7
            1,a,A,1,d,1.00,7,France,more
            1,a,"A"A,1,d,1.00,7,France

            C1,a,A,-1,d,1.00,7,France
            """)
        #expect(plan.rows == 8)
        #expect(plan.saleLines == 1)
        #expect(plan.returnLines == 1)
        #expect(plan.rowsRefused == [.nonPositiveQuantity: 1, .nonPositivePrice: 1, .other: 4])
    }

    @Test("line ends of either kind and a byte order mark make no difference")
    func lineEnds() throws {
        let header = "\u{FEFF}" + Self.header.dropLast() + "\r\n"
        let plan = try plan("1,a,A,1,d,1.00,7,France\r\n", header: header)
        #expect(plan.customers.map(\.country) == ["France"])
    }

    @Test(
        "another header is refused with its line",
        arguments: [
            ("", 1), ("\n", 2), ("Invoice,StockCode\n", 1), ("InvoiceNo;StockCode\n", 1),
            ("\n\nInvoiceNo,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country\n", 3),
        ])
    func otherHeader(header: String, line: Int) {
        let error = #expect(throws: RetailFormatError.self) {
            _ = try plan("1,a,A,1,d,1.00,7,France\n", header: header)
        }
        #expect(error?.line == line)
    }

    @Test("names are cut at 255 bytes, between characters")
    func longNames() throws {
        let plan = try plan("1,a,\(String(repeating: "é", count: 200)),1,d,1.00,7,France\n")
        #expect(plan.products[0].name == String(repeating: "é", count: 127))
    }

    @Test("the ledger counts replays from the opening, but not where something else was found before")
    func ledger() throws {
        let plan = try plan("1,a,A,3,d,1.00,7,France\n1,b,B,4,d,1.00,7,France\n")
        var ledger = RetailLedger(productCount: 2)
        ledger.open(0, units: 10)
        ledger.find(1, StockReading(quantity: 20, reserved: 4, available: 16))
        ledger.order(plan.invoices[0].lines, isReplay: true)
        ledger.takeBack(1, of: 0, isReplay: true)
        ledger.takeBack(1, of: 1, isReplay: true)
        #expect(ledger.expected(0) == StockReading(quantity: 11, reserved: 3, available: 8))
        #expect(ledger.expected(1) == StockReading(quantity: 20, reserved: 4, available: 16))
        ledger.order(plan.invoices[0].lines, isReplay: false)
        ledger.takeBack(2, of: 1, isReplay: false)
        #expect(ledger.expected(0) == StockReading(quantity: 11, reserved: 6, available: 5))
        #expect(ledger.expected(1) == StockReading(quantity: 22, reserved: 8, available: 14))
    }
}
