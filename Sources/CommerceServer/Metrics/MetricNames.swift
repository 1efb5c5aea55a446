/// The rules of Prometheus for names and labels.
enum MetricNames {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`; the colon is for rules, not for servers.
    static func isMetric(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
    }

    /// `name="value",…` in the order given, escaped.
    static func text(_ labels: [Metrics.Label], of metric: String) -> String {
        var names: Set<String> = []
        return labels.map { label in
            let name = label.name.description
            precondition(
                isMetric(name) && !name.hasPrefix("__") && name != "le" && names.insert(name).inserted,
                "label \(name) of \(metric)")
            return "\(name)=\"\(escaped(label.value, quotes: true))\""
        }.joined(separator: ",")
    }

    /// What stands before the numbers of a series: of a histogram its buckets, the sum and the count.
    static func lineStarts(_ name: String, _ labels: String, _ source: Metrics.Source) -> [[UInt8]] {
        let braced = labels.isEmpty ? "" : "{\(labels)}"
        guard case .histogram(let histogram) = source else { return [Array("\(name)\(braced) ".utf8)] }
        let prefix = labels.isEmpty ? "" : labels + ","
        let bounds = histogram.buckets.bounds.map { bound in
            Metrics.decimal(Int64(clamping: bound), histogram.buckets.unit)
        }
        let buckets = (bounds + ["+Inf"]).map { "\(name)_bucket{\(prefix)le=\"\($0)\"} " }
        return (buckets + ["\(name)_sum\(braced) ", "\(name)_count\(braced) "]).map { Array($0.utf8) }
    }

    /// Backslash and line feed, and in labels the quote; everything else is UTF-8 as it is.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
}
