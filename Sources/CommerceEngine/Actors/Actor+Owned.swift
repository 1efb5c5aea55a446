extension Actor {
    /// Calls into an actor that lives on the caller's executor: no hop, no suspension, so that one request
    /// over several actors is one step to everybody else. Traps if the caller is elsewhere.
    @inline(__always)
    nonisolated func owned<Result: Sendable>(_ body: (isolated Self) -> Result) -> Result {
        assumeIsolated(body)
    }
}
