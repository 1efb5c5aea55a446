package import CommerceCore

extension Shop {
    /// How many there ever were; the deleted ones among them keep their ordinals.
    package var userCount: Int { users.count }
    package func user(_ ordinal: UserOrdinal) -> User { users[ordinal.index] }
    package func id(of ordinal: UserOrdinal) -> EntityID {
        EntityID(.user, createdAt: users[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }

    package func findUser(_ id: EntityID) throws(Rejection) -> UserOrdinal {
        guard id.kind == .user, id.ordinal < UInt64(users.count) else { throw .notFound(.userNotFound) }
        let ordinal = UserOrdinal(Int(id.ordinal))
        guard users[ordinal.index].createdAt == id.createdAt, !users[ordinal.index].isDeleted else {
            throw .notFound(.userNotFound)
        }
        return ordinal
    }

    /// Whatever the case of its letters.
    package func findUser(email: String) throws(Rejection) -> UserOrdinal {
        guard let found = usersByEmail[email.lowercased()] else { throw .notFound(.userNotFound) }
        return found
    }

    /// The roles of a user that have not been deleted since they were given.
    package func roles(of ordinal: UserOrdinal) -> [RoleOrdinal] {
        users[ordinal.index].roles.filter { !roles[$0.index].isDeleted }
    }

    /// What a user may do now: nothing unless the user is there and active.
    ///
    /// - Complexity: O(roles of the user).
    package func permissions(of ordinal: UserOrdinal) -> PermissionSet { granted(to: users[ordinal.index]) }

    /// Adds a user.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` if the e-mail, whatever its case, is another's.
    package func create(_ user: User) throws(Rejection) -> UserOrdinal {
        if usersByEmail.isTaken(user.email.lowercased(), by: nil) { throw .alreadyExists(field: "email") }
        let ordinal = UserOrdinal(users.count)
        journal.user(ordinal, user)
        enter(user)
        return ordinal
    }

    /// Replaces a user's fields. Another password ends the user's sessions but `keeping`; being made inactive ends all.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/alreadyExists(field:)`` for the e-mail, then ``Rejection/lastAdministrator``, then
    ///   ``Rejection/storageFull``.
    /// - Complexity: O(users).
    package func update(
        _ ordinal: UserOrdinal, expectedVersion: UInt32? = nil, keeping session: SessionOrdinal? = nil,
        _ change: (inout User) -> Void
    ) throws(Rejection) {
        let before = users[ordinal.index]
        guard !before.isDeleted else { throw .notFound(.userNotFound) }
        try requireVersion(expectedVersion, is: before.version)
        var after = before
        change(&after)
        after.deletedAt = nil
        after.roles.removeAll { roles[$0.index].isDeleted }
        if usersByEmail.isTaken(after.email.lowercased(), by: ordinal) {
            throw .alreadyExists(field: "email")
        }
        let hasNewPassword = after.passwordHash != before.passwordHash
        if hasNewPassword { after.passwordChangedAt = now }
        try self.change(ordinal, to: after)
        if !after.isActive {
            revokeSessions(of: ordinal)
        } else if hasNewPassword {
            revokeSessions(of: ordinal, except: session)
        }
    }

    /// Keeps another hash of the same password. Nobody notices: sessions go on, the version stays. Does nothing if another
    /// hash is kept by now, or if there is no room.
    package func rehash(_ ordinal: UserOrdinal, from former: String, to hash: String) {
        var user = users[ordinal.index]
        guard !user.isDeleted, user.passwordHash == former, journal.hasRoom(for: user.recordBytes + 1_024)
        else { return }
        user.passwordHash = hash
        journal.user(ordinal, user)
        replace(ordinal, user)
    }

    /// Removes a user and ends the sessions; the e-mail is free again.
    ///
    /// - Throws: as ``update(_:expectedVersion:keeping:_:)``.
    package func delete(_ ordinal: UserOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var after = users[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.userNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        after.deletedAt = now
        try change(ordinal, to: after)
        revokeSessions(of: ordinal)
    }

    private func change(_ ordinal: UserOrdinal, to user: User) throws(Rejection) {
        guard leavesAdministrator(user: (ordinal, user)) else { throw .lastAdministrator }
        let sessionBytes = SessionBook.liveMaximum * 512
        try requireRoom(recordBytes: user.recordBytes + sessionBytes)
        var user = user
        user.updatedAt = now
        user.version = users[ordinal.index].version &+ 1
        journal.user(ordinal, user)
        replace(ordinal, user)
    }

    // MARK: The last administrator

    /// Whether somebody who is active still has all permissions after a change of one user or role. A shop that has
    /// nobody like that to begin with has none to lose.
    ///
    /// - Complexity: O(users).
    func leavesAdministrator(
        user: (ordinal: UserOrdinal, after: User)? = nil, role: (ordinal: RoleOrdinal, after: Role)? = nil
    ) -> Bool {
        var hadOne = false
        for index in users.indices {
            let isChanged = user?.ordinal.index == index
            hadOne = hadOne || granted(to: users[index]) == .all
            let after = isChanged ? user?.after ?? users[index] : users[index]
            if granted(to: after, role: role) == .all { return true }
        }
        return !hadOne
    }

    private func granted(
        to user: User, role changed: (ordinal: RoleOrdinal, after: Role)? = nil
    ) -> PermissionSet {
        guard user.isAllowedIn else { return .none }
        var permissions = PermissionSet.none
        for ordinal in user.roles {
            let role =
                changed?.ordinal == ordinal ? changed?.after ?? roles[ordinal.index] : roles[ordinal.index]
            if !role.isDeleted { permissions.formUnion(role.permissions) }
        }
        return permissions
    }

    // MARK: Taking records in

    func enter(_ user: User) {
        let ordinal = UserOrdinal(users.count)
        users.append(user)
        if !user.isDeleted { usersByEmail.insert(user.email.lowercased(), ordinal) }
    }

    func replace(_ ordinal: UserOrdinal, _ user: User) {
        accessVersion &+= 1
        usersByEmail.remove(users[ordinal.index].email.lowercased(), ordinal)
        users[ordinal.index] = user
        if !user.isDeleted { usersByEmail.insert(user.email.lowercased(), ordinal) }
    }
}
