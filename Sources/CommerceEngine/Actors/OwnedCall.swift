/// A function isolated to an actor, callable at once from an actor on the same executor.
///
///     static let promise = OwnedCall { (variant: isolated VariantActor, units: Quantity) in variant.promise(units) }
///     Shop.promise(variants[3], Quantity(2), on: unownedExecutor)
///
/// Whoever is isolated to one actor of a serial executor is alone on it, and so may enter any other actor of the
/// same executor without a hop and without a suspension: requests over several actors are one step to everybody
/// else. `assumeIsolated` says the same at 60 ns a call, most of it for the context of its closure; here the
/// function is made once and a call takes 10 (`executor-bench`), as long as it is compiled in one module with
/// its callers. Arguments stay on the thread and need not be `Sendable`.
struct OwnedCall<Owner: Actor, Argument, Result>: @unchecked Sendable {
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
    /// Whether both are the same object: two words, identity and witness table, which the ABI fixes.
    @inline(__always)
    func isSame(as other: UnownedSerialExecutor) -> Bool {
        unsafeBitCast(self, to: (UInt, UInt).self).0 == unsafeBitCast(other, to: (UInt, UInt).self).0
    }
}
