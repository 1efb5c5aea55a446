/// What one subject did in one round.
///
/// Verdicts are counted over everything that was sent, so that they can be compared with the server's books; rate, latency
/// and processor time only over the measured window.
struct Measurement {
    /// How long the measured window was.
    var seconds = 0.0
    /// Requests answered in the window (each request inside a batch counts).
    var measuredRequests: UInt64 = 0
    var latency = LatencySummary()
    /// Over all of the run, warm-up and drain included.
    var accepted: UInt64 = 0
    var refused: UInt64 = 0
    var failed: UInt64 = 0
    /// The first reply that was neither, for the message.
    var failureSample: String?
    var serverProcessorSeconds = 0.0
    var client = ProcessorTime()
    /// What programs that are not part of the measurement used meanwhile, on all processors: it disturbs.
    var otherProcessorSeconds = 0.0
    var serverPeakBytes = 0
    /// What must hold and does not; any entry fails the whole run.
    var violations: [String] = []
    /// How the subject was loaded where that differs from the row.
    var shape: String?

    var requestsPerSecond: Double { seconds > 0 ? Double(measuredRequests) / seconds : 0 }

    /// The generator had no time to spare, so the server may be faster than this says.
    var isBoundByGenerator: Bool { seconds > 0 && client.total / seconds > 0.97 }
}
