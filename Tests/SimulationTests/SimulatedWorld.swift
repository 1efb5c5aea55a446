import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import Journaling
import TestSupport

/// What a simulation is to be besides its seed.
struct SimulationPlan {
    /// How many requests are run before it ends.
    var operationCount = 220
    /// A control: the disk claims to sync and does not.
    var ignoresSyncs = false
    /// A control: a rule of the engine that is broken on purpose.
    var plantedFault: PlantedFault?
}

/// What became of one simulation.
struct SimulationOutcome {
    /// A hash of every choice and every reply: equal for equal seeds.
    let trace: UInt64
    /// What contradicted the auditor; `nil` if nothing did.
    let failure: String?
    let operationCount: Int
    let crashCount: Int
    let snapshotCount: Int
    /// How often each operation was answered in each way: `orders.create insufficient_stock`.
    let verdictCounts: [String: Int]
}

/// One seeded course of events: the real actors, journal and snapshots on a simulated loop, clock and disk, with clients that
/// talk at random and crashes at random, and an ``Auditor`` that knows better.
///
/// Everything follows from the seed. The scheduler here decides which job runs next and what happens between two
/// jobs: commits, time, pieces of snapshots and of background work, a full disk, failing calls, the end of the process.
final class SimulatedWorld: @unchecked Sendable {
    // Safety: everything of a simulation happens on one thread.
    let plan: SimulationPlan
    var random: SeededGenerator
    var workload: Workload
    let durability: Durability
    let storage: FaultyStorage
    let time = SimulatedTime()
    let loop = SimulatedLoop()
    var background = SimulatedBackgroundWork()
    var server: SimulatedServer?

    // What should be.
    var auditor = Auditor()
    /// The auditor as it was when the present server began, and everything that server has run since.
    var base = Auditor()
    var operations: [AuditedOperation] = []
    /// Sequences at which one request or commit ended: recovery may only end at one of these.
    var boundaries: Set<UInt64> = [0]
    var acknowledgedSequence: UInt64 = 0

    // What goes wrong at present.
    var isDiskFull = false
    var hasFailingCall = false

    // What has been.
    private(set) var failure: String?
    private(set) var trace: UInt64 = 14_695_981_039_346_656_037
    var openSessions = 0
    var operationCount = 0
    var crashCount = 0
    var snapshotCount = 0
    var verdictCounts: [String: Int] = [:]

    init(seed: UInt64, plan: SimulationPlan) {
        self.plan = plan
        random = SeededGenerator(seed: seed)
        workload = Workload(seed: seed &* 3 &+ 1)
        storage = FaultyStorage(seed: seed)
        durability = random.oneIn(6) ? [.interval, .none].randomElement(using: &random) ?? .none : .always
        storage.faults = calmFaults()
    }

    /// Runs to the end, or to the first contradiction.
    func run() -> SimulationOutcome {
        start()
        var steps = 0
        while failure == nil && operationCount < plan.operationCount && steps < plan.operationCount * 60 {
            steps += 1
            step()
        }
        if failure == nil { crash(isPowerCut: random.oneIn(2)) }
        disconnect()
        server = nil
        return SimulationOutcome(
            trace: trace, failure: failure, operationCount: operationCount, crashCount: crashCount,
            snapshotCount: snapshotCount, verdictCounts: verdictCounts)
    }

    /// Notes the first contradiction; the simulation ends with it.
    func fail(_ reason: @autoclosure () -> String) {
        if failure == nil {
            failure =
                "(\(durability)) after \(operationCount) requests and \(crashCount) crashes: \(reason())"
        }
    }

    func note(_ value: UInt64) { trace = (trace ^ value) &* 1_099_511_628_211 }

    func choose(_ range: Range<Int>) -> Int {
        let choice = Int.random(in: range, using: &random)
        note(UInt64(bitPattern: Int64(choice)))
        return choice
    }

    func chance(_ oneIn: Int) -> Bool { choose(0..<oneIn) == 0 }

    // MARK: One step

    private func step() {
        switch choose(0..<100) {
        case 0..<64: if loop.count > 0 { loop.run(choose(0..<loop.count)) }
        case 64..<72: commit()
        case 72..<77: time.advance(milliseconds: Int64(choose(0..<60)))
        case 77: time.advance(milliseconds: Int64(choose(0..<8_000)))
        case 78, 79: jumpInTime()
        case 80..<90: for _ in 0...choose(0..<8) { stepCheckpoint() }
        case 90..<96: for _ in 0...choose(0..<8) { runBackground() }
        case 96:
            if let server { boundaries.insert(server.tidy()) }
        case 97: changeTheDisk()
        case 98: checkInvariants()
        default: if chance(5) { crash(isPowerCut: !chance(3)) }
        }
    }

    private func jumpInTime() {
        switch choose(0..<16) {
        case 0: time.advance(milliseconds: 25 * 3_600_000)
        case 4..<9: goToDeadline()
        case 1, 2: time.advance(milliseconds: Int64(choose(0..<3)) * 3_600_000 + 600_001)
        case 3: time.setWall(aheadBy: Int64(choose(-7_200_000..<7_200_000)))
        default: time.advance(milliseconds: Int64(choose(0..<700_000)))
        }
    }

    /// To the millisecond at which some reservation lapses, or the one before or after it.
    private func goToDeadline() {
        let deadlines = auditor.reservations.filter { $0.isLive(at: auditor.now) }.compactMap(\.deadline)
        guard !deadlines.isEmpty, let server else { return }
        let target = deadlines[choose(0..<deadlines.count)] + Int64(choose(-1..<2))
        time.advance(milliseconds: max(0, target - server.expectedNow(time)))
    }

    /// Makes what has been run safe, and lets its replies go.
    private func commit() {
        guard let server else { return }
        switch server.commit() {
        case .success(let sequence):
            boundaries.insert(sequence)
            acknowledgedSequence = sequence
            server.releaseReplies()
        case .failure(let error):
            // The process ends without a reply.
            guard hasFailingCall else { return fail("commit: \(error)") }
            crash(isPowerCut: chance(2))
        }
    }

    /// One piece of either lane: which of two threads is faster, nobody knows.
    private func runBackground() {
        let lanes = BackgroundLane.allCases.filter { background.count(on: $0) > 0 }
        if !lanes.isEmpty { background.runOne(on: lanes[choose(0..<lanes.count)]) }
    }

    private func stepCheckpoint() {
        guard let outcome = server?.stepCheckpoint() else { return }
        if case .published = outcome { snapshotCount += 1 }
    }

    func checkInvariants() {
        for violation in server?.violations() ?? [] { fail(violation) }
    }

    private func changeTheDisk() {
        switch choose(0..<10) {
        case 0, 7: fillDisk()
        case 1..<4: storage.faults.capacityBytes = nil
        case 4:
            storage.faults.failingCall = storage.callCount + choose(1..<40)
            hasFailingCall = true
        case 5: server?.requestSnapshot()
        case 6: verifyCopy()
        default: break
        }
    }

    /// Leaves little or nothing of the disk to write on.
    func fillDisk() {
        let used = storage.fileNames.reduce(0) { $0 + (storage.content(of: $1)?.count ?? 0) }
        storage.faults.capacityBytes = used + choose(0..<(chance(2) ? 200 : 300_000))
        isDiskFull = true
    }

    /// Reading a copy of the directory at any moment finds nothing wrong.
    private func verifyCopy() {
        guard !hasFailingCall, !plan.ignoresSyncs else { return }
        do {
            let (_, report) = try ShopRecovery.verify(
                storage.copy(), configuration: ShopConfiguration(hashSeed: 1), time: time,
                on: loop.actors.asUnownedSerialExecutor())
            for violation in report.violations { fail("verify: \(violation)") }
        } catch {
            fail("verify: \(error)")
        }
    }

    func calmFaults() -> StorageFaults {
        var faults = StorageFaults()
        faults.ignoresSyncs = plan.ignoresSyncs
        if random.oneIn(3) {
            faults.shortWriteOneIn = 3
            faults.interruptOneIn = 5
        }
        return faults
    }

    // MARK: Clients

    func startSession() {
        guard let server else { return }
        let connection = server.connect(asAdministrator: chance(2))
        openSessions += 1
        let window = choose(1..<10)
        Task(executorPreference: loop.tasks) { [self] in
            await talk(on: connection, server, window: window)
            openSessions -= 1
        }
    }

    /// A client's life: lines cut into chunks anywhere, replies awaited when too many are outstanding.
    private func talk(on connection: SimulatedConnection, _ server: SimulatedServer, window: Int) async {
        while !connection.isLost {
            var bytes: [UInt8] = []
            for _ in 0...choose(0..<3) { bytes += makeLine(for: connection).utf8 }
            while !bytes.isEmpty {
                let count = chance(3) ? choose(1..<bytes.count + 1) : bytes.count
                await server.shop.receive(Array(bytes[..<count]), on: connection, in: self)
                bytes.removeFirst(count)
            }
            if connection.inFlightCount >= window { await connection.waitForReplies() }
        }
    }

    private func makeLine(for connection: SimulatedConnection) -> String {
        var requests = [workload.next(auditor)]
        let isBatch = chance(12)
        if isBatch { for _ in 0...choose(0..<4) { requests.append(workload.next(auditor)) } }
        requests.removeAll { isBatch && $0.isUnparsable }
        if requests.isEmpty { requests = [SimulatedRequest(.lowStock)] }
        let line = SimulatedLine(requests: requests, isBatch: isBatch)
        connection.send(line)
        return line.text(id: operationCount)
    }

    /// The clients are gone, and everything they had enqueued has run out.
    func disconnect() {
        server?.loseConnections()
        while loop.count > 0 { loop.run(0) }
        precondition(openSessions == 0, "\(openSessions) sessions hang")
    }
}

extension SimulatedRequest {
    /// A batch with such a member is no line.
    var isUnparsable: Bool {
        if case .broken(_, _, "malformed_json") = ask { true } else { false }
    }
}
