import Glibc

/// What the command line asks for. All defaults are here and in the help, nowhere else.
struct Arguments {
    /// What the program is to do.
    enum Mode { case measure, proveGenerator, selfTest, help, respond }

    var mode = Mode.measure
    var workloads = Workload.allCases.filter { $0.isRate }
    var peers: [String] = []
    var measuresHoldfast = true
    var connections = 64
    var depths = [1, 16]
    var durabilities = [Durability.always, .none]
    var customers = [1]
    var rounds = 5
    var seconds = 2.0
    var warmUpSeconds = 0.5
    var storedOrders = 1_000_000
    var directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    private var keepsState = false
    var serverProgram = ""
    var serverFlags: [String] = []
    var peerScripts = ""
    var jsonFile: String?
    var svgFile: String?
    var clientProcessor: Int?
    var serverProcessor: Int?

    /// This program itself, with its full path.
    private(set) var ownProgram = ""
    private(set) var processors = ProcessorPlan(client: nil, server: nil)

    static let peerNames = ["redis", "postgres", "responder"]

    /// Reads the words after the program's name.
    ///
    /// - Throws: ``BenchmarkError`` with code `usage` that names the word at fault.
    init(_ words: [String]) throws(BenchmarkError) {
        ownProgram = Self.pathOfThisProgram()
        let folder = ownProgram.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        serverProgram = "\(folder)/holdfast"
        peerScripts = Self.findPeerScripts(from: folder)
        var rest = words[...]
        while let word = rest.popFirst() { try read(word, &rest) }
        processors = ProcessorPlan(client: clientProcessor, server: serverProcessor)
    }

    /// Whether a server lives through all rounds of such a row. Where stock runs out, never.
    func keepsState(of workload: Workload) -> Bool { keepsState && !workload.mayRefuse }

    private mutating func read(_ word: String, _ rest: inout ArraySlice<String>) throws(BenchmarkError) {
        switch word {
        case "--help", "-h": mode = .help
        case "--prove-generator": mode = .proveGenerator
        case "--self-test": mode = .selfTest
        case "respond": mode = .respond
        case "--keep-state": keepsState = true
        case "--without-holdfast": measuresHoldfast = false
        default: try readValue(of: word, Self.value(of: word, &rest))
        }
    }

    private mutating func readValue(of word: String, _ value: String) throws(BenchmarkError) {
        let values = value.split(separator: ",").map { String($0) }
        switch word {
        case "--workloads":
            workloads = try Self.each(values, of: word) { name in
                Workload(rawValue: name).map { [$0] } ?? (name == "all" ? Workload.allCases : nil)
            }.flatMap { $0 }
        case "--peers": peers = try Self.each(values, of: word) { Self.peerNames.contains($0) ? $0 : nil }
        case "--durability": durabilities = try Self.each(values, of: word) { Durability(rawValue: $0) }
        case "--connections": connections = try Self.count(value, of: word, in: 1...10_000)
        case "--depth":
            depths = try Self.each(values, of: word) { Int($0).flatMap { 1...1_024 ~= $0 ? $0 : nil } }
        case "--customers":
            customers = try Self.each(values, of: word) { Int($0).flatMap { 1...10_000 ~= $0 ? $0 : nil } }
        case "--rounds": rounds = try Self.count(value, of: word, in: 1...1_000)
        case "--seconds": seconds = try Self.seconds(value, of: word)
        case "--warm-up": warmUpSeconds = try Self.seconds(value, of: word)
        case "--orders": storedOrders = try Self.count(value, of: word, in: 100...50_000_000)
        case "--directory": directory = value
        case "--server": serverProgram = value
        case "--server-flags": serverFlags = value.split(separator: " ").map { String($0) }
        case "--peer-scripts": peerScripts = value
        case "--json": jsonFile = value
        case "--svg": svgFile = value
        case "--client-core": clientProcessor = try Self.count(value, of: word, in: 0...1_023)
        case "--server-core": serverProcessor = try Self.count(value, of: word, in: 0...1_023)
        default: throw BenchmarkError(code: .usage, message: "unknown option \(word); --help lists them")
        }
    }

    private static func value(of word: String, _ rest: inout ArraySlice<String>) throws(BenchmarkError)
        -> String
    {
        guard word.hasPrefix("--") else {
            throw BenchmarkError(code: .usage, message: "unknown word \(word); --help lists the options")
        }
        guard let value = rest.popFirst() else {
            throw BenchmarkError(code: .usage, message: "\(word) needs a value; --help lists the options")
        }
        return value
    }

    private static func each<Value>(
        _ texts: [String], of word: String, _ read: (String) -> Value?
    ) throws(BenchmarkError) -> [Value] {
        var values: [Value] = []
        for text in texts {
            guard let value = read(text) else {
                throw BenchmarkError(
                    code: .usage, message: "\(word) cannot be \(text); --help lists the choices")
            }
            values.append(value)
        }
        guard !values.isEmpty else { throw BenchmarkError(code: .usage, message: "\(word) is empty") }
        return values
    }

    private static func count(
        _ text: String, of word: String, in range: ClosedRange<Int>
    ) throws(BenchmarkError) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw BenchmarkError(
                code: .usage,
                message: "\(word) must be \(range.lowerBound) to \(range.upperBound), not \(text)")
        }
        return value
    }

    private static func seconds(_ text: String, of word: String) throws(BenchmarkError) -> Double {
        guard let value = Double(text), value >= 0, value <= 3_600 else {
            throw BenchmarkError(code: .usage, message: "\(word) must be 0 to 3600 seconds, not \(text)")
        }
        return value
    }

    private static func pathOfThisProgram() -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self).baseAddress!, $0.count)
        }
        return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }

    /// `Benchmarks/peers` of the package that the program was built in: the nearest one upwards.
    private static func findPeerScripts(from folder: String) -> String {
        var parts = folder.split(separator: "/")
        while !parts.isEmpty {
            let candidate = "/" + parts.joined(separator: "/") + "/Benchmarks/peers"
            if access(candidate, R_OK) == 0 { return candidate }
            parts.removeLast()
        }
        return "Benchmarks/peers"
    }
}
