import CommerceServer

/// The words behind a subcommand: options with and without values, and the rest in order.
///
/// Strict: an option that was not declared, a missing value and a value for a flag are refused with one line.
struct Options {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    private(set) var operands: [String] = []

    /// - Parameters:
    ///   - valued: Names of options that take a value: `--name VALUE` or `--name=VALUE`.
    ///   - flags: Names of options without one. `--help` is always known.
    init(_ arguments: [String], valued: Set<String>, flags known: Set<String> = []) throws(ServerError) {
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            guard argument.hasPrefix("--"), argument != "--" else {
                operands.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            if known.contains(name) || name == "--help" {
                guard parts.count == 1 else { throw Options.usage("\(name) takes no value") }
                flags.insert(name)
            } else if valued.contains(name) {
                if parts.count == 2 {
                    try set(name, String(parts[1]))
                } else {
                    guard index < arguments.count else { throw Options.usage("\(name) needs a value") }
                    try set(name, arguments[index])
                    index += 1
                }
            } else {
                throw Options.usage("unknown option \(name)")
            }
        }
    }

    private mutating func set(_ name: String, _ value: String) throws(ServerError) {
        guard values.updateValue(value, forKey: name) == nil else {
            throw Options.usage("\(name) is given twice")
        }
    }

    /// All that was given, by name; what takes no value has `true`.
    var given: [String: String] {
        values.merging(flags.map { ($0, "true") }, uniquingKeysWith: { value, _ in value })
    }

    var wantsHelp: Bool { flags.contains("--help") }
    func has(_ flag: String) -> Bool { flags.contains(flag) }
    subscript(name: String) -> String? { values[name] }

    /// A whole number in `range`, or `default` if the option is absent.
    func integer(_ name: String, in range: ClosedRange<Int64>, default fallback: Int64) throws(ServerError)
        -> Int64
    {
        guard let text = values[name] else { return fallback }
        guard let number = Int64(text), range.contains(number) else {
            throw Options.usage(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func requireNoOperands() throws(ServerError) {
        if let first = operands.first { throw Options.usage("unexpected argument \"\(first)\"") }
    }

    static func usage(_ text: String) -> ServerError { ServerError(exitCode: ExitCode.usage, text) }
}
