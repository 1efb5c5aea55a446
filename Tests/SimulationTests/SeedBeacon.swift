import Glibc
import Synchronization

/// Tells which seed was running if the engine traps: a trap ends the process before any test can say so.
enum SeedBeacon {
    private static let seed = Atomic<UInt64>(0)
    private static let isInstalled = Atomic(false)

    static func announce(_ running: UInt64) {
        seed.store(running, ordering: .relaxed)
        guard !isInstalled.exchange(true, ordering: .relaxed) else { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            SeedBeacon.write()
            // What trapped does so again, and now with the handler it had before.
            sigaction(number, &SeedBeacon.former, nil)
        }
        sigaction(SIGILL, &action, &former)
        sigaction(SIGTRAP, &action, nil)
    }

    // Safety: written once, before a signal can come.
    private nonisolated(unsafe) static var former = sigaction()

    /// Only calls that are safe in a signal's handler.
    private static func write() {
        var number = seed.load(ordering: .relaxed)
        var text = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            text[first] = UInt8(ascii: "0") + UInt8(number % 10)
            number /= 10
        } while number > 0
        put("a trap in the simulation; repeat with: HOLDFAST_SEED=")
        for index in first..<20 {
            var byte = text[index]
            _ = Glibc.write(STDERR_FILENO, &byte, 1)
        }
        put(" swift test -c release --filter SimulationTests\n")
    }

    private static func put(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}
