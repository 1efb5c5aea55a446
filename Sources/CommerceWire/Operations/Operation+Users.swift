import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Who may come in. Nobody gives or takes what they do not have themselves.
    static let users: [Operation] = [
        Operation(
            "users.list", .needs(.usersRead), .read, .get("/users"), takes: .page(),
            answers: .page(of: .named("User")), "Users", listUsers),
        Operation(
            "users.get", .needs(.usersRead), .read, .get("/users/{userId}"),
            takes: [.required("userId", .id(.user))], answers: .named("User"), "One user", getUser),
        Operation(
            "users.create", .needs(.usersWrite), .change, .post("/users", creates: true),
            takes: .userFields.requiring("email", "name") + [.required("password", .text(bytes: 256))],
            answers: .named("User"), place: .password, "Add a user", createUser),
        Operation(
            "users.update", .needs(.usersWrite), .change, .patch("/users/{userId}"),
            takes: [.required("userId", .id(.user))] + .userFields + .expectedVersion,
            answers: .named("User"), "Change a user; one made inactive is out at once", updateUser),
        Operation(
            "users.delete", .needs(.usersWrite), .change, .delete("/users/{userId}"),
            takes: [.required("userId", .id(.user))] + .expectedVersion, answers: .nothing, "Remove a user",
            deleteUser),
        Operation(
            "users.setPassword", .needs(.usersWrite), .change, .put("/users/{userId}/password"),
            takes: [.required("userId", .id(.user)), .required("password", .text(bytes: 256))],
            answers: .named("User"), place: .password, "Give a user another password; ends the sessions",
            setPassword),
    ]

    private static let listUsers: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: false)
        let kept = (0..<shop.userCount).filter { !shop.user(UserOrdinal($0)).isDeleted }
        page.write(matching: kept, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(of: UserOrdinal(index), in: shop)
            reply.endObject()
        }
    }

    private static let getUser: Handler = { (request, shop, reply) throws(Rejection) in
        write(try request.fields.user(in: shop), request, shop, &reply)
    }

    private static let createUser: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        var user = User(
            email: try fields.account(), name: try fields.string("name"), passwordHash: "", at: shop.now)
        user.roles = try fields.roles(in: shop) ?? []
        user.isActive = try fields.flag("isActive") ?? true
        let password = try fields.string("password", bytesMaximum: 1_024)
        try request.desk().judge(newPassword: password, account: user.email)
        try request.requireOwn(shop.permissions(of: user.roles))
        if (try? shop.findUser(email: user.email)) != nil { throw .alreadyExists(field: "email") }
        guard let hash = try newHash(of: password, for: request) else { return }
        user.passwordHash = hash
        write(try shop.create(user), request, shop, &reply)
    }

    private static let updateUser: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let ordinal = try fields.user(in: shop)
        var changed = shop.user(ordinal)
        if fields.isPresent("email") { changed.email = try fields.account() }
        if fields.isPresent("name") { changed.name = try fields.string("name") }
        if let isActive = try fields.flag("isActive") { changed.isActive = isActive }
        let version = try fields.entityVersion()
        try request.requireOwn(shop.grantable(to: ordinal))
        if let roles = try fields.roles(in: shop) {
            try request.requireOwn(shop.permissions(of: roles))
            changed.roles = roles
        }
        try shop.update(ordinal, expectedVersion: version) { $0 = changed }
        write(ordinal, request, shop, &reply)
    }

    private static let deleteUser: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.user(in: shop)
        try request.requireOwn(shop.grantable(to: ordinal))
        try shop.delete(ordinal, expectedVersion: try request.fields.entityVersion())
        reply.append("{}")
    }

    private static let setPassword: Handler = { (request, shop, reply) throws(Rejection) in
        let ordinal = try request.fields.user(in: shop)
        let password = try request.fields.string("password", bytesMaximum: 1_024)
        let email = shop.user(ordinal).email
        let desk = try request.desk()
        try desk.judge(newPassword: password, account: email)
        try request.requireOwn(shop.grantable(to: ordinal))
        guard let hash = try newHash(of: password, for: request) else { return }
        let own = request.session.principal?.signedIn
        try shop.update(ordinal, keeping: own?.user == ordinal ? own?.session : nil) {
            $0.passwordHash = hash
        }
        desk.forgetAttempts(account: email)
        write(ordinal, request, shop, &reply)
    }

    /// `nil` when the hash is ordered.
    private static func newHash(of password: String, for request: Request) throws(Rejection) -> String? {
        guard let result = try request.passwordResult(of: PasswordTask(wanted: password)) else { return nil }
        guard let hash = result.hash else { throw .busy(reason: "There is no memory for a password") }
        return hash
    }

    private static func write(
        _ ordinal: UserOrdinal, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        request.session.entityVersion = shop.user(ordinal).version
        reply.beginObject()
        reply.members(of: ordinal, in: shop)
        reply.endObject()
    }
}

extension [Parameter] {
    static let userFields: [Parameter] = [
        .optional("email", .text(bytes: 254)), .optional("name", .text()),
        .optional("roleIds", .list(.id(.role), 0...50)), .optional("isActive", .flag),
    ]

    static let roleFields: [Parameter] = [
        .optional("name", .text(bytes: 64)), .optional("description", .text(bytes: 1_024)),
        .optional("permissions", .list(.text(bytes: 64), 0...100)),
    ]
}
