/// The engine's `OwnedCall`, line for line: what is measured must be compiled as it is there, in one module with
/// its callers. From another module the optimiser leaves it unspecialised, and it costs 20 ns.
struct CallMadeOnce<Owner: Actor, Argument, Result>: @unchecked Sendable {
    // Safety: the function captures nothing; what it is given stays on the caller's executor.
    private let function: (Owner, Argument) -> Result

    init(_ function: @escaping (isolated Owner, Argument) -> Result) {
        // The types differ in isolation only, which the call checks as `assumeIsolated` does.
        self.function = unsafeBitCast(function, to: ((Owner, Argument) -> Result).self)
    }

    /// Traps unless `owner` lives on `executor`, which the caller must be on.
    @inline(__always)
    func callAsFunction(_ owner: Owner, _ argument: Argument, on executor: UnownedSerialExecutor) -> Result {
        precondition(owner.unownedExecutor.isSame(as: executor), "the actor lives on another executor")
        return function(owner, argument)
    }
}

extension UnownedSerialExecutor {
    /// Whether both are the same object: the first of two words, which the ABI fixes.
    @inline(__always)
    fileprivate func isSame(as other: UnownedSerialExecutor) -> Bool {
        unsafeBitCast(self, to: (UInt, UInt).self).0 == unsafeBitCast(other, to: (UInt, UInt).self).0
    }
}
