/// What one connection may use, and how many there may be.
///
///     outputLowWatermark <= outputHighWatermark <= outputBytesMax
package struct ConnectionLimits: Hashable, Sendable {
    /// How much unconsumed input is kept. Reading stops there; a handler that then wants yet more is closed.
    package var inputBytesMax = 1_048_576 + 65_536
    /// How much one connection reads in one turn of the loop.
    package var readBytesPerTurn = 65_536
    /// With this much unsent output a connection is neither read from nor served…
    package var outputHighWatermark = 1_048_576
    /// …until no more than this is left.
    package var outputLowWatermark = 262_144
    /// With more unsent output than this the connection is closed: its handler ignores the watermark.
    package var outputBytesMax = 67_108_864
    /// Connections of one listener; further ones are accepted, given the listener's refusal, and closed.
    package var connectionsMax = 16_384
    /// How long a closed connection waits for its peer to close too, so that the last reply is not lost to a reset.
    package var lingerMilliseconds: Int64 = 1_000
    /// How long a connection that is to close after its output may go without moving a byte.
    package var closingStallMilliseconds: Int64 = 10_000

    package init() {}

    /// Traps unless the limits fit together.
    func check() {
        precondition(readBytesPerTurn > 0 && readBytesPerTurn <= EventLoop.scratchReadBytes, "\(self)")
        precondition(inputBytesMax >= readBytesPerTurn, "\(self)")
        precondition(outputLowWatermark >= 0 && outputLowWatermark <= outputHighWatermark, "\(self)")
        precondition(outputHighWatermark <= outputBytesMax, "\(self)")
    }
}
