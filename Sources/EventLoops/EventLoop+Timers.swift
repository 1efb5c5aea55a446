extension EventLoop {
    /// Runs `body` on the loop once the time has passed, and then again and again if it is `repeating`.
    ///
    /// Never early; late by what the turn then takes. A repeating timer does not make up for missed rounds.
    /// - Complexity: O(log n) of n timers.
    @discardableResult
    package func schedule(
        afterMilliseconds: Int64, repeating intervalMilliseconds: Int64? = nil, _ body: @escaping () -> Void
    ) -> TimerToken {
        preconditionOnLoop()
        precondition(intervalMilliseconds.map { $0 > 0 } ?? true, "an interval must be positive")
        let token = TimerToken(
            deadlineNanoseconds: SystemCalls.monotonicNanoseconds() + max(0, afterMilliseconds) * 1_000_000,
            intervalNanoseconds: intervalMilliseconds.map { $0 * 1_000_000 }, body)
        timers.insert(token)
        return token
    }

    /// Runs the timers that are due by the clock of this turn.
    func runTimers() {
        guard let next = timers.nextDeadlineNanoseconds, next <= nowNanoseconds else { return }
        var remaining = Self.timersPerTurn
        while remaining > 0, let token = timers.popDue(nowNanoseconds: nowNanoseconds) {
            remaining -= 1
            turnDidWork = true
            token.fire()
            timers.insertAgain(token, nowNanoseconds: nowNanoseconds)
        }
    }
}
