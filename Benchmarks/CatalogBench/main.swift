import Glibc

// catalog-bench [PRODUCTS] [ROUNDS]: loads a catalog through products.create and asks for it in every way, in one
// process and without a socket: what a reply costs the server.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let productCount = arguments.first ?? 100_000
let rounds = arguments.dropFirst().first ?? 300
guard let made = mkdtemp(strdup("/tmp/catalog-bench-XXXXXX")) else { exit(73) }
let path = String(cString: made)

let world = try CatalogWorld(path: path)
try load(world)
report(world)
ask(world)
guard unlink("\(path)/LOCK") == 0 || errno == ENOENT else { exit(74) }
print("the data is in \(path)")

func load(_ world: CatalogWorld) throws {
    var categories: [String] = []
    for number in 0..<Catalog.categoryCount {
        let parent = number < 20 ? "" : ",\"parentId\":\"\(categories[number % 20])\""
        let reply = world.run("{\"op\":\"categories.create\",\"name\":\"Category \(number)\"\(parent)}")
        guard let range = reply.firstRange(of: "\"id\":\"") else { fatal(reply) }
        categories.append(String(reply[range.upperBound...].prefix(17)))
    }
    var catalog = Catalog()
    let lines = (0..<productCount).map { Array(catalog.line($0, categories: categories).utf8) }
    let begun = Timings.now()
    for (number, line) in lines.enumerated() {
        let reply = world.run(line)
        guard reply.starts(with: "{\"ok\"".utf8) else { fatal(String(decoding: reply, as: UTF8.self)) }
        if number % 64 == 63 { try world.commit() }
        if number % 4_096 == 4_095 { world.tidy() }
    }
    try world.commit()
    let seconds = Double(Timings.now() - begun) / 1e9
    print("loaded \(productCount) products, \(productCount * 3) variants in \(Int(seconds * 1_000)) ms")
    Questions.category = categories[3]
}

func fatal(_ reply: String) -> Never {
    print(reply)
    exit(70)
}

/// Peak memory of the process.
func report(_ world: CatalogWorld) {
    var usage = rusage()
    getrusage(CInt(RUSAGE_SELF.rawValue), &usage)
    print("peak memory \(usage.ru_maxrss / 1_024) MiB, that of the requests themselves included")
}

func ask(_ world: CatalogWorld) {
    print(Timings.header)
    for (name, line) in Questions.all {
        var timings = Timings(name)
        for round in 0..<rounds { timings.measure { world.run(line(round)) } }
        print(timings.line)
    }
    for sort in Questions.sorts { walk(world, sort) }
    afterSales(world)
}

/// Pages deep in the list, each by the cursor of the one before.
func walk(_ world: CatalogWorld, _ sort: String) {
    var timings = Timings("page by cursor, \(sort), limit 100")
    var cursor = ""
    for _ in 0..<min(rounds * 3, productCount / 100 - 1) {
        var next: String?
        let line = "{\"op\":\"products.list\",\"limit\":100,\"sort\":\"\(sort)\"\(cursor)}"
        let bytes = Array(line.utf8)
        timings.measure { world.run(bytes) }
        let reply = world.run(line)
        if let range = reply.ranges(of: "\"nextCursor\":\"").last {
            next = String(reply[range.upperBound...].prefix { $0 != "\"" })
        }
        guard let next else { break }
        cursor = ",\"cursor\":\"\(next)\""
    }
    print(timings.line)
}

/// A list by stock after each thousand of sales.
func afterSales(_ world: CatalogWorld) {
    var random = Random(state: 7)
    var timings = Timings("by available after 1,000 reservations")
    for _ in 0..<min(rounds, 100) {
        for _ in 0..<1_000 {
            let sku = "SKU-\(random.below(productCount))-\(random.below(3))"
            world.run(Array("{\"op\":\"inventory.reserve\",\"sku\":\"\(sku)\",\"quantity\":1}".utf8))
        }
        timings.measure { world.run(Array("{\"op\":\"products.list\",\"sort\":\"available\"}".utf8)) }
    }
    print(timings.line)
}
