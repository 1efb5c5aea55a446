import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Sets of permissions for users. A change holds at once, on open connections too.
    static let roles: [Operation] = [
        Operation(
            "roles.list", .needs(.rolesRead), .read, .get("/roles"), takes: .page(),
            answers: .page(of: .named("Role")), "Roles", listRoles),
        Operation(
            "roles.get", .needs(.rolesRead), .read, .get("/roles/{roleId}"),
            takes: [.required("roleId", .id(.role))], answers: .named("Role"), "One role", getRole),
        Operation(
            "roles.create", .needs(.rolesWrite), .change, .post("/roles", creates: true),
            takes: .roleFields.requiring("name", "permissions"), answers: .named("Role"), "Add a role",
            createRole),
        Operation(
            "roles.update", .needs(.rolesWrite), .change, .patch("/roles/{roleId}"),
            takes: [.required("roleId", .id(.role))] + .roleFields + .expectedVersion,
            answers: .named("Role"), "Change a role", updateRole),
        Operation(
            "roles.delete", .needs(.rolesWrite), .change, .delete("/roles/{roleId}"),
            takes: [.required("roleId", .id(.role))] + .expectedVersion, answers: .nothing,
            "Remove a role; its users lose it", deleteRole),
        Operation(
            "permissions.list", .signedIn, .read, .get("/permissions"),
            answers: .object([.init("items", .list(.named("Permission")))]), "All permissions there are",
            listPermissions),
    ]

    private static let listRoles: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: false)
        let kept = (0..<shop.roleCount).filter { !shop.role(RoleOrdinal($0)).isDeleted }
        page.write(matching: kept, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(of: RoleOrdinal(index), in: shop)
            reply.endObject()
        }
    }

    private static let getRole: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.role(in: shop), request, shop, &reply)
    }

    private static let createRole: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name", bytesMaximum: 64)
        guard let names = try fields.permissionNames() else { throw .missingField("permissions") }
        var role = Role(name: name, permissionNames: names, at: shop.now)
        role.description = try fields.optionalString("description", bytesMaximum: 1_024)
        try request.requireOwn(role.permissions)
        write(try shop.create(role), request, shop, &reply)
    }

    private static let updateRole: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.role(in: shop)
        var changed = shop.role(ordinal)
        if fields.isPresent("name") { changed.name = try fields.string("name", bytesMaximum: 64) }
        if fields.isPresent("description") {
            changed.description = try fields.optionalString("description", bytesMaximum: 1_024)
        }
        if let names = try fields.permissionNames() { changed.permissionNames = names }
        try request.requireOwn(shop.role(ordinal).permissions)
        try request.requireOwn(changed.permissions)
        try shop.update(ordinal, expectedVersion: try fields.entityVersion()) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let deleteRole: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.role(in: shop)
        try request.requireOwn(shop.role(ordinal).permissions)
        try shop.delete(ordinal, expectedVersion: try request.fields.entityVersion())
        reply.append("{}")
    }

    private static let listPermissions: Handler = { (_, _, reply) throws(Rejection) in
        reply.append("{\"items\":")
        reply.beginArray()
        for permission in Permission.allCases {
            let parts = permission.name.split(separator: ":")
            reply.beginObject()
            reply.member("name", permission.name)
            reply.member("resource", String(parts[0]))
            reply.member("action", String(parts[1]))
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }

    private static func write(
        _ ordinal: RoleOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.role(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }
}
