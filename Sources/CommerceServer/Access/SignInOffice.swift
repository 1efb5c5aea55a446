import CommerceCore
import CommerceEngine
import CommerceWire
import EventLoops

/// What all connections of one loop share for signing in: the key that tokens are signed with, who failed how
/// often, and the thread that works with passwords.
///
/// Everything is called on the loop.
final class SignInOffice {
    let tokenKey: [UInt8]
    var lockout = LoginLockout()
    private let loop: EventLoop
    private let worker: PasswordWorker
    /// Nothing is run any more: the journal is about to close.
    private var isOver = false

    init(tokenKey: [UInt8], on loop: EventLoop) {
        self.tokenKey = tokenKey
        self.loop = loop
        worker = PasswordWorker(on: loop)
    }

    /// Does the work and calls `then` on the loop, unless the server has stopped meanwhile.
    func run(_ task: PasswordTask, then: @escaping (PasswordResult) -> Void) {
        guard let offered = task.offered else { return make(task, then) }
        do throws(Rejection) {
            let known = task.known.flatMap { PasswordHash(parsing: $0) }
            try worker.verify(offered, against: known) { [self] verdict in
                guard verdict.isRight, task.wanted != nil else {
                    let hash = verdict.replacement?.text
                    return tell(.done(isRight: verdict.isRight, hash: hash, checked: task.known), then)
                }
                make(task, then)
            }
        } catch {
            tellLater(.busy, then)
        }
    }

    /// What is still under way is not waited for and told to nobody.
    func close() {
        isOver = true
        worker.stop()
    }

    private func make(_ task: PasswordTask, _ then: @escaping (PasswordResult) -> Void) {
        guard let wanted = task.wanted else {
            return tellLater(.done(isRight: true, hash: nil, checked: task.known), then)
        }
        do throws(Rejection) {
            try worker.hash(wanted) { [self] hash in
                tell(.done(isRight: true, hash: hash?.text, checked: task.known), then)
            }
        } catch {
            tellLater(.busy, then)
        }
    }

    private func tell(_ result: PasswordResult, _ then: (PasswordResult) -> Void) {
        if !isOver { then(result) }
    }

    /// On the loop too, and never within the call that asked: the request is still being run there.
    private func tellLater(_ result: PasswordResult, _ then: @escaping (PasswordResult) -> Void) {
        loop.schedule(afterMilliseconds: 0) { [self] in tell(result, then) }
    }
}

/// The office as one connection sees it.
final class SignInDesk: AccessDesk {
    private let office: SignInOffice
    private let network: SourceNetwork
    private var attempt: LoginLockout.Attempt?

    init(office: SignInOffice, peer: SocketAddress) {
        self.office = office
        network = SourceNetwork(peer)
    }

    func makeAPIKey() -> (text: String, digest: [UInt8]) { TokenAuthenticator.makeSecret() }

    // MARK: Refresh tokens

    // SESSION.RANDOM.MAC: the session is named, and the code proves that the token was made here, so that one that is
    // not the session's any more is known to be an old one of it.
    func makeRefreshToken(sessionID: String) -> (text: String, digest: [UInt8]) {
        let named = "\(sessionID).\(Base64URL.encode(Cryptography.randomBytes(32)))"
        let text = "\(named).\(Base64URL.encode(code(of: named)))"
        return (text, Array(text.utf8).withUnsafeBytes { Cryptography.sha256($0) })
    }

    func readRefreshToken(_ text: UnsafeRawBufferPointer) -> (sessionID: String, digest: [UInt8])? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let given = Base64URL.decode(parts[2]) else { return nil }
        let named = String(decoding: text[..<(parts[2].startIndex - 1)], as: UTF8.self)
        guard Cryptography.areEqual(given, code(of: named)) else { return nil }
        return (String(decoding: parts[0], as: UTF8.self), Cryptography.sha256(text))
    }

    private func code(of named: String) -> [UInt8] {
        let text = Array("refresh \(named)".utf8)
        return text.withUnsafeBytes { Array(Cryptography.hmacSHA256(key: office.tokenKey, $0).prefix(16)) }
    }

    // MARK: Access tokens

    func makeAccessToken(_ grant: AccessGrant) -> String {
        JSONWebToken.issue(
            JSONWebToken.Claims(
                subject: grant.userID, userID: grant.userID, sessionID: grant.sessionID, role: grant.role,
                permissions: grant.permissions, issuedAt: grant.issuedAt, expiresAt: grant.expiresAt),
            secret: office.tokenKey)
    }

    // MARK: Passwords

    func judge(newPassword: String, account: String) throws(Rejection) {
        try PasswordPolicy.judge(newPassword, account: account)
    }

    func beginAttempt(account: String, at now: Timestamp) throws(Rejection) {
        switch office.lockout.begin(account: account, from: network, atMilliseconds: now.milliseconds) {
        case .allowed(let attempt): self.attempt = attempt
        case .locked(let seconds): throw .tooManyRequests(retryAfterSeconds: Int(seconds))
        }
    }

    func endAttempt(_ outcome: AttemptOutcome) {
        guard let attempt else { return }
        self.attempt = nil
        switch outcome {
        case .succeeded: office.lockout.succeeded(attempt)
        case .withdrawn: office.lockout.withdrawn(attempt)
        case .failed: break
        }
    }

    func forgetAttempts(account: String) { office.lockout.forget(account: account) }
}
