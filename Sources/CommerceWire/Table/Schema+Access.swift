import CommerceCore

extension Schema {
    /// The shapes of users, roles, keys and what belongs to them.
    static let accessComponents: [(name: StaticString, schema: Schema)] = [
        (
            "User",
            .object([
                .init("id", .id(.user)), .init("email", .text()), .init("name", .text()),
                .init("isActive", .flag),
                .init("roles", .list(.object([.init("id", .id(.role)), .init("name", .text())]))),
                .init("createdAt", .time), .init("updatedAt", .time), .init("passwordChangedAt", .time),
                .init("version", .count),
            ])
        ),
        (
            "Role",
            .object([
                .init("id", .id(.role)), .init("name", .text()),
                .init("description", .optionalText(bytes: 1_024)), .init("permissions", .list(.text())),
                .init("isBuiltIn", .flag), .init("createdAt", .time), .init("updatedAt", .time),
                .init("version", .count),
            ])
        ),
        (
            "Permission",
            .object([.init("name", .text()), .init("resource", .text()), .init("action", .text())])
        ),
        (
            "SignIn",
            .object([
                .init("sessionId", .id(.session)), .init("accessToken", .optionalText(bytes: 8_192)),
                .init("refreshToken", .optionalText(bytes: 512)), .init("expiresAt", .time),
                .init("user", .named("User")), .init("permissions", .list(.text())),
            ])
        ),
        (
            "CurrentSession",
            .object([
                .init("subject", .text()), .init("user", .nullable(.named("User"))),
                .init("sessionId", .nullable(.id(.session))), .init("permissions", .list(.text())),
                .init("serverTime", .time), .init("asksNobody", .flag),
                .init(
                    "shop",
                    .object([
                        .init("name", .text()), .init("currency", .text()), .init("locale", .text()),
                    ])),
            ])
        ),
        (
            "UserSession",
            .object([
                .init("id", .id(.session)), .init("createdAt", .time), .init("lastUsedAt", .time),
                .init("expiresAt", .time), .init("userAgent", .optionalText()), .init("isCurrent", .flag),
            ])
        ),
        ("APIKey", .object(apiKeyFields)),
        ("NewAPIKey", .object(apiKeyFields + [.init("secret", .text())])),
        (
            "AuditEntry",
            .object([
                .init("at", .time), .init("subject", .text()), .init("operation", .text()),
                .init("target", .optionalText()), .init("fields", .list(.text())),
            ])
        ),
        (
            "Settings",
            .object([
                .init("name", .text()), .init("contactEmail", .optionalText()),
                .init("contactPhone", .optionalText()), .init("currency", .text()), .init("locale", .text()),
                .init("unpaidOrderMinutes", .count), .init("version", .count),
            ])
        ),
    ]

    private static let apiKeyFields: [Field] = [
        .init("id", .id(.apiKey)), .init("name", .text()), .init("permissions", .list(.text())),
        .init("createdAt", .time), .init("createdBy", .optionalText()),
        .init("expiresAt", .nullable(.time)), .init("revokedAt", .nullable(.time)),
        .init("isValid", .flag),
    ]
}
