import CommerceCore
import CommerceEngine
import Glibc
import Journaling
import TestSupport

// Crashes, and what must be there afterwards.
extension SimulatedWorld {
    func start() {
        guard let (shop, report, lock) = open() else { return }
        begin(shop, report, lock)
    }

    /// The process or the machine ends here and now, and starts again.
    func crash(isPowerCut: Bool) {
        crashCount += 1
        // Without a sync at every commit only the end of the process is harmless, on a disk that has not failed.
        let isPromised = durability == .always || !isPowerCut && !hasFailingCall
        stop(isPowerCut: isPowerCut)
        // A failing disk takes what no sync has promised.
        if chance(4) && durability == .always { crashWhileRecovering() }
        damageNewestSnapshot()
        if chance(6) { fillDisk() }
        guard let (shop, report, lock) = open() else { return }
        if isPromised && report.sequence < acknowledgedSequence {
            return fail("recovered to \(report.sequence), \(acknowledgedSequence) was acknowledged")
        }
        guard settle(report.sequence, shop) else { return }
        begin(shop, report, lock)
    }

    private func stop(isPowerCut: Bool) {
        disconnect()
        server = nil
        background = SimulatedBackgroundWork()
        if isPowerCut { storage.crash(using: &random) } else { storage.killProcess() }
        storage.faults = calmFaults()
        (isDiskFull, hasFailingCall) = (false, false)
        if chance(6) { time.setWall(aheadBy: Int64(choose(-90_000..<90_000))) }
    }

    /// Recovery itself ends in the middle, at any of its disk calls.
    private func crashWhileRecovering() {
        storage.faults.failingCall = storage.callCount + choose(1..<70)
        storage.faults.failsPersistently = true
        _ = try? attempt()
        background = SimulatedBackgroundWork()
        storage.crash(using: &random)
        storage.faults = calmFaults()
    }

    /// Of two snapshots the newer one may go bad; the older one and its journal are still there.
    private func damageNewestSnapshot() {
        guard chance(10), let names = try? SnapshotStore.names(in: storage), names.count >= 2,
            let bytes = storage.content(of: names[0])
        else { return }
        storage.flipBit(choose(0..<bytes.count * 8), of: names[0])
    }

    private func open() -> (Shop, RecoveryReport, DirectoryLock)? {
        do {
            return try attempt()
        } catch let error as JournalError where error.isOutOfSpace && isDiskFull {
            // It could not even set a torn tail aside. Somebody makes room.
            storage.killProcess()
            storage.faults = calmFaults()
            background = SimulatedBackgroundWork()
            isDiskFull = false
            return open()
        } catch {
            fail("recovery: \(error)")
            return nil
        }
    }

    private func attempt() throws -> (Shop, RecoveryReport, DirectoryLock) {
        let lock = try DirectoryLock(storage)
        var configuration = ShopConfiguration(hashSeed: random.next())
        configuration.checkpointBytes = 2_500
        configuration.checkpointMilliseconds = 40_000
        configuration.checkpointStepBytes = 300
        configuration.plantedFault = plan.plantedFault
        let (shop, report) = try ShopRecovery.open(
            storage, configuration: configuration, journal: journalConfiguration(), time: time,
            background: background, on: loop.actors.asUnownedSerialExecutor())
        return (shop, report, lock)
    }

    private func journalConfiguration() -> JournalConfiguration {
        var configuration = JournalConfiguration()
        configuration.durability = durability
        configuration.segmentBytes = 160 << 10
        configuration.segmentBytesMin = 128 << 10
        configuration.frameBytesMax = 1 << 10
        configuration.fillPieceBytes = 96 << 10
        configuration.unsyncedBytesMax = 4 << 10
        configuration.monotonicMilliseconds = { [time] in UInt64(time.monotonicMilliseconds) }
        // Safety: called on the simulation's thread.
        configuration.random = { [unowned self] in random.next() }
        return configuration
    }

    /// A server is up: clients come.
    private func begin(_ shop: Shop, _ report: RecoveryReport, _ lock: DirectoryLock) {
        let now = shop.assumeIsolated { $0.now.milliseconds }
        auditor.advance(to: now)
        auditor.alerts = []
        base = auditor
        operations = []
        let sequence = shop.assumeIsolated { $0.sequence }
        boundaries = [report.sequence, sequence]
        acknowledgedSequence = report.sequence
        note(report.sequence)
        server = SimulatedServer(shop, storage, background, lock, time)
        if auditor.products.isEmpty { fillShop(shop) }
        for _ in 0...choose(1..<4) { startSession() }
    }

    private func fillShop(_ shop: Shop) {
        guard let connection = server?.connect(asAdministrator: true) else { return }
        for request in workload.opening() {
            let line = SimulatedLine(requests: [request], isBatch: false)
            connection.send(line)
            shop.assumeIsolated { [self] in $0.receive(Array(line.text(id: 0).utf8), on: connection, in: self)
            }
        }
    }

    // MARK: What survived

    /// Finds how many operations survived, as the recovered sequence says, and compares all state with the auditor's
    /// at that moment.
    private func settle(_ sequence: UInt64, _ shop: Shop) -> Bool {
        var least = 0
        var most = operations.count
        var newest: Int64 = 0
        for (index, operation) in operations.enumerated() {
            guard let reached = operation.sequence else { continue }
            if reached <= sequence { least = index + 1 } else { most = min(most, index) }
            if reached <= sequence && operation.isRecorded { newest = operation.now }
        }
        let now = shop.assumeIsolated { $0.now.milliseconds }
        if now < newest { fail("the time went back over a restart, from \(newest) to \(now)") }
        // Only members of one batch have no sequence of their own.
        if !boundaries.contains(sequence) && least == most {
            fail("recovery ended at \(sequence), within a request")
            return false
        }
        var differences: [String] = []
        for count in least...max(most, least) {
            var candidate = base
            for operation in operations[..<count] { _ = candidate.judge(operation) }
            candidate.advance(to: now)
            let found = shop.assumeIsolated { candidate.differences(from: $0) }
            guard let first = found.first else {
                auditor = candidate
                return true
            }
            differences.append(first)
        }
        fail("after recovery to \(sequence): \(differences[0])")
        return false
    }
}
