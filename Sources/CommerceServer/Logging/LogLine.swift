/// How important a line is.
package enum LogLevel: Int, Comparable, Sendable, CaseIterable {
    case debug, info, warning, error

    package var name: StaticString {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// - Returns: `nil` for a name that is none.
    package init?(name: String) {
        guard let level = LogLevel.allCases.first(where: { $0.name.description == name }) else { return nil }
        self = level
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What a field of a line can hold. Secrets cannot be taken apart here: they print as `***`.
package enum LogValue: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String)
    case number(Int64)
    case truth(Bool)
    case secret

    package init(_ text: String) { self = .text(text) }
    package init(_ number: some BinaryInteger) { self = .number(Int64(clamping: number)) }
    package init(_ truth: Bool) { self = .truth(truth) }
    package init(_ secret: Secret) { self = .secret }
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int64) { self = .number(number) }
    package init(booleanLiteral truth: Bool) { self = .truth(truth) }
}

/// The fields of a line: dotted names, known when the program is built.
package typealias LogFields = KeyValuePairs<StaticString, LogValue>
