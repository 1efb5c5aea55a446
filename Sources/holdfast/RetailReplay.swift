import CommerceClient
import CommerceServer
import CompactJSON

/// Takes a plan through a server's socket, phase by phase: products, customers, orders, returns, and the check.
///
/// Every request that changes something carries a key made from the file alone, so a second run changes nothing.
/// It reads no file and prints nothing but its progress.
final class RetailReplay {
    let plan: RetailPlan
    let progress: ProgressBar
    var report: RetailReport
    let client: PipeliningClient
    /// What every variant starts with; `nil` = what it sells.
    private let openingUnits: Int64?
    var ledger: RetailLedger
    private(set) var customerIDs: [String]

    init(_ plan: RetailPlan, _ client: PipeliningClient, openingUnits: Int64?, progress: ProgressBar) {
        self.plan = plan
        self.client = client
        self.openingUnits = openingUnits
        self.progress = progress
        report = RetailReport(plan)
        ledger = RetailLedger(productCount: plan.products.count)
        customerIDs = Array(repeating: "", count: plan.customers.count)
    }

    /// - Throws: `ClientError`, or `ServerError` when the server refuses what must not be refused.
    func run() throws {
        try makeProducts()
        try makeCustomers()
        try placeOrders()
        try takeReturns()
        try check()
    }

    // MARK: Products

    private func makeProducts() throws {
        progress.begin("products", total: plan.products.count)
        var found: [Int] = []
        try runBatches(plan.products.count) { index, request in
            writeProduct(index, &request)
        } verdict: { index, result in
            if result["ok"] != nil { return ledger.open(index, units: units(openingOf: index)) }
            let code = result["error"]?["code"]?.string
            guard code == "already_exists" || code == "key_reused" else {
                throw ServerError(refusal: result["error"], of: "product \(plan.products[index].sku)")
            }
            found.append(index)
        }
        guard !found.isEmpty else { return }
        report.notes.append(
            "\(found.count) products were there in another form; their stock is counted from what it was before the orders"
        )
        try readStock(of: found) { ledger.find($0, $1) }
    }

    private func units(openingOf product: Int) -> Int64 { openingUnits ?? plan.products[product].unitsSold }

    private func writeProduct(_ index: Int, _ request: inout JSONWriter) {
        let product = plan.products[index]
        request.beginObject()
        request.member("op", "products.create")
        request.member("idempotencyKey", product.key)
        request.member("name", product.name)
        request.member("sku", product.sku)
        request.member("basePrice", DecimalCents.text(product.priceCents))
        request.member("status", "PUBLISHED")
        request.member("quantity", units(openingOf: index))
        request.endObject()
    }

    // MARK: Customers

    private func makeCustomers() throws {
        progress.begin("customers", total: plan.customers.count)
        var found: [String: [Int]] = [:]
        try runBatches(plan.customers.count) { index, request in
            writeCustomer(plan.customers[index], &request)
        } verdict: { index, result in
            if let id = result["ok"]?["id"]?.string {
                customerIDs[index] = id
                return
            }
            let code = result["error"]?["code"]?.string
            guard code == "already_exists" || code == "key_reused" else {
                throw ServerError(refusal: result["error"], of: "a customer")
            }
            found[plan.customers[index].email, default: []].append(index)
        }
        if !found.isEmpty { try findCustomers(found) }
    }

    private func writeCustomer(_ customer: RetailPlan.Customer, _ request: inout JSONWriter) {
        request.beginObject()
        request.member("op", "customers.create")
        request.member("idempotencyKey", customer.key)
        request.member("email", customer.email)
        request.member("firstName", customer.firstName)
        request.member("lastName", customer.lastName)
        for name in ["shippingAddress", "billingAddress"] as [StaticString] {
            request.key(name)
            request.beginObject()
            request.member("firstName", customer.firstName)
            request.member("lastName", customer.lastName)
            request.member("region", customer.countryName)
            request.member("country", customer.countryCode)
            request.endObject()
        }
        request.endObject()
    }

    /// Looks for customers that are there already, by e-mail, in the list of all.
    private func findCustomers(_ indices: [String: [Int]]) throws {
        var missing = indices
        var cursor: String?
        repeat {
            let page = cursor
            try runOne { request in
                request.member("op", "customers.list")
                request.member("limit", 100)
                request.member("sort", "createdAt")
                if let page { request.member("cursor", page) }
            } reply: { result in
                guard let items = result["items"] else { return }
                for item in items.elements {
                    guard let email = item["email"]?.string, let id = item["id"]?.string else { continue }
                    for index in missing.removeValue(forKey: email) ?? [] { customerIDs[index] = id }
                }
                cursor = result["nextCursor"]?.string
            }
        } while cursor != nil && !missing.isEmpty
        if !missing.isEmpty {
            throw ServerError(
                exitCode: ExitCode.dataError,
                "\(missing.count) customers are said to exist but are not in the list")
        }
    }
}
