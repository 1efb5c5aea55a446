import CommerceWire
import Testing

@Suite("Stock imports")
struct StockImportTests {
    private let file = #"sku,quantity,expectedQuantity\nCUP,12,10\nSHIRT-S,5,\nSHIRT-M,3,5\n"#

    @Test("a dry run tells row by row what would happen, and changes nothing")
    func dryRun() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"SHIRT-M","quantity":4"#)
        let before = world.sequence
        let result = try world.must(
            "inventory.import", #""csv":"\#(file)NONE,1,\nCUP,1,\nPOSTER,2,7\nGIFT,x,\n","dryRun":true"#)
        #expect(world.sequence == before)
        #expect(result["importId"] == .null)
        #expect(result["applied"] == 0)
        #expect(
            ["changed", "unchanged", "changedMeanwhile", "errors"].map { result["counts"][$0] }
                == [1, 1, 1, 4])
        let rows = result["rows"].items
        #expect(rows.map { $0["line"].int } == [2, 3, 4, 5, 6, 7, 8])
        #expect(
            rows.map { $0["error"]["code"] } == [
                .absent, .absent, "below_reserved", "variant_not_found", "invalid_value", "version_conflict",
                "invalid_value",
            ])
        #expect(["before", "after", "change"].map { rows[0][$0] } == [10, 12, 2])
        #expect(rows[0]["productName"] == "Cup")
        #expect(rows[1]["change"] == 0)
        #expect(rows[2]["error"]["message"] == "4 are promised to customers; cannot set 3.")
        #expect(rows[4]["error"]["message"] == "line 2 has the same one; allowed is each variant once")
        #expect(rows[5]["error"]["message"] == "The file expects 7, on hand is 0. This row was not changed.")
        #expect(rows[6]["error"]["column"] == "quantity")
    }

    @Test("good rows are applied, the others told; each is an adjustment that names the import")
    func applied() throws {
        let world = try WireWorld()
        let result = try world.must(
            "inventory.import", #""csv":"\#(file)NONE,1,\n","name":"count.csv","reason":"COUNTED""#)
        #expect(result["applied"] == 2)
        #expect(try world.stock("CUP") == "12/0")
        #expect(try world.stock("SHIRT-M") == "3/0")
        let movement = try world.must("inventory.history", #""sku":"CUP""#)["items"][0]
        #expect(
            ["quantityChange", "reason", "notes"].map { movement[$0] } == [2, "COUNTED", "Import count.csv"])
        world.name("IMPORT", result["importId"].text)
        for _ in 0..<2 {
            let list = try world.must("inventory.imports")
            #expect(list["total"] == 1)
            #expect(
                ["name", "rowCount", "undoneAt"].map { list["items"][0][$0] } == ["count.csv", 2, .null])
            let one = try world.must("inventory.getImport", #""importId":"$IMPORT","limit":1"#)
            #expect(one["id"] == result["importId"])
            #expect(one["total"] == 2)
            #expect(["sku", "change", "productName"].map { one["items"][0][$0] } == ["CUP", 2, "Cup"])
            #expect(one["nextCursor"] != .null)
            try world.reopen()
        }
        #expect(world.violations == [])
    }

    @Test("with allOrNothing one bad row keeps all others from being applied")
    func allOrNothing() throws {
        let world = try WireWorld()
        let before = world.sequence
        let members = #""allOrNothing":true,"idempotencyKey":"k","csv":"\#(file)"#
        let refused = try world.must("inventory.import", members + #"NONE,1,\n""#)
        #expect(refused["applied"] == 0)
        #expect(refused["counts"]["changed"] == 2)
        #expect(world.sequence == before)
        // What changed nothing has not used the key up.
        #expect(try world.must("inventory.import", members + #"""#)["applied"] == 2)
    }

    @Test("a repetition under the same key does nothing, now and after a restart; another body is refused")
    func repetition() throws {
        let world = try WireWorld()
        let members =
            #""mode":"delta","rows":[{"sku":"CUP","quantityChange":5},{"sku":"NONE","quantityChange":1}]"#
        let first = try world.must("inventory.import", members + #","idempotencyKey":"k""#)
        #expect(first["applied"] == 1)
        for _ in 0..<2 {
            let sequence = world.sequence
            let again = try world.must("inventory.import", members + #","idempotencyKey":"k""#)
            #expect(again["replayed"] == true)
            #expect(again["importId"] == first["importId"])
            #expect(again["rows"].items.map { $0["line"] } == [2])
            #expect(world.sequence == sequence)
            #expect(try world.stock("CUP") == "15/0")
            try world.reopen()
        }
        #expect(
            try world.ask(
                "inventory.import",
                #""mode":"delta","rows":[{"sku":"CUP","quantityChange":6}],"idempotencyKey":"k""#
            ).code == "key_reused")
        let dry = try world.must("inventory.import", members + #","idempotencyKey":"k","dryRun":true"#)
        #expect(dry["replayed"] == .absent)
    }

    @Test("undoing makes the opposite adjustments once, and leaves what has been promised since")
    func undo() throws {
        let world = try WireWorld()
        let result = try world.must(
            "inventory.import",
            #""rows":[{"sku":"CUP","quantityChange":5},{"sku":"SHIRT-S","quantityChange":-2},{"variantId":"$V-SHIRT-M","quantityChange":4}],"name":"delivery""#
        )
        #expect(result["mode"] == "delta")
        world.name("IMPORT", result["importId"].text)
        try world.must("inventory.reserve", #""sku":"SHIRT-M","quantity":7"#)
        let undone = try world.rest(.post, "/inventory/imports/$IMPORT/undo")
        #expect(undone.status == 200)
        #expect(undone.value["undone"] == 2)
        #expect(
            undone.value["rows"].items.map { $0["error"]["code"] } == [.absent, .absent, "below_reserved"])
        #expect(undone.value["rows"].items.map { $0["after"] } == [10, 5, 9])
        #expect(try world.stock("CUP") == "10/0")
        #expect(try world.stock("SHIRT-M") == "9/7")
        #expect(
            try world.must("inventory.history", #""sku":"CUP""#)["items"][0]["notes"]
                == "Undo of import delivery")
        for _ in 0..<2 {
            let sequence = world.sequence
            #expect(
                try world.ask("inventory.undoImport", #""importId":"$IMPORT""#).code == "invalid_transition")
            #expect(world.sequence == sequence)
            #expect(try world.must("inventory.imports")["items"][0]["undoneAt"] != .null)
            try world.reopen()
        }
        #expect(world.violations == [])
    }

    @Test("what can be undone in no row at all is refused, and can be tried again")
    func stuck() throws {
        let world = try WireWorld()
        let result = try world.must("inventory.import", #""rows":[{"sku":"CUP","quantityChange":5}]"#)
        world.name("IMPORT", result["importId"].text)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":12,"reservationId":"r""#)
        #expect(try world.ask("inventory.undoImport", #""importId":"$IMPORT""#).code == "below_reserved")
        try world.must("inventory.release", #""reservationId":"r""#)
        #expect(try world.must("inventory.undoImport", #""importId":"$IMPORT""#)["undone"] == 1)
    }

    @Test("columns may be mapped, and a row brings its own reason and notes")
    func mapping() throws {
        let world = try WireWorld()
        let result = try world.rest(
            .post, "/inventory/import",
            #"{"csv":"Artikel;Menge;Grund\nCUP;7;DAMAGED\n","mapping":{"sku":"Artikel","quantity":"Menge","reason":"Grund"},"notes":"shelf 3"}"#
        )
        #expect(result.value["applied"] == 1, "\(result.text)")
        let movement = try world.must("inventory.history", #""sku":"CUP""#)["items"][0]
        #expect(["quantityChange", "reason", "notes"].map { movement[$0] } == [-3, "DAMAGED", "shelf 3"])
    }

    @Test(
        "what is no table at all is refused",
        arguments: [
            ("", "missing_field"), (#""csv":"""#, "invalid_value"), (#""csv":"sku\nCUP\n""#, "invalid_value"),
            (#""csv":"quantity\n1\n""#, "invalid_value"),
            (#""csv":"sku,quantity\n\"CUP,1\n""#, "invalid_value"),
            (#""csv":"sku,quantity\nCUP,1\n","rows":[]"#, "invalid_value"), (#""rows":[]"#, "invalid_value"),
            (#""rows":[{"sku":"CUP","quantity":1}],"mapping":{}"#, "invalid_value"),
            (#""rows":[{"sku":"CUP","quantity":1}],"mode":"guess""#, "invalid_value"),
            (#""csv":"sku,quantity\nCUP,1\n","mapping":{"sku":1}"#, "invalid_value"),
            (#""csv":"sku,quantity\nCUP,1\n","mapping":{"sku":"None"}"#, "invalid_value"),
            (#""csv":"sku,quantity\nCUP,1\n","colour":1"#, "unknown_field"),
            (#""csv":7"#, "invalid_value"),
        ])
    func refusals(members: String, code: String) throws {
        let world = try WireWorld()
        let before = world.sequence
        #expect(try world.ask("inventory.import", members).code == code)
        #expect(world.sequence == before)
    }

    @Test("faults of single rows are verdicts")
    func rowFaults() throws {
        let world = try WireWorld()
        let result = try world.must(
            "inventory.import",
            #""rows":[{"sku":"CUP","quantity":1.5},{"sku":"CUP"},{"quantity":1},7,{"sku":"CUP","quantity":1,"colour":1},{"sku":"CUP","variantId":"$V-POSTER","quantity":1},{"variantId":"zzz","quantity":1},{"sku":"CUP","quantity":4}]"#
        )
        #expect(result["applied"] == 1)
        #expect(result["counts"]["errors"] == 7)
        #expect(result["rows"].items.map { $0["line"].int } == Array(1...8))
        #expect(
            try world.ask("inventory.getImport", #""importId":"j0000000000000000""#).code
                == "import_not_found")
    }

    @Test("who may not write stock can neither import nor undo")
    func permissions() throws {
        let world = try WireWorld()
        world.signIn(without: "inventory:write")
        for operation in ["import", "undoImport"] {
            #expect(try world.ask("inventory.\(operation)").code == "forbidden")
        }
        #expect(try world.must("inventory.imports")["total"] == 0)
    }
}
