import Glibc

/// How long one kind of request took, many times.
struct Timings {
    let name: String
    private var microseconds: [Double] = []

    init(_ name: String) { self.name = name }

    mutating func measure(_ body: () -> Void) {
        let begun = Timings.now()
        body()
        microseconds.append(Double(Timings.now() - begun) / 1_000)
    }

    var line: String {
        let sorted = microseconds.sorted()
        func at(_ part: Double) -> Double { sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)] }
        let figures = [at(0.5), at(0.99), at(1)].map { Timings.padded(String(Int($0.rounded())), 9) }
        return name + String(repeating: " ", count: max(1, 44 - name.utf8.count)) + figures.joined()
    }

    static let header = "microseconds" + String(repeating: " ", count: 32) + "      p50      p99      max"

    static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }

    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
