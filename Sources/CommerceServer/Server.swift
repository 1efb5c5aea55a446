import CLinux
import CommerceCore
package import CommerceEngine
import CommerceWire
package import EventLoops
import Glibc
import Journaling

/// One server: a data directory, the shop recovered from it, and the loop that everything runs on.
///
/// A turn of the loop runs what arrived, then commits once, then sends the replies: a reply means that what it
/// says is durable. If the commit fails the process ends at once, without a reply (exit code 74): memory is ahead
/// of the disk, and a second sync may lie.
package final class Server {
    package let loop: EventLoop
    package let port: UInt16
    package var httpPort: UInt16? { http?.port }
    package let report: RecoveryReport
    /// What links and sessions are signed with.
    package let secret: ServerSecret?
    private let shop: Shop
    private let lines: LineServer
    private let listener: Listener
    /// Where HTTP is spoken, if it is.
    let http: HTTPDoor?
    private let checkpointer: Checkpointer
    private let office: SignInOffice
    private let background: ThreadBackgroundWork
    private let uploads: UploadDesk
    private let lock: DirectoryLock
    private let commit: IsolatedCall<Shop, ServerMetrics, JournalError?>
    private let status: ServerStatus
    /// What runs again and again until the end.
    private var timers: [TimerToken] = []
    /// Called with lines for people: snapshots that failed.
    private let log: (String) -> Void

    private static let checkpointStepMilliseconds: Int64 = 5
    private static let housekeepingMilliseconds: Int64 = 200
    private static let drainMilliseconds: Int64 = 5_000
    /// How long a connection that keeps on asking is answered.
    private static let drainSilenceMilliseconds: Int64 = 500
    private static let drainStepMilliseconds: Int64 = 10

    /// Recovers the directory and listens. Call it on `loop`.
    ///
    /// - Throws: ``ServerError`` with the exit code of what is wrong.
    package init(
        _ configuration: ServerConfiguration, on loop: EventLoop, log: @escaping (String) -> Void
    ) throws {
        self.loop = loop
        self.log = log
        let directory = try Server.directory(configuration.dataDirectory)
        lock = try Server.lock(directory)
        // Under the lock: two servers must not make two secrets.
        var secret: ServerSecret?
        if let source = configuration.secretSource { secret = try ServerSecret.load(source) }
        self.secret = secret
        let background = try ThreadBackgroundWork()
        self.background = background
        uploads = UploadDesk(
            store: UploadStore(directory: try Server.directory("\(configuration.dataDirectory)/uploads")),
            loop: loop)
        (shop, report) = try Server.recover(directory, configuration, background, loop)
        checkpointer = Checkpointer(shop: shop, directory: directory, background: background)
        // Without any secret, tokens hold as long as the process.
        let tokenKey =
            configuration.jwtSecret ?? secret?.key(for: .sessionTokens) ?? Cryptography.randomBytes(32)
        let authenticator = TokenAuthenticator(jwtSecret: configuration.jwtSecret, tokenKey: tokenKey)
        let office = SignInOffice(tokenKey: tokenKey, on: loop)
        self.office = office
        let snapshots = SnapshotDesk(checkpointer: checkpointer, shop: shop)
        let links = secret.map { PortalLinks($0, pageBase: configuration.publicURL ?? "") }
        let frontDesk = FrontDesk(links: links)
        lines = LineServer(
            shop: shop, snapshots: snapshots, authenticator: authenticator, office: office,
            frontDesk: frontDesk, events: EventHub(shop: shop, loop: loop), loop: loop)
        let metrics = ServerMetrics(OperationTable.shared)
        metrics.register(shop)
        metrics.register(lines.executor.cache)
        metrics.register(lines.events)
        metrics.registerConnections("lines") { [lines] in lines.sessionCount }
        lines.executor.meter = metrics.requests
        status = ServerStatus(metrics, accessLog: configuration.logsRequests ? AccessLog() : nil)
        var limits = ConnectionLimits()
        limits.connectionsMax = configuration.connectionsMax
        let principal = configuration.asksNobody ? Principal.anonymous : nil
        let address = (host: configuration.host, port: configuration.port)
        listener = try Server.listen(address, limits, lines.refusal, loop) { [lines] connection in
            lines.sessionBegan()
            connection.handler = Session(server: lines, principal: principal, peer: connection.peer)
        }
        port = listener.port
        let responder = HTTPResponder(
            executor: lines.executor, authenticator: authenticator, snapshots: snapshots,
            passwords: PasswordDesk(office: office, shop: shop), uploads: uploads, shop: shop, status: status,
            pages: Pages(configuration.dashboardFolder.map(AssetLibrary.init) ?? AssetLibrary()),
            cookieJar: CookieJar(publicURL: configuration.publicURL), events: lines.events)
        http = try HTTPDoor(
            configuration, shop: shop, responder: responder, loop: loop, principal: principal, office: office,
            frontDesk: frontDesk)
        if let port = http?.port, configuration.publicURL == nil {
            links?.pageBase = configuration.ownURL(port: port)
        }
        metrics.registerConnections("http") { [http] in http?.sessionCount ?? 0 }
        commit = IsolatedCall(on: loop) { (shop: isolated Shop, metrics: ServerMetrics) in
            let began = shop.hasUncommitted ? ProcessFigures.monotonicNanoseconds : nil
            do throws(JournalError) {
                try shop.commit()
                if let began { metrics.committed(nanoseconds: ProcessFigures.monotonicNanoseconds - began) }
                return nil
            } catch {
                return error
            }
        }
        try prepare(configuration)
        loop.endOfTurn = { [unowned self] in commitOrDie() }
        scheduleHousekeeping()
    }

    // MARK: Starting

    private static func directory(_ path: String) throws(ServerError) -> PosixDirectory {
        do throws(StorageError) {
            return try PosixDirectory(path: path)
        } catch {
            throw ServerError(exitCode: ExitCode.cannotCreate, "data directory \(path): \(error)")
        }
    }

    /// - Throws: 75 if another server has the directory, 73 if it cannot be used.
    private static func lock(_ directory: PosixDirectory) throws(ServerError) -> DirectoryLock {
        do throws(JournalError) {
            return try DirectoryLock(directory)
        } catch {
            let isTaken = error.exitStatus == ExitCode.temporaryFailure
            throw ServerError(
                exitCode: isTaken ? ExitCode.temporaryFailure : ExitCode.cannotCreate, error.description)
        }
    }

    static func listen(
        _ address: (host: String, port: UInt16), _ limits: ConnectionLimits, _ refusal: [UInt8],
        _ loop: EventLoop, _ onAccept: @escaping (Connection) -> Void
    ) throws(ServerError) -> Listener {
        do throws(LoopError) {
            return try loop.listen(
                host: address.host, port: address.port, limits: limits, refusal: refusal, onAccept: onAccept)
        } catch {
            throw ServerError(exitCode: ExitCode.unavailable, "cannot listen: \(error)")
        }
    }

    private static func recover(
        _ directory: PosixDirectory, _ configuration: ServerConfiguration, _ background: ThreadBackgroundWork,
        _ loop: EventLoop
    ) throws -> (Shop, RecoveryReport) {
        var shop = ShopConfiguration(hashSeed: .random(in: .min ... .max))
        shop.onRecovery = configuration.onRecovery
        shop.checkpointMilliseconds = configuration.snapshotIntervalSeconds * 1_000
        var journal = JournalConfiguration()
        journal.durability = configuration.durability
        journal.segmentBytes = configuration.journalSegmentBytes ?? journal.segmentBytes
        return try checked {
            try ShopRecovery.open(
                directory, configuration: shop, journal: journal, time: SystemTime(), background: background,
                on: loop.asUnownedSerialExecutor())
        }
    }

    /// Runs `body` and says what its error means for the exit code.
    package static func checked<Result>(_ body: () throws -> Result) throws(ServerError) -> Result {
        do {
            return try body()
        } catch let error as ServerError {
            throw error
        } catch let error as JournalError {
            throw ServerError(exitCode: error.exitStatus, error.description)
        } catch let error as RecoveryError {
            throw ServerError(exitCode: ExitCode.dataError, error.description)
        } catch {
            throw ServerError(exitCode: ExitCode.inputOutput, "\(error)")
        }
    }

    /// The demo catalog and the administrator's key, committed before anybody can ask.
    private func prepare(_ configuration: ServerConfiguration) throws {
        try shop.assumeIsolated { shop in
            if configuration.asksNobody { _ = shop.subject(named: Principal.anonymous.subject) }
            if configuration.wantsDemo && shop.productCount == 0 { try DemoCatalog.fill(shop) }
        }
        if let path = configuration.adminTokenFile {
            let secret = shop.assumeIsolated {
                TokenAuthenticator.makeAdministratorKey(named: "token-file", in: $0)
            }
            try TokenFile.write(secret, to: path)
        } else if !configuration.asksNobody && configuration.jwtSecret == nil {
            try makeAdministrator()
        }
        if let error = commit(shop, status.metrics) {
            throw ServerError(exitCode: error.exitStatus, error.description)
        }
    }

    /// The first user, where nobody could come in otherwise: nothing is ever half open.
    private func makeAdministrator() throws(ServerError) {
        guard shop.assumeIsolated({ $0.userCount == 0 && $0.apiKeyCount == 0 }) else { return }
        let email = "admin@localhost"
        let password = Base64URL.encode(Cryptography.randomBytes(15))
        guard let hash = PasswordHash(of: password)?.text else {
            throw ServerError(exitCode: ExitCode.software, "there is no memory for a password")
        }
        let failure = shop.assumeIsolated { shop -> Rejection? in
            do throws(Rejection) {
                var user = User(email: email, name: "Administrator", passwordHash: hash, at: shop.now)
                user.roles = [try shop.findRole(name: Role.administratorName)]
                _ = try shop.create(user)
                shop.endRequest()
                return nil
            } catch {
                return error
            }
        }
        if let failure {
            throw ServerError(exitCode: ExitCode.software, "cannot make the first user: \(failure)")
        }
        log("administrator, shown only now: \(email), password \(password)")
    }

    // MARK: Running

    private func commitOrDie() {
        guard let error = commit(shop, status.metrics) else { return lines.events.turnEnded() }
        log("fatal: \(error); the server stops without answering what is not safe")
        _exit(ExitCode.inputOutput)
    }

    private func scheduleHousekeeping() {
        every(Server.housekeepingMilliseconds) { [unowned self] in
            shop.assumeIsolated { shop in
                shop.advanceClock()
                shop.tidy()
                shop.endRequest()
            }
            http?.sweep()
            status.metrics.requests.calibrate()
        }
        every(Server.checkpointStepMilliseconds) { [unowned self] in
            let (outcome, isRunning) = checkpointer.assumeIsolated { ($0.step(), $0.isRunning) }
            status.snapshotStepped(isRunning: isRunning, outcome)
            if case .failed(let reason) = outcome { log("snapshot failed: \(reason)") }
        }
    }

    private func every(_ milliseconds: Int64, _ body: @escaping () -> Void) {
        timers.append(loop.schedule(afterMilliseconds: milliseconds, repeating: milliseconds, body))
    }

    /// Stops accepting, answers what has arrived, makes it safe, and stops the loop.
    package func drain() {
        guard !status.isDraining else { return }
        status.isDraining = true
        lines.events.close()
        listener.close()
        http?.close()
        let begun = loop.nowNanoseconds
        // Some turns later, for what has arrived but was not read yet; those that never fall silent are cut off.
        every(Server.drainStepMilliseconds) { [unowned self] in
            let waited = (loop.nowNanoseconds - begun) / 1_000_000
            if waited > Server.drainSilenceMilliseconds {
                loop.closeConnectionsAfterFlush()
            } else {
                loop.closeSilentConnections()
            }
            let sessionCount = lines.sessionCount + (http?.sessionCount ?? 0)
            guard sessionCount == 0 || waited > Server.drainMilliseconds else { return }
            finish()
        }
    }

    private func finish() {
        // The loop has a few turns left; nothing may be appended in them, and the journal not be closed again.
        for timer in timers { timer.cancel() }
        loop.endOfTurn = nil
        let failure = shop.assumeIsolated { shop -> JournalError? in
            do throws(JournalError) {
                try shop.commit()
                try shop.close()
                return nil
            } catch {
                return error
            }
        }
        if let failure {
            log("fatal: \(failure)")
            _exit(ExitCode.inputOutput)
        }
        office.close()
        uploads.stop()
        background.stop()
        lock.release()
        loop.stop()
    }
}
