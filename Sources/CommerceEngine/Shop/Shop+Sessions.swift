package import CommerceCore

extension Shop {
    package func session(_ number: SessionOrdinal) -> SignInSession? { sessions[number] }
    /// How many are kept; some may be over.
    package var sessionCount: Int { sessions.count }

    /// `nil` if it is forgotten.
    package func id(of number: SessionOrdinal) -> EntityID? {
        sessions[number].map { EntityID(.session, createdAt: $0.createdAt, ordinal: UInt64(number.value)) }
    }

    package func findSession(_ id: EntityID) throws(Rejection) -> SessionOrdinal {
        guard id.kind == .session, id.ordinal < UInt64(UInt32.max) else { throw .notFound(.sessionNotFound) }
        let number = SessionOrdinal(Int(id.ordinal))
        guard let session = sessions[number], session.createdAt == id.createdAt, !session.isOver(at: now)
        else {
            throw .notFound(.sessionNotFound)
        }
        return number
    }

    /// The session whose refresh token has this SHA-256 digest, unless it is over or its user may not come in.
    ///
    /// - Complexity: O(1) expected.
    package func findSession(digest: [UInt8]) -> SessionOrdinal? {
        sessions.find(digest: digest).flatMap { isLive($0) ? $0 : nil }
    }

    /// Whether the session is there, not over, and its user may come in.
    package func isLive(_ number: SessionOrdinal) -> Bool {
        guard let session = sessions[number], !session.isOver(at: now) else { return false }
        return users[session.user.index].isAllowedIn
    }

    /// The sessions of a user that are not over, oldest first.
    package func liveSessions(of user: UserOrdinal) -> [SessionOrdinal] {
        sessions.numbers(of: user).filter { sessions[$0]?.isOver(at: now) == false }
    }

    /// What the next session that begins now will be called.
    package var nextSessionID: EntityID {
        EntityID(.session, createdAt: now, ordinal: sessions.nextNumber)
    }

    /// Begins a session. A user who has ``SessionBook/liveMaximum`` of them loses the one that was not used for the
    /// longest time.
    package func create(_ session: SignInSession) -> SessionOrdinal {
        let live = liveSessions(of: session.user)
        if live.count >= SessionBook.liveMaximum {
            let stale = live.min { lastUse(of: $0) < lastUse(of: $1) }
            if let stale { revoke(stale) }
        }
        let number = SessionOrdinal(Int(sessions.nextNumber))
        journal.signInSession(number, session)
        sessions.insert(session, number: number)
        return number
    }

    /// Goes on with a session under another token.
    ///
    /// - Throws: ``Rejection/notFound(_:)`` if it is over.
    package func renew(
        _ number: SessionOrdinal, digest: [UInt8], expiresAt: Timestamp
    ) throws(Rejection) {
        guard var session = sessions[number], !session.isOver(at: now) else {
            throw .notFound(.sessionNotFound)
        }
        session.digest = digest
        session.lastUsedAt = now
        session.expiresAt = expiresAt
        journal.signInSession(number, session)
        sessions.replace(number, session)
    }

    /// Ends a session; one that is over stays so.
    package func revoke(_ number: SessionOrdinal) {
        guard var session = sessions[number], !session.isOver(at: now) else { return }
        accessVersion &+= 1
        session.revokedAt = now
        journal.signInSession(number, session)
        sessions.replace(number, session)
    }

    /// Ends all sessions of a user but one.
    package func revokeSessions(of user: UserOrdinal, except kept: SessionOrdinal? = nil) {
        for number in liveSessions(of: user) where number != kept { revoke(number) }
    }

    private func lastUse(of number: SessionOrdinal) -> Timestamp {
        sessions[number]?.lastUsedAt ?? .zero
    }
}
