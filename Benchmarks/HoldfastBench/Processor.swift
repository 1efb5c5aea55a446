import Glibc

/// Which processor this thread, and the programs it starts, run on.
///
/// A child inherits the affinity its parent has when it is started, so it is right from its first
/// instruction, for all its threads. glibc's Swift overlay leaves `sched_setaffinity` out: it is looked up by name.
struct ProcessorPlan {
    /// Where the load generator runs, and where the servers do; `nil` where nothing can be pinned.
    let client: Int?
    let server: Int?

    /// Picks the first two processors that this process may use, unless told which.
    init(client: Int?, server: Int?) {
        let allowed = Self.allowedProcessors()
        if allowed.count < 2 {
            self.client = nil
            self.server = nil
        } else {
            self.server = server ?? allowed.first { $0 != client } ?? allowed[1]
            self.client = client ?? allowed.last { [server = self.server] in $0 != server } ?? allowed[0]
        }
    }

    var description: String {
        guard let client, let server else { return "not pinned (fewer than two processors)" }
        return "load on processor \(client), servers on processor \(server)"
    }

    /// Pins the calling thread to the load generator's processor.
    func pinClient() throws(BenchmarkError) { if let client { try Self.pin(to: client) } }

    /// Runs `body`, which starts a server, with the server's affinity.
    func withServerAffinity<Value>(_ body: () throws(BenchmarkError) -> Value) throws(BenchmarkError) -> Value
    {
        guard let server, let client else { return try body() }
        try Self.pin(to: server)
        let result: Result<Value, BenchmarkError>
        do { result = .success(try body()) } catch { result = .failure(error) }
        try Self.pin(to: client)
        return try result.get()
    }

    private typealias AffinityCall = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> CInt

    private static func affinityCall(_ name: String) -> AffinityCall? {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), name) else { return nil }
        return unsafeBitCast(symbol, to: AffinityCall.self)
    }

    private static func allowedProcessors() -> [Int] {
        var set = cpu_set_t()
        let size = MemoryLayout<cpu_set_t>.size
        guard let call = affinityCall("sched_getaffinity") else { return [] }
        return withUnsafeMutableBytes(of: &set) { bytes in
            guard call(0, size, bytes.baseAddress!) == 0 else { return [] }
            return (0..<size * 8).filter { bytes[$0 / 8] & (1 << UInt8($0 % 8)) != 0 }
        }
    }

    private static func pin(to processor: Int) throws(BenchmarkError) {
        var set = cpu_set_t()
        let size = MemoryLayout<cpu_set_t>.size
        precondition(processor >= 0 && processor < size * 8, "processor \(processor)")
        let status = withUnsafeMutableBytes(of: &set) { bytes -> CInt in
            bytes[processor / 8] = 1 << UInt8(processor % 8)
            return affinityCall("sched_setaffinity")?(0, size, bytes.baseAddress!) ?? -1
        }
        guard status == 0 else {
            throw BenchmarkError(
                code: .system(errno: errno), message: "cannot pin to processor \(processor) (errno \(errno))")
        }
    }
}
