import Glibc

/// Which processors a thread runs on. The Swift overlay of Glibc leaves these calls out: they are looked up by name.
struct Affinity: Sendable {
    /// The processors that this process may use, in order.
    let processors: [Int]

    private typealias Call = @convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> CInt
    private static let size = MemoryLayout<cpu_set_t>.size

    init() {
        var set = cpu_set_t()
        guard let call = Self.call("sched_getaffinity") else {
            processors = []
            return
        }
        processors = withUnsafeMutableBytes(of: &set) { bytes in
            guard let start = bytes.baseAddress, call(0, Self.size, start) >= 0 else { return [] }
            return (0..<Self.size * 8).filter { bytes[$0 / 8] & (1 << UInt8($0 % 8)) != 0 }
        }
    }

    /// Puts the calling thread, and those that it starts later, on the processor with this position in the list.
    ///
    /// - Returns: Whether it is there now.
    @discardableResult
    func pin(toPosition position: Int) -> Bool {
        guard position < processors.count, let call = Self.call("sched_setaffinity") else { return false }
        var set = cpu_set_t()
        let processor = processors[position]
        return withUnsafeMutableBytes(of: &set) { bytes in
            bytes[processor / 8] = 1 << UInt8(processor % 8)
            guard let start = bytes.baseAddress else { return false }
            return call(0, Self.size, start) == 0
        }
    }

    private static func call(_ name: String) -> Call? {
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), name) else { return nil }
        return unsafeBitCast(symbol, to: Call.self)
    }
}
