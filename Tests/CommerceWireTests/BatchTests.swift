import Testing

@Suite("Batches")
struct BatchTests {
    private func batch(_ world: WireWorld, _ requests: [String]) throws -> Reply {
        try world.send(#"{"id":9,"op":"batch","requests":[\#(requests.joined(separator: ","))]}"#)
    }

    @Test("verdicts stand in the order of the requests, each with ok or error alone, without an id")
    func verdicts() throws {
        let world = try WireWorld()
        let reply = try batch(
            world,
            [
                #"{"op":"inventory.reserve","sku":"CUP","quantity":6}"#,
                #"{"op":"inventory.reserve","sku":"CUP","quantity":6}"#, #"{"op":"nothing"}"#, "7",
                #"{"op":"orders.create","customerId":"$ADA","items":[{"sku":"CUP","quantity":4}]}"#,
                #"{"op":"inventory.getByVariant","sku":"CUP"}"#,
            ])
        let results = reply.ok["results"]
        #expect(reply.value["id"] == 9)
        #expect(results.items.count == 6)
        #expect(results[0].names == ["ok"])
        #expect(results[1]["error"]["details"]["available"] == 4)
        #expect(results[2]["error"]["code"] == "unknown_operation")
        #expect(results[3]["error"]["code"] == "malformed_json")
        #expect(results[4]["ok"]["orderNumber"] == "ORD-000001")
        #expect(results[5]["ok"]["available"] == 0)
        #expect(world.violations == [])
    }

    @Test(
        "a batch, a sign-in, a snapshot and an id cannot stand in a batch; the others are run",
        arguments: [
            (#"{"op":"batch","requests":[{"op":"ping"}]}"#, "invalid_value"),
            (#"{"op":"auth","token":"*"}"#, "invalid_value"), (#"{"op":"system.snapshot"}"#, "invalid_value"),
            (#"{"id":1,"op":"ping"}"#, "unknown_field"), (#"{"id":null,"op":"ping"}"#, "unknown_field"),
            ("{}", "missing_field"), ("null", "malformed_json"), ("[]", "malformed_json"),
        ])
    func refusedMembers(member: String, code: String) throws {
        let world = try WireWorld()
        let results = try batch(world, [member, #"{"op":"inventory.reserve","sku":"CUP","quantity":1}"#]).ok[
            "results"]
        #expect(results[0]["error"]["code"] == .text(code))
        #expect(results[1]["ok"]["available"] == 9)
    }

    @Test("a batch holds one to a thousand requests")
    func limits() throws {
        let world = try WireWorld(isEmpty: true)
        let most = try batch(world, Array(repeating: #"{"op":"ping"}"#, count: 1_000))
        #expect(most.ok["results"].items.count == 1_000)
        #expect(try batch(world, Array(repeating: #"{"op":"ping"}"#, count: 1_001)).code == "invalid_value")
        #expect(try batch(world, []).code == "invalid_value")
        #expect(try world.ask("batch").code == "missing_field")
        #expect(try world.ask("batch", #""requests":{}"#).code == "invalid_value")
        #expect(try world.ask("batch", #""requests":[],"x":1"#).code == "unknown_field")
    }

    @Test("a bad line refuses the batch as a whole and nothing of it is run")
    func badLine() throws {
        let world = try WireWorld()
        let before = world.sequence
        let reserve = #"{"op":"inventory.reserve","sku":"CUP","quantity":1}"#
        #expect(try batch(world, [reserve, #"{"op":"ping","op":"ping"}"#]).code == "malformed_json")
        #expect(try batch(world, [reserve, "{"]).code == "malformed_json")
        #expect(world.sequence == before)
    }

    @Test("a batch takes no idempotency key: its members do")
    func keys() throws {
        let world = try WireWorld()
        let reserve = #"{"op":"inventory.reserve","sku":"CUP","quantity":1,"idempotencyKey":"k"}"#
        let refused = try world.ask("batch", #""idempotencyKey":"b","requests":[\#(reserve)]"#)
        #expect(refused.code == "unknown_field")
        #expect(refused.details["field"] == "idempotencyKey")
        let results = try batch(world, [reserve, reserve]).ok["results"]
        #expect(results[0]["ok"]["replayed"] == .absent)
        #expect(results[1]["ok"]["replayed"] == true)
        #expect(try world.stock("CUP") == "10/1")
    }

    @Test("each request of a batch is judged by the caller's permissions")
    func permissions() throws {
        let world = try WireWorld()
        world.disconnect()
        let requests = [#"{"op":"ping"}"#, #"{"op":"orders.list"}"#]
        #expect(try batch(world, requests).ok["results"][1]["error"]["code"] == "unauthenticated")
        world.signIn(without: "orders:read")
        let results = try batch(world, requests).ok["results"]
        #expect(results[0].names == ["ok"])
        #expect(results[1]["error"]["details"]["requiredPermission"] == "orders:read")
    }
}
