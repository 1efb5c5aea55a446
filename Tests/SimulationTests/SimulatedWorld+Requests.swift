import CommerceCore
import CommerceEngine
import CompactJSON

// Running requests, and asking the auditor about the replies.
extension SimulatedWorld {
    /// Between two arrivals the engine's time is the monotonic clock's.
    func checkTime(_ shop: isolated Shop) {
        guard let server else { return }
        if shop.now.milliseconds != server.expectedNow(time) {
            fail("the engine's time is \(shop.now.milliseconds), not \(server.expectedNow(time))")
        }
        auditor.advance(to: shop.now.milliseconds)
    }

    func execute(
        _ bytes: [UInt8], _ line: SimulatedLine, on connection: SimulatedConnection, _ shop: isolated Shop
    ) {
        guard let server else { return }
        let before = (sequence: shop.sequence, count: operations.count)
        do {
            try server.execute(bytes, connection, shop) { reply in
                for byte in reply.rawBytes { note(UInt64(byte)) }
                judge(reply, line, connection, shop)
            }
        } catch {
            fail("the reply to \(line.text(id: 0)) is no JSON: \(error)")
        }
        boundaries.insert(shop.sequence)
        if operations.count > before.count {
            operations[operations.count - 1].sequence = shop.sequence
            operations[operations.count - 1].isRecorded = shop.sequence > before.sequence
        }
        connection.holdReply()
        checkAlerts(shop)
        if operationCount % 16 == 0 { for violation in shop.violations() { fail(violation) } }
    }

    private func judge(
        _ reply: JSONNode, _ line: SimulatedLine, _ connection: SimulatedConnection, _ shop: isolated Shop
    ) {
        if line.isBatch {
            let results = reply["ok"]?["results"]?.elements.map { $0 } ?? []
            guard results.count == line.requests.count else {
                return fail(
                    "a batch of \(line.requests.count) got \(String(decoding: reply.rawBytes, as: UTF8.self))"
                )
            }
            for (request, result) in zip(line.requests, results) { judge(result, request, connection, shop) }
        } else {
            judge(reply, line.requests[0], connection, shop)
        }
    }

    private func judge(
        _ reply: JSONNode, _ request: SimulatedRequest, _ connection: SimulatedConnection,
        _ shop: isolated Shop
    ) {
        operationCount += 1
        let view = ReplyView(reply)
        verdictCounts[
            "\(request.operation) \(view.code ?? (reply["ok"]?["replayed"]?.bool == true ? "replayed" : "ok"))",
            default: 0] += 1
        if view.code == "storage_full" {
            // Refused before it was judged. Right only if the disk gave reason to.
            if !isDiskFull && !hasFailingCall {
                fail("storage_full on a disk with room: \(request.json(id: nil))")
            }
            return
        }
        let operation = AuditedOperation(
            request: request, now: shop.now.milliseconds, isAdministrator: connection.isAdministrator,
            code: view.code,
            id: view.id, sequence: nil)
        let verdict = auditor.judge(operation)
        operations.append(operation)
        if let difference = verdict.difference(from: reply) {
            fail(
                "\(difference) in the reply to \(request.json(id: nil)): \(String(decoding: reply.rawBytes, as: UTF8.self))"
            )
        }
    }

    /// Each fall below a threshold is told once.
    private func checkAlerts(_ shop: isolated Shop) {
        let told = shop.takeAlerts().map { shop.stock(of: $0.variant).details.sku ?? "" }
        if told.sorted() != auditor.alerts.sorted() { fail("alerts \(told), expected \(auditor.alerts)") }
        auditor.alerts = []
    }
}
