/// A strict reader of the Prometheus text format 0.0.4, as far as servers may use it.
///
/// Refuses what a scraper might forgive: a family whose lines are not together, a sample without `TYPE`, a label twice,
/// buckets that shrink, a sum or count that is missing, a number in another form.
struct PrometheusText {
    struct Sample: Equatable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Failure: Error {
        let line: String
        let reason: String
    }

    private(set) var samples: [Sample] = []
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]
    private var family = ""

    init(_ text: String) throws {
        guard text.hasSuffix("\n") || text.isEmpty else { throw Failure(line: "", reason: "no line end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try read(String(line))
        }
        try checkHistograms()
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    private mutating func read(_ line: String) throws {
        if line.hasPrefix("# HELP ") {
            let parts = line.dropFirst(7).split(
                separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            family = String(parts[0])
            guard parts.count == 2, isName(family), helps[family] == nil else {
                throw Failure(line: line, reason: "help")
            }
            helps[family] = String(parts[1])
        } else if line.hasPrefix("# TYPE ") {
            let parts = line.dropFirst(7).split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == family, types[family] == nil,
                ["counter", "gauge", "histogram"].contains(parts[1])
            else { throw Failure(line: line, reason: "type") }
            types[family] = String(parts[1])
        } else {
            let sample = try sample(line)
            guard !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels }) else {
                throw Failure(line: line, reason: "given twice")
            }
            samples.append(sample)
        }
    }

    private func sample(_ line: String) throws -> Sample {
        var rest = line[...]
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        rest = rest.dropFirst(name.count)
        let suffixes = types[family] == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard isName(name), suffixes.contains(where: { family + $0 == name }) else {
            throw Failure(line: line, reason: "not of the family \(family)")
        }
        var labels: [String: String] = [:]
        if rest.first == "{" { labels = try readLabels(&rest, line) }
        guard rest.first == " ", let value = number(rest.dropFirst()) else {
            throw Failure(line: line, reason: "value")
        }
        if types[family] != "gauge" && value < 0 { throw Failure(line: line, reason: "negative") }
        return Sample(name: name, labels: labels, value: value)
    }

    private func readLabels(_ rest: inout Substring, _ line: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            rest = rest.dropFirst()
            let name = String(rest.prefix { $0 != "=" })
            rest = rest.dropFirst(name.count)
            guard isName(name), rest.hasPrefix("=\"") else { throw Failure(line: line, reason: "label") }
            rest = rest.dropFirst(2)
            var value = ""
            while let character = rest.popFirst(), character != "\"" {
                guard character == "\\" else {
                    value.append(character)
                    continue
                }
                switch rest.popFirst() {
                case "\\": value += "\\"
                case "n": value += "\n"
                case "\"": value += "\""
                default: throw Failure(line: line, reason: "escape")
                }
            }
            guard labels.updateValue(value, forKey: name) == nil else {
                throw Failure(line: line, reason: "label twice")
            }
        } while rest.first == ","
        guard rest.popFirst() == "}" else { throw Failure(line: line, reason: "labels") }
        return labels
    }

    private func checkHistograms() throws {
        for (name, type) in types where type == "histogram" {
            let buckets = samples.filter { $0.name == name + "_bucket" }
            for series in Set(buckets.map { $0.labels.filter { $0.key != "le" } }) {
                let own = buckets.filter { $0.labels.filter { $0.key != "le" } == series }
                let bounds = own.map { number(($0.labels["le"] ?? "")[...]) ?? .nan }
                guard bounds == bounds.sorted(), bounds.last == .infinity,
                    own.map(\.value) == own.map(\.value).sorted(),
                    own.last?.value == value(name + "_count", series), value(name + "_sum", series) != nil
                else { throw Failure(line: name, reason: "histogram \(series)") }
            }
        }
    }

    private func isName(_ name: String) -> Bool {
        guard let first = name.first, !first.isNumber else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Decimal digits, one point, one sign, or `+Inf`.
    private func number(_ text: Substring) -> Double? {
        if text == "+Inf" { return .infinity }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return nil }
        return Double(text)
    }
}
