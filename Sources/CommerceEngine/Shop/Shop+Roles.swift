package import CommerceCore

extension Shop {
    /// How many there ever were; the deleted ones among them keep their ordinals.
    package var roleCount: Int { roles.count }
    package func role(_ ordinal: RoleOrdinal) -> Role { roles[ordinal.index] }
    package func id(of ordinal: RoleOrdinal) -> EntityID {
        EntityID(.role, createdAt: roles[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }

    package func findRole(_ id: EntityID) throws(Rejection) -> RoleOrdinal {
        guard id.kind == .role, id.ordinal < UInt64(roles.count) else { throw .notFound(.roleNotFound) }
        let ordinal = RoleOrdinal(Int(id.ordinal))
        guard roles[ordinal.index].createdAt == id.createdAt, !roles[ordinal.index].isDeleted else {
            throw .notFound(.roleNotFound)
        }
        return ordinal
    }

    /// By its exact name: `ADMIN`.
    package func findRole(name: String) throws(Rejection) -> RoleOrdinal {
        guard let found = rolesByName[name] else { throw .notFound(.roleNotFound) }
        return found
    }

    /// Adds a role.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` for the name, then ``Rejection/invalidValue(field:reason:)`` for
    ///   a permission that there is not.
    package func create(_ role: Role) throws(Rejection) -> RoleOrdinal {
        try judge(role, at: nil)
        let ordinal = RoleOrdinal(roles.count)
        journal.role(ordinal, role)
        enter(role)
        return ordinal
    }

    /// Replaces a role's fields; it holds for its users at once. A built-in role keeps its name.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then as
    ///   ``create(_:)``, then ``Rejection/lastAdministrator``, then ``Rejection/storageFull``.
    /// - Complexity: O(users).
    package func update(
        _ ordinal: RoleOrdinal, expectedVersion: UInt32? = nil, _ change: (inout Role) -> Void
    ) throws(Rejection) {
        let before = roles[ordinal.index]
        guard !before.isDeleted else { throw .notFound(.roleNotFound) }
        try requireVersion(expectedVersion, is: before.version)
        var after = before
        change(&after)
        after.deletedAt = nil
        if before.isBuiltIn && after.name != before.name {
            throw .invalidValue(field: "name", reason: "a built-in role keeps its name")
        }
        try judge(after, at: ordinal)
        try self.change(ordinal, to: after)
    }

    /// Removes a role; its users lose it.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/invalidValue(field:reason:)`` for a built-in one, then ``Rejection/lastAdministrator``.
    package func delete(_ ordinal: RoleOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var after = roles[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.roleNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        guard !after.isBuiltIn else {
            throw .invalidValue(field: "roleId", reason: "a built-in role cannot be deleted")
        }
        after.deletedAt = now
        try change(ordinal, to: after)
    }

    private func change(_ ordinal: RoleOrdinal, to role: Role) throws(Rejection) {
        guard leavesAdministrator(role: (ordinal, role)) else { throw .lastAdministrator }
        try requireRoom(recordBytes: role.recordBytes)
        var role = role
        role.updatedAt = now
        role.version = roles[ordinal.index].version &+ 1
        journal.role(ordinal, role)
        replace(ordinal, role)
    }

    private func judge(_ role: Role, at ordinal: RoleOrdinal?) throws(Rejection) {
        if rolesByName.isTaken(role.name, by: ordinal) { throw .alreadyExists(field: "name") }
        for name in role.permissionNames where PermissionSet(names: [name]) == nil {
            throw .invalidValue(field: "permissions", reason: "there is no permission \(name)")
        }
    }

    /// Gives a shop without roles those that every shop has. One that comes from before there were roles has orders
    /// behind it of which nobody wants to hear now.
    func found() {
        guard roles.isEmpty, journal.hasRoom(for: 4_096) else { return }
        for role in Role.builtIn(at: now) {
            journal.role(RoleOrdinal(roles.count), role)
            enter(role)
        }
        acknowledgeOutbox(through: sequence)
    }

    // MARK: Taking records in

    func enter(_ role: Role) {
        let ordinal = RoleOrdinal(roles.count)
        roles.append(role)
        if !role.isDeleted { rolesByName.insert(role.name, ordinal) }
    }

    func replace(_ ordinal: RoleOrdinal, _ role: Role) {
        accessVersion &+= 1
        rolesByName.remove(roles[ordinal.index].name, ordinal)
        roles[ordinal.index] = role
        if !role.isDeleted { rolesByName.insert(role.name, ordinal) }
    }
}
