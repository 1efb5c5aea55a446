import Testing

@Suite("Reservations on the wire")
struct ReservationTests {
    private let cart = #""sku":"CUP","quantity":3,"reservationId":"cart-1","ttlSeconds":600"#

    @Test("a reservation holds units until its deadline, which the reply names")
    func reserve() throws {
        let world = try WireWorld()
        let ok = try world.must("inventory.reserve", cart)
        #expect(
            ok == [
                "reservationId": "cart-1", "variantId": .text(world.ids["V-CUP"] ?? ""), "quantity": 3,
                "available": 7, "expiresAt": "2026-11-22T13:10:00.000Z",
            ])
        #expect(try world.stock("CUP") == "10/3")
    }

    @Test("the same again gives the same answer, marked as a replay, and takes nothing")
    func replay() throws {
        let world = try WireWorld()
        let first = try world.must("inventory.reserve", cart)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":2"#)
        world.advance(milliseconds: 1_000)
        let before = world.sequence
        let again = try world.must(
            "inventory.reserve",
            #""ttlSeconds":600,"variantId":"$V-CUP","reservationId":"cart-1","quantity":3"#)
        for name in first.names { #expect(again[name] == first[name]) }
        #expect(again["replayed"] == true)
        #expect(world.sequence == before)
        #expect(try world.stock("CUP") == "10/5")
    }

    @Test(
        "other content under a known id is a mismatch, even if it could be had",
        arguments: [
            #""sku":"CUP","quantity":2,"ttlSeconds":600"#, #""sku":"CUP","quantity":4,"ttlSeconds":600"#,
            #""sku":"GIFT","quantity":3,"ttlSeconds":600"#, #""sku":"CUP","quantity":3,"ttlSeconds":601"#,
            #""sku":"CUP","quantity":3,"ttlSeconds":0"#, #""sku":"CUP","quantity":1000,"ttlSeconds":600"#,
        ])
    func mismatch(members: String) throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        let reply = try world.ask("inventory.reserve", members + #","reservationId":"cart-1""#)
        #expect(reply.code == "reservation_mismatch")
        #expect(reply.error["statusCode"] == 409)
    }

    @Test("without a time to live a named reservation lives ten minutes, an unnamed one until it is released")
    func defaults() throws {
        let world = try WireWorld()
        let named = try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"r""#)
        #expect(named["expiresAt"] == "2026-11-22T13:10:00.000Z")
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"r","ttlSeconds":600"#)
        let bare = try world.must("inventory.reserve", #""sku":"CUP","quantity":1"#)
        #expect(bare["expiresAt"] == .null)
        let other = try world.must("inventory.reserve", #""sku":"CUP","quantity":1"#)
        #expect(bare["reservationId"] != other["reservationId"])
        let open = try world.must(
            "inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"s","ttlSeconds":0"#)
        #expect(open["expiresAt"] == .null)
        world.advance(milliseconds: 366 * 24 * 3_600_000)
        #expect(try world.stock("CUP") == "10/3")
    }

    @Test("a deadline is exact to the millisecond: one before it holds, at it the units are anybody's")
    func deadline() throws {
        let world = try WireWorld()
        try world.must(
            "inventory.reserve", #""sku":"CUP","quantity":10,"reservationId":"all","ttlSeconds":60"#)
        world.advance(milliseconds: 59_999)
        #expect(try world.ask("inventory.reserve", #""sku":"CUP","quantity":1"#).code == "insufficient_stock")
        #expect(try world.must("inventory.check", #""sku":"CUP","quantity":1"#)["isAvailable"] == false)
        world.advance(milliseconds: 1)
        #expect(try world.must("inventory.check", #""sku":"CUP","quantity":10"#)["isAvailable"] == true)
        #expect(try world.must("inventory.reserve", #""sku":"CUP","quantity":10"#)["available"] == 0)
        #expect(
            try world.ask(
                "inventory.reserve", #""sku":"CUP","quantity":10,"reservationId":"all","ttlSeconds":60"#
            )
            .code == "reservation_ended")
    }

    @Test("a release gives the units back once; again it releases nothing and is no error")
    func release() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        let released = try world.must("inventory.release", #""reservationId":"cart-1""#)
        #expect(released["released"] == 3)
        #expect(released["available"] == 10)
        let before = world.sequence
        let again = try world.must("inventory.release", #""reservationId":"cart-1""#)
        #expect(again["released"] == 0)
        #expect(world.sequence == before)
        #expect(
            try world.ask("inventory.release", #""reservationId":"never""#).code == "reservation_not_found")
        #expect(try world.ask("inventory.reserve", cart).code == "reservation_ended")
        #expect(
            try world.ask("inventory.extend", #""reservationId":"cart-1","ttlSeconds":5"#).code
                == "reservation_ended")
    }

    @Test("an ended id is remembered for an hour, then it may be used again")
    func forgotten() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        try world.must("inventory.release", #""reservationId":"cart-1""#)
        world.advance(milliseconds: 3_600_000)
        #expect(try world.ask("inventory.reserve", cart).code == "reservation_ended")
        world.advance(milliseconds: 1)
        // Ending another one forgets what is old.
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"other""#)
        try world.must("inventory.release", #""reservationId":"other""#)
        #expect(try world.must("inventory.reserve", cart)["replayed"] == .absent)
    }

    @Test("extending sets the deadline to now plus the time to live, from and to none as well")
    func extend() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        world.advance(milliseconds: 500_000)
        let extended = try world.must("inventory.extend", #""reservationId":"cart-1","ttlSeconds":200"#)
        #expect(extended["expiresAt"] == "2026-11-22T13:11:40.000Z")
        #expect(extended["quantity"] == 3)
        world.advance(milliseconds: 199_999)
        #expect(try world.stock("CUP") == "10/3")
        #expect(
            try world.must("inventory.extend", #""reservationId":"cart-1","ttlSeconds":0"#)["expiresAt"]
                == .null)
        world.advance(milliseconds: 10_000_000)
        #expect(try world.stock("CUP") == "10/3")
        try world.must("inventory.extend", #""reservationId":"cart-1","ttlSeconds":1"#)
        world.advance(milliseconds: 1_000)
        #expect(try world.stock("CUP") == "10/0")
        #expect(
            try world.ask("inventory.extend", #""reservationId":"x","ttlSeconds":1"#).code
                == "reservation_not_found")
    }

    @Test("the bare release takes from the oldest open-ended reservations and refuses more than they hold")
    func bareRelease() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", #""sku":"CUP","quantity":2,"reservationId":"a","ttlSeconds":0"#)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":3,"reservationId":"timed""#)
        try world.must("inventory.reserve", #""variantId":"$V-CUP","quantity":2"#)
        let tooMuch = try world.ask("inventory.release", #""sku":"CUP","quantity":5"#)
        #expect(tooMuch.code == "invalid_value")
        #expect(tooMuch.details["field"] == "quantity")
        let released = try world.must("inventory.release", #""variantId":"$V-CUP","quantity":3"#)
        #expect(released["released"] == 3)
        #expect(released["reservationId"] == .absent)
        #expect(try world.stock("CUP") == "10/4")
        #expect(try world.must("inventory.release", #""reservationId":"a""#)["released"] == 0)
        try world.reopen()
        #expect(try world.must("inventory.release", #""sku":"CUP","quantity":1"#)["available"] == 7)
        #expect(try world.ask("inventory.release", #""sku":"CUP","quantity":1"#).code == "invalid_value")
        #expect(try world.stock("CUP") == "10/3")
    }

    @Test("null stands for an absent member of a release")
    func nullMembers() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        try world.must(
            "inventory.reserve", #""sku":"CUP","quantity":2,"reservationId":null,"ttlSeconds":null"#)
        let bare = try world.must("inventory.release", #""reservationId":null,"sku":"CUP","quantity":1"#)
        #expect(bare["released"] == 1)
        let named = try world.must(
            "inventory.release", #""reservationId":"cart-1","sku":null,"quantity":null"#)
        #expect(named["released"] == 3)
    }

    @Test("reservations, their deadlines and their ends survive the end of the process")
    func survives() throws {
        let world = try WireWorld()
        try world.must("inventory.reserve", cart)
        try world.must("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"gone""#)
        try world.must("inventory.release", #""reservationId":"gone""#)
        try world.reopen()
        #expect(try world.must("inventory.reserve", cart)["replayed"] == true)
        #expect(
            try world.ask("inventory.reserve", #""sku":"CUP","quantity":1,"reservationId":"gone""#).code
                == "reservation_ended")
        world.advance(milliseconds: 599_999)
        #expect(try world.stock("CUP") == "10/3")
        world.advance(milliseconds: 1)
        #expect(try world.stock("CUP") == "10/0")
    }

    @Test("backordered and uncounted variants are never lacking")
    func backorder() throws {
        let world = try WireWorld()
        #expect(try world.must("inventory.reserve", #""sku":"POSTER","quantity":7"#)["available"] == -7)
        #expect(
            try world.must("inventory.reserve", #""sku":"GIFT","quantity":2000000000"#)["quantity"]
                == 2_000_000_000)
    }
}
