/// Numbers as text, short and the same everywhere.
enum Figures {
    static func fourDigits(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }

    /// With so many decimals, rounded half up.
    static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64((abs(value) * scale).rounded(.toNearestOrAwayFromZero))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % Int64(scale))
        return
            "\(sign)\(scaled / Int64(scale)).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
    }

    /// Three significant digits: `83`, `9.87k`, `101k`, `1.24M`.
    static func short(_ value: Double) -> String {
        switch abs(value) {
        case 999_500...: significant(value / 1_000_000) + "M"
        case 999.5...: significant(value / 1_000) + "k"
        default: fixed(value, decimals: 0)
        }
    }

    /// Microseconds in the unit that reads best.
    static func duration(microseconds: Double) -> String {
        switch microseconds {
        case 999_500...: significant(microseconds / 1_000_000) + " s"
        case 999.5...: significant(microseconds / 1_000) + " ms"
        case 99.95...: fixed(microseconds, decimals: 0) + " µs"
        default: significant(microseconds) + " µs"
        }
    }

    static func bytes(_ count: Int) -> String {
        switch count {
        case 0: "–"
        case 1_000_000_000...: significant(Double(count) / 1_000_000_000) + " GB"
        case 1_000_000...: significant(Double(count) / 1_000_000) + " MB"
        case 10_000...: significant(Double(count) / 1_000) + " kB"
        default: "\(count) B"
        }
    }

    static func significant(_ value: Double) -> String {
        fixed(value, decimals: abs(value) >= 99.95 ? 0 : abs(value) >= 9.995 ? 1 : 2)
    }

    /// The middle value; the mean of the two middle ones of an even count; 0 of none.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
