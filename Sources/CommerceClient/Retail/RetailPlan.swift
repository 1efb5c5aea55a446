package import CSVText

/// Everything a replay will ask for, read from the Online Retail data set: whom it sells to, what, in which orders,
/// and what comes back.
///
/// Indices link the parts. Sums are of the file alone; what a server made of them is the report's.
///
///     rows = saleLines + returnLines + Σ rowsRefused
///     Σ products.unitsSold = Σ invoices.units
package struct RetailPlan {
    /// One SKU; they differ by case alone.
    package struct Product {
        package let sku: String
        /// The first description that says something.
        package fileprivate(set) var description: String?
        /// The first price at which it sells; 0 if it only comes back.
        package fileprivate(set) var priceCents: Int64 = 0
        package fileprivate(set) var unitsSold: Int64 = 0
    }

    /// Who orders: a customer with a number, or everybody without one from one country.
    package struct Customer: Hashable {
        /// `nil` for the guests of the country.
        package let number: String?
        package let country: String
    }

    package struct Line {
        package let product: Int
        package let quantity: Int64
        package let priceCents: Int64
    }

    package struct Invoice {
        package let number: String
        package let customer: Int
        package fileprivate(set) var lines: [Line] = []
        package fileprivate(set) var units: Int64 = 0

        /// What its lines make, or `nil` beyond any amount.
        package var totalCents: Int64? {
            var total: Int64 = 0
            for line in lines {
                let (cents, overflow) = line.quantity.multipliedReportingOverflow(by: line.priceCents)
                let (sum, sumOverflow) = total.addingReportingOverflow(cents)
                if overflow || sumOverflow { return nil }
                total = sum
            }
            return total
        }
    }

    package struct Return {
        /// Counted from 1, without the header.
        package let row: Int
        package let invoice: String
        package let product: Int
        package let quantity: Int64
    }

    package internal(set) var rows = 0
    package private(set) var saleLines = 0
    package private(set) var rowsRefused: [RetailRow.Refusal: Int] = [:]
    package private(set) var products: [Product] = []
    package private(set) var customers: [Customer] = []
    /// In the order of their first lines.
    package private(set) var invoices: [Invoice] = []
    package private(set) var returns: [Return] = []

    private var productIndices: [String: Int] = [:]
    private var customerIndices: [String: Int] = [:]
    private var guestIndices: [String: Int] = [:]
    private var invoiceIndices: [String: Int] = [:]

    package init() {}

    package var returnLines: Int { returns.count }
    /// SKUs of sale lines.
    package var skusSold: Int { products.count { $0.unitsSold > 0 } }
    /// Customers with a number.
    package var numberedCustomers: Int { customerIndices.count }

    // MARK: Adding rows

    package mutating func refuse(_ reason: RetailRow.Refusal) { rowsRefused[reason, default: 0] += 1 }

    /// Adds one row, whose fields are those of ``RetailFile/columns``.
    ///
    /// - Complexity: O(length of the row), amortized.
    package mutating func add(_ fields: [CSVField]) {
        let row = RetailRow(invoice: fields[0].bytes, quantity: fields[3].bytes, price: fields[5].bytes)
        if case .refused(let reason) = row { return refuse(reason) }
        // A row that sells or returns nothing in particular is damaged.
        guard !fields[1].isEmpty else { return refuse(.other) }
        let product = productIndex(fields[1].text, description: fields[2])
        switch row {
        case .sale(let quantity, let priceCents):
            saleLines += 1
            if products[product].priceCents == 0 { products[product].priceCents = priceCents }
            products[product].unitsSold += quantity
            let invoice = invoiceIndex(fields[0].text, customerNumber: fields[6], country: fields[7])
            invoices[invoice].lines.append(Line(product: product, quantity: quantity, priceCents: priceCents))
            invoices[invoice].units += quantity
        case .returned(let quantity):
            returns.append(Return(row: rows, invoice: fields[0].text, product: product, quantity: quantity))
        case .refused: break
        }
    }

    private mutating func productIndex(_ sku: String, description: CSVField) -> Int {
        let index = productIndices[sku] ?? products.count
        if index == products.count {
            products.append(Product(sku: sku))
            productIndices[sku] = index
        }
        if products[index].description == nil, description.bytes.contains(where: { $0 > 0x20 }) {
            products[index].description = description.text
        }
        return index
    }

    /// The lines of an invoice are mostly neighbours, so the last invoice is tried first.
    private mutating func invoiceIndex(_ number: String, customerNumber: CSVField, country: CSVField) -> Int {
        if let last = invoices.last, last.number == number { return invoices.count - 1 }
        if let index = invoiceIndices[number] { return index }
        let customer = customerIndex(
            number: customerNumber.isEmpty ? nil : customerNumber.text, country: country.text)
        invoiceIndices[number] = invoices.count
        invoices.append(Invoice(number: number, customer: customer))
        return invoices.count - 1
    }

    private mutating func customerIndex(number: String?, country: String) -> Int {
        if let index = number.map({ customerIndices[$0] }) ?? guestIndices[country] { return index }
        customers.append(Customer(number: number, country: country))
        if let number {
            customerIndices[number] = customers.count - 1
        } else {
            guestIndices[country] = customers.count - 1
        }
        return customers.count - 1
    }
}
