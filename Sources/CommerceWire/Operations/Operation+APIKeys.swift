import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Keys of machines. The secret is answered once and never known again.
    static let apiKeys: [Operation] = [
        Operation(
            "apiKeys.list", .needs(.apiKeysRead), .read, .get("/api-keys"), takes: .page(),
            answers: .page(of: .named("APIKey")), "API keys, those that ended too", listKeys),
        Operation(
            "apiKeys.create", .needs(.apiKeysWrite), .change, .post("/api-keys", creates: true),
            takes: [
                .required("name", .text(bytes: 64)),
                .required("permissions", .list(.text(bytes: 64), 0...100)),
                .optional("expiresInDays", .integer(1...3_650)),
            ], answers: .named("NewAPIKey"), answersSecret: true,
            "Make an API key; its secret is shown only now", createKey),
        Operation(
            "apiKeys.revoke", .needs(.apiKeysWrite), .change, .delete("/api-keys/{apiKeyId}"),
            takes: [.required("apiKeyId", .id(.apiKey))], answers: .nothing,
            "End an API key, on open connections too", revokeKey),
    ]

    private static let listKeys: Handler = { (request, shop, reply) throws(Rejection) in
        let page = try request.fields.page(defaultDescending: true)
        page.write(count: shop.apiKeyCount, into: &reply) { index, reply in
            reply.beginObject()
            reply.members(ofAPIKey: index, in: shop)
            reply.endObject()
        }
    }

    private static let createKey: Handler = { (request, shop, reply) throws(Rejection) in
        let fields = request.fields
        let name = try fields.string("name", bytesMaximum: 64)
        guard let names = try fields.permissionNames() else { throw .missingField("permissions") }
        let permissions = PermissionSet(knownAmong: names)
        let days = try fields.integer("expiresInDays", in: 1...3_650)
        try request.requireOwn(permissions)
        let secret = try request.desk().makeAPIKey()
        var key = APIKey(
            name: name, digest: secret.digest, permissions: permissions, createdAt: shop.now,
            createdBy: request.subject(in: shop))
        key.expiresAt = days.map { shop.now.adding(milliseconds: $0 * 86_400_000) }
        let number = shop.create(key)
        reply.beginObject()
        reply.members(ofAPIKey: number, in: shop)
        reply.member("secret", secret.text)
        reply.endObject()
    }

    private static let revokeKey: Handler = { (request, shop, reply) throws(Rejection) in
        let id = try RequestFields.entityID(
            try request.fields.required("apiKeyId"), "apiKeyId", else: .apiKeyNotFound)
        shop.revoke(apiKey: try shop.findAPIKey(id))
        reply.append("{}")
    }
}

extension JSONWriter {
    fileprivate mutating func members(ofAPIKey number: Int, in shop: isolated Shop) {
        let key = shop.apiKey(number)
        member("id", shop.id(ofAPIKey: number))
        member("name", key.name)
        member("permissions", names: key.permissions.names)
        member("createdAt", key.createdAt)
        member("createdBy", key.createdBy.map { shop.name(of: $0) })
        member("expiresAt", key.expiresAt)
        member("revokedAt", key.revokedAt)
        member("isValid", shop.isValid(apiKey: number))
    }
}
