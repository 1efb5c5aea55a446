import CommerceClient
import CommerceServer
import CompactJSON

extension RetailReplay {
    // MARK: Orders

    /// Places the invoices in file order, as many at once as the connections hold.
    func placeOrders() throws {
        progress.begin("orders", total: plan.invoices.count)
        report.latenciesNanoseconds.reserveCapacity(plan.invoices.count)
        var next = 0
        let start = ContinuousClock.now
        try client.run { _, request in
            guard next < plan.invoices.count else { return nil }
            writeOrder(plan.invoices[next], &request)
            next += 1
            return next - 1
        } reply: { reply in
            report.latenciesNanoseconds.append(reply.latencyNanoseconds)
            try count(reply, of: plan.invoices[reply.tag])
            progress.update(report.latenciesNanoseconds.count)
        }
        report.elapsed = ContinuousClock.now - start
        report.latenciesNanoseconds.sort()
    }

    private func writeOrder(_ invoice: RetailPlan.Invoice, _ request: inout JSONWriter) {
        request.beginObject()
        request.member("op", "orders.create")
        request.member("idempotencyKey", invoice.number)
        request.member("customerId", customerIDs[invoice.customer])
        request.key("items")
        request.beginArray()
        for line in invoice.lines {
            request.beginObject()
            request.member("sku", plan.products[line.product].sku)
            request.member("quantity", line.quantity)
            request.member("unitPrice", DecimalCents.text(line.priceCents))
            request.endObject()
        }
        request.endArray()
        request.endObject()
    }

    private func count(_ reply: PipelinedReply, of invoice: RetailPlan.Invoice) throws {
        guard let placed = reply.ok else {
            let code = reply.errorCode
            guard !code.isEmpty, ServerError.exitCode(forRefusal: code) != ExitCode.noPermission else {
                throw ServerError(refusal: reply.error, of: "order \(invoice.number)")
            }
            report.ordersRefused[code, default: 0] += 1
            return
        }
        guard let totalCents = placed["total"]?.stringBytes.flatMap({ DecimalCents.parse($0) }),
            let isReplay = placed["replayed"]?.bool
        else { throw ClientError(.protocolViolation, endpoint: "\(client.endpoint)") }
        if isReplay { report.ordersReplayed += 1 } else { report.ordersPlaced += 1 }
        ledger.order(invoice.lines, isReplay: isReplay)
        report.unitsOrdered += invoice.units
        report.revenueCents += totalCents
        if totalCents != invoice.totalCents {
            report.differ(
                "order \(invoice.number): total \(DecimalCents.text(totalCents)), "
                    + "its lines make \(invoice.totalCents.map(DecimalCents.text) ?? "more than fits")")
        }
    }

    // MARK: Returns

    func takeReturns() throws {
        progress.begin("returns", total: plan.returns.count)
        var refused: [String: Int] = [:]
        try runBatches(plan.returns.count) { index, request in
            writeReturn(plan.returns[index], &request)
        } verdict: { index, result in
            let item = plan.returns[index]
            guard let ok = result["ok"] else {
                let code = result["error"]?["code"]?.string ?? ""
                guard !code.isEmpty, ServerError.exitCode(forRefusal: code) != ExitCode.noPermission else {
                    throw ServerError(refusal: result["error"], of: "a return")
                }
                refused[code, default: 0] += 1
                return
            }
            ledger.takeBack(item.quantity, of: item.product, isReplay: ok["replayed"]?.bool ?? false)
            report.unitsReturned += item.quantity
        }
        for (code, count) in refused.sorted(by: { $0.key < $1.key }) {
            report.notes.append("\(count) returns were refused: \(code)")
        }
    }

    private func writeReturn(_ item: RetailPlan.Return, _ request: inout JSONWriter) {
        request.beginObject()
        request.member("op", "inventory.adjust")
        request.member("idempotencyKey", item.key)
        request.member("sku", plan.products[item.product].sku)
        request.member("quantityChange", item.quantity)
        request.member("reason", "RETURN")
        request.member("notes", item.notes)
        request.endObject()
    }

    // MARK: The check

    /// Reads every variant back and compares it with the client's own count.
    func check() throws {
        progress.begin("checking", total: plan.products.count)
        try readStock(of: Array(plan.products.indices)) { product, reading in
            let expected = ledger.expected(product)
            guard reading != expected else { return }
            report.differ("SKU \(plan.products[product].sku): \(reading); counted \(expected)")
        }
    }
}
