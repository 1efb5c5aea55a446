import CommerceCore

/// The sign-in sessions that are not over, and those that are and have not been forgotten yet.
///
/// A number is given once. What has been over is forgotten in small steps; live sessions are few, because one user
/// has at most ``liveMaximum``:
///
///     kept ≤ liveMaximum × users + those that ended since the last walk over all
struct SessionBook {
    /// A user who signs in once more loses the session that was not used for the longest time.
    static let liveMaximum = 50

    private var sessions: [UInt32: SignInSession] = [:]
    private var numbers = RingQueue<UInt32>()
    private var numbersByUser: [UInt32: [UInt32]] = [:]
    private let table = KeyTable()
    private let hash: ByteHash
    private(set) var nextNumber: UInt64 = 0

    init(hash: ByteHash) { self.hash = hash }

    var count: Int { sessions.count }

    subscript(number: SessionOrdinal) -> SignInSession? { sessions[number.value] }

    /// - Complexity: O(1) expected.
    func find(digest: [UInt8]) -> SessionOrdinal? {
        table.find(hashed(digest)) { sessions[UInt32($0)]?.digest == digest }.map { SessionOrdinal(Int($0)) }
    }

    /// The sessions of one user that are kept, oldest first.
    func numbers(of user: UserOrdinal) -> [SessionOrdinal] {
        (numbersByUser[user.value] ?? []).map { SessionOrdinal($0) }
    }

    /// Numbers below `number` are used up, whoever had them.
    mutating func skip(to number: UInt64) { nextNumber = max(nextNumber, number) }

    mutating func insert(_ session: SignInSession, number: SessionOrdinal) {
        precondition(UInt64(number.value) >= nextNumber, "session number \(number.value) was given before")
        nextNumber = UInt64(number.value) + 1
        sessions[number.value] = session
        numbers.append(number.value)
        numbersByUser[session.user.value, default: []].append(number.value)
        table.insert(hashed(session.digest), UInt64(number.value))
    }

    /// Replaces a session that is kept.
    mutating func replace(_ number: SessionOrdinal, _ session: SignInSession) {
        guard let before = sessions[number.value] else {
            preconditionFailure("session \(number.value) is forgotten")
        }
        table.remove(hashed(before.digest), UInt64(number.value))
        table.insert(hashed(session.digest), UInt64(number.value))
        sessions[number.value] = session
    }

    /// Looks at some sessions, one after the other and from the start again, and forgets those that are over.
    mutating func forgetOver(at now: Timestamp, atMost limit: Int = 16) {
        for _ in 0..<min(limit, numbers.count) {
            guard let number = numbers.first, let session = sessions[number] else { return }
            numbers.removeFirst()
            if session.isOver(at: now) {
                table.remove(hashed(session.digest), UInt64(number))
                sessions[number] = nil
                numbersByUser[session.user.value]?.removeAll { $0 == number }
            } else {
                numbers.append(number)
            }
        }
    }

    private func hashed(_ digest: [UInt8]) -> UInt64 { digest.withUnsafeBytes { hash($0) } }
}
