/// The named maxima of one request. They bound memory and work before any of it is spent.
package struct HTTPLimits: Hashable, Sendable {
    /// Bytes of the request line, its CR LF included; more is 414.
    package var requestLineBytesMax = 8_192
    /// Bytes of all field lines and of the empty line behind them; more is 431.
    package var fieldsBytesMax = 16_384
    /// Header fields, at most 254; more is 431.
    package var fieldsMax = 64
    /// Bytes of content, decoded; more is 413. ``HTTPRequestParser/bodyBytesMax`` overrides it for one request.
    package var bodyBytesMax = 1_048_576
    /// Bytes that sizes and line ends of chunks may take beyond as many as the content has.
    package var chunkFramingBytesMax = 16_384
    /// Bytes of all trailer lines and of the empty line behind them; more is 431.
    package var trailersBytesMax = 4_096

    package init() {}

    /// The most bytes that a request with `bodyBytes` of content can have: what a caller's buffer must be able to
    /// hold, because a request stays in it until it is complete.
    package func requestBytesMax(bodyBytes: Int) -> Int {
        requestLineBytesMax + fieldsBytesMax + 2 * bodyBytes + chunkFramingBytesMax + trailersBytesMax
            + HTTPRequestParser.chunkLineBytesMax + 2
    }

    func check() {
        precondition(requestLineBytesMax > 0 && fieldsBytesMax > 0, "\(self) leaves no room for a head")
        // Offsets are 32 bits wide, and a slot names a field with 8.
        precondition(requestLineBytesMax + fieldsBytesMax < 1 << 30, "\(self) has offsets past 32 bits")
        precondition((1...254).contains(fieldsMax), "fieldsMax \(fieldsMax) is outside 1...254")
        precondition(
            bodyBytesMax >= 0 && chunkFramingBytesMax >= 0 && trailersBytesMax >= 2, "\(self) is negative")
    }
}
