import EventLoops
import Glibc

/// The two loops of the benchmark, and what runs one candidate on them.
final class Stage: Sendable {
    private let affinity: Affinity
    private let loops: [EventLoop]
    private let threads: [LoopThread]

    /// Call it on a thread that is pinned already: the loops, and the runtime's own threads, inherit that.
    init(_ affinity: Affinity) throws {
        self.affinity = affinity
        let loops = try (0..<2).map { _ in try EventLoop() }
        self.loops = loops
        threads = loops.indices.map { loops[$0].startThread(name: "loop-\($0)") }
    }

    func stop() {
        for thread in threads { thread.stopAndJoin() }
    }

    /// Serves the traffic once, with fresh actors.
    ///
    /// - Throws: ``Inexact`` if the variants do not add up to what was asked of them.
    func run(_ candidate: Candidate, _ workload: Workload, _ traffic: Traffic) async throws -> Sample {
        await movesSecondLoop(to: candidate.processorCount - 1)
        let requestCount = Int64(traffic.orders.count)
        // Nobody is refused: what is measured is the way there and back.
        let quantity = requestCount * OrderLines.unitsInSum
        let (sample, reserved) = await measure(candidate, workload, traffic, quantity)
        guard reserved == requestCount * workload.units else {
            throw Inexact(candidate: candidate, workload: workload, reserved: reserved)
        }
        return sample
    }

    struct Inexact: Error {
        let candidate: Candidate
        let workload: Workload
        let reserved: Int64
    }

    private func measure(
        _ candidate: Candidate, _ workload: Workload, _ traffic: Traffic, _ quantity: Int64
    ) async -> (Sample, Int64) {
        let count = workload == .order ? traffic.orders.count : 0
        switch candidate {
        case .objects:
            let desk = ObjectDesk(quantity: quantity, orderCount: count)
            let sample = await onLoop { Sample.of(traffic) { desk.serve(workload, traffic) } }
            return (sample, desk.reserved)
        case .plainGlobal:
            let desk = PlainDesk(quantity: quantity, orderCount: count)
            let sample = await Task.detached {
                await Sample.ofAwaiting(traffic) { await desk.serve(workload, traffic) }
            }.value
            return (sample, await desk.reserved())
        case .plainPreferring:
            let desk = PlainDesk(quantity: quantity, orderCount: count)
            let sample = await Task(executorPreference: loops[0]) {
                await Sample.ofAwaiting(traffic) { await desk.serve(workload, traffic) }
            }.value
            return (sample, await desk.reserved())
        default: return await measurePinned(candidate, workload, traffic, quantity)
        }
    }

    private func measurePinned(
        _ candidate: Candidate, _ workload: Workload, _ traffic: Traffic, _ quantity: Int64
    ) async -> (Sample, Int64) {
        let isSpread = candidate.share > 1
        let desk = PinnedDesk(
            quantity: quantity, orderCount: workload == .order ? traffic.orders.count : 0, on: loops[0],
            variantsOn: isSpread ? loops : [loops[0]])
        let sample: Sample
        switch candidate {
        case .pinnedAssuming:
            sample = await onLoop {
                Sample.of(traffic) { desk.assumeIsolated { $0.serveAssuming(workload, traffic) } }
            }
        case .pinnedOwned:
            sample = await onLoop {
                Sample.of(traffic) { desk.assumeIsolated { $0.serveOwned(workload, traffic) } }
            }
        case .spreadMany, .spreadManyTwoProcessors:
            sample = await serveMany(desk, workload, traffic)
        default:
            sample = await Task(executorPreference: loops[0]) {
                await Sample.ofAwaiting(traffic) { await desk.serve(workload, traffic) }
            }.value
        }
        return (sample, await desk.reserved())
    }

    /// Many tasks on the loop, each with one request in flight.
    private func serveMany(_ desk: PinnedDesk, _ workload: Workload, _ traffic: Traffic) async -> Sample {
        let loop = loops[0]
        return await Task(executorPreference: loop) {
            await Sample.ofAwaiting(traffic) {
                await withTaskGroup { group in
                    for start in 0..<Candidate.requestsInFlight {
                        group.addTask(executorPreference: loop) {
                            await desk.serve(
                                workload, traffic, from: start, stride: Candidate.requestsInFlight)
                        }
                    }
                }
            }
        }.value
    }

    /// Runs `body` on the first loop, as a socket handler would run, and waits for its result.
    private func onLoop(_ body: @escaping @Sendable () -> Sample) async -> Sample {
        await withCheckedContinuation { continuation in
            loops[0].execute { continuation.resume(returning: body()) }
        }
    }

    private func movesSecondLoop(to position: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loops[1].execute { [affinity] in
                affinity.pin(toPosition: position)
                continuation.resume()
            }
        }
    }
}
