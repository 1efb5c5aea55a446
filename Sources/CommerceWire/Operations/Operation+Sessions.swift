import CommerceCore
import CommerceEngine
import CompactJSON

extension Operation {
    /// Signing in with a password, and what becomes of it.
    static let sessions: [Operation] = [
        Operation(
            "sessions.create", .anyone, .unauditedChange, .post("/sessions", creates: true),
            takes: [
                .required("email", .text(bytes: 254)), .required("password", .text(bytes: 1_024)),
                .optional("cookie", .flag),
            ],
            answers: .named("SignIn"), rate: .signIn, place: .password,
            "Sign in with a password; answers a token for 15 minutes and one to go on with for 30 days",
            createSession),
        Operation(
            "sessions.refresh", .anyone, .unauditedChange, .post("/sessions/refresh"),
            takes: [.optional("refreshToken", .text(bytes: 512))], answers: .named("SignIn"), rate: .signIn,
            answersSecret: true,
            "Go on with a session; the token given ends, and given again it ends the session", refreshSession
        ),
        Operation(
            "sessions.current", .signedIn, .read, .get("/sessions/current"),
            answers: .named("CurrentSession"), tellsTime: true, "Who asks, and what they may do",
            currentSession),
        Operation(
            "sessions.list", .signedIn, .read, .get("/sessions"),
            answers: .object([.init("items", .list(.named("UserSession")))]), "The own sessions",
            listSessions),
        Operation(
            "sessions.deleteCurrent", .signedIn, .unauditedChange, .delete("/sessions/current"),
            answers: .nothing, "Sign out", deleteCurrentSession),
        Operation(
            "sessions.delete", .signedIn, .unauditedChange, .delete("/sessions/{sessionId}"),
            takes: [.required("sessionId", .id(.session))], answers: .nothing, "End one of the own sessions",
            deleteSession),
        Operation(
            "users.changeOwnPassword", .signedIn, .change, .patch("/sessions/current/password"),
            takes: [
                .required("currentPassword", .text(bytes: 1_024)),
                .required("newPassword", .text(bytes: 256)),
            ], answers: .nothing, rate: .signIn, place: .password,
            "Choose another password; ends all other sessions", changeOwnPassword),
    ]

    private static let accessMilliseconds: Int64 = 15 * 60_000
    private static let refreshMilliseconds: Int64 = 30 * 86_400_000

    /// One answer for whatever was wrong, so that nobody learns which names exist.
    private static var wrong: Rejection { .unauthenticated(reason: "E-mail or password is wrong") }

    private static let createSession: Handler = { (request, shop, reply) throws(Rejection) in
        let email = try request.fields.string("email", bytesMaximum: 254)
        let password = try request.fields.string("password", bytesMaximum: 1_024)
        let wantsCookie = try request.wantsCookie()
        let desk = try request.desk()
        let found = shop.allowedUser(email: email)
        if request.session.passwordResult == nil { try desk.beginAttempt(account: email, at: shop.now) }
        let known = found.map { shop.user($0).passwordHash }
        let result: (isRight: Bool, hash: String?)?
        do throws(Rejection) {
            result = try request.passwordResult(of: PasswordTask(offered: password, known: known))
        } catch {
            desk.endAttempt(.withdrawn)
            throw error
        }
        guard let result else { return }
        guard result.isRight, let user = found else {
            desk.endAttempt(.failed)
            throw wrong
        }
        desk.endAttempt(.succeeded)
        let token = desk.makeRefreshToken(sessionID: shop.nextSessionID.description)
        let session = shop.create(
            SignInSession(
                user: user, digest: token.digest, createdAt: shop.now,
                expiresAt: shop.now.adding(milliseconds: refreshMilliseconds), userAgent: nil))
        write(
            session, user, refreshToken: token.text, wantsCookie ? request.session : nil, desk, shop, &reply)
    }

    /// A token that was good once and is not any more may have been stolen: whoever has the newer one, the session ends.
    ///
    /// A browser's cookie stays the same, because its windows share it and go on all at once; no script can read it.
    private static let refreshSession: Handler = { (request, shop, reply) throws(Rejection) in
        let desk = try request.desk()
        let text = try request.fields.optionalString("refreshToken", bytesMaximum: 512)
        let isCookie = text == nil && request.session.refreshCookie != nil
        guard let bytes = text.map({ Array($0.utf8) }) ?? request.session.refreshCookie else {
            // A page asks without knowing whether its browser has a cookie.
            throw request.session.takesCookies ? over(request, isCookie) : .missingField("refreshToken")
        }
        guard let read = bytes.withUnsafeBytes({ desk.readRefreshToken($0) }),
            let id = EntityID(read.sessionID)
        else { throw over(request, isCookie) }
        guard let number = try? shop.findSession(id), let session = shop.session(number), shop.isLive(number)
        else { throw over(request, isCookie) }
        guard session.digest == read.digest else {
            shop.revoke(number)
            throw over(request, isCookie)
        }
        let token =
            isCookie
            ? (text: String(decoding: bytes, as: UTF8.self), digest: read.digest)
            : desk.makeRefreshToken(sessionID: read.sessionID)
        try shop.renew(
            number, digest: token.digest, expiresAt: shop.now.adding(milliseconds: refreshMilliseconds))
        write(
            number, session.user, refreshToken: token.text, isCookie ? request.session : nil, desk, shop,
            &reply)
    }

    private static func over(_ request: Request, _ isCookie: Bool) -> Rejection {
        if isCookie { request.session.cookies = .clear }
        return .unauthenticated(reason: "The session is over")
    }

    /// - Parameter browser: Where the tokens go as cookies instead of into the reply.
    private static func write(
        _ session: SessionOrdinal, _ user: UserOrdinal, refreshToken: String, _ browser: WireSession?,
        _ desk: any AccessDesk,
        _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        let permissions = shop.permissions(of: user)
        let expiresAt = shop.now.adding(milliseconds: accessMilliseconds)
        let names = shop.roles(of: user).map { shop.role($0).name }
        let sessionID = shop.id(of: session)?.description ?? ""
        let grant = AccessGrant(
            userID: shop.id(of: user).description, sessionID: sessionID, role: names.first ?? "NONE",
            permissions: permissions, issuedAt: shop.now, expiresAt: expiresAt)
        reply.beginObject()
        reply.member("sessionId", sessionID)
        let accessToken = desk.makeAccessToken(grant)
        browser?.cookies = .set(accessToken: accessToken, refreshToken: refreshToken)
        reply.member("accessToken", browser == nil ? accessToken : nil)
        reply.member("refreshToken", browser == nil ? refreshToken : nil)
        reply.member("expiresAt", expiresAt)
        reply.key("user")
        reply.beginObject()
        reply.members(of: user, in: shop)
        reply.endObject()
        reply.member("permissions", names: permissions.names)
        reply.endObject()
    }

    private static let currentSession: Handler = { (request, shop, reply) throws(Rejection) in
        let signedIn = request.session.principal?.signedIn
        reply.beginObject()
        reply.member("subject", request.session.principal?.subject ?? "")
        reply.key("user")
        if let user = signedIn?.user {
            reply.beginObject()
            reply.members(of: user, in: shop)
            reply.endObject()
        } else {
            reply.null()
        }
        reply.member("sessionId", signedIn.flatMap { shop.id(of: $0.session) })
        reply.member("permissions", names: (request.session.principal?.permissions ?? .none).names)
        reply.member("serverTime", shop.now)
        reply.member("asksNobody", request.session.asksNobody)
        reply.key("shop")
        reply.beginObject()
        reply.member("name", shop.settings.name)
        reply.member("currency", shop.settings.currency)
        reply.member("locale", shop.settings.locale)
        reply.endObject()
        reply.endObject()
    }

    private static let listSessions: Handler = { (request, shop, reply) throws(Rejection) in
        let signedIn = request.session.principal?.signedIn
        reply.append("{\"items\":")
        reply.beginArray()
        for number in signedIn.map({ shop.liveSessions(of: $0.user).reversed() }) ?? [] {
            guard let session = shop.session(number) else { continue }
            reply.beginObject()
            reply.member("id", shop.id(of: number))
            reply.member("createdAt", session.createdAt)
            reply.member("lastUsedAt", session.lastUsedAt)
            reply.member("expiresAt", session.expiresAt)
            reply.member("userAgent", session.userAgent)
            reply.member("isCurrent", number == signedIn?.session)
            reply.endObject()
        }
        reply.endArray()
        reply.endObject()
    }

    private static let deleteCurrentSession: Handler = { (request, shop, reply) throws(Rejection) in
        guard let signedIn = request.session.principal?.signedIn else { throw .notFound(.sessionNotFound) }
        shop.revoke(signedIn.session)
        request.session.cookies = .clear
        reply.append("{}")
    }

    private static let deleteSession: Handler = { (request, shop, reply) throws(Rejection) in
        let id = try RequestFields.entityID(
            try request.fields.required("sessionId"), "sessionId", else: .sessionNotFound)
        let number = try shop.findSession(id)
        guard let user = request.session.principal?.signedIn?.user, shop.session(number)?.user == user else {
            throw .notFound(.sessionNotFound)
        }
        shop.revoke(number)
        reply.append("{}")
    }

    private static let changeOwnPassword: Handler = { (request, shop, reply) throws(Rejection) in
        let offered = try request.fields.string("currentPassword", bytesMaximum: 1_024)
        let wanted = try request.fields.string("newPassword", bytesMaximum: 1_024)
        guard let signedIn = request.session.principal?.signedIn else {
            throw .invalidValue(field: "currentPassword", reason: "only users have passwords")
        }
        let desk = try request.desk()
        let user = shop.user(signedIn.user)
        try desk.judge(newPassword: wanted, account: user.email)
        let isFirst = request.session.passwordResult == nil
        if isFirst { try desk.beginAttempt(account: user.email, at: shop.now) }
        let result: (isRight: Bool, hash: String?)?
        do throws(Rejection) {
            result = try request.passwordResult(
                of: PasswordTask(offered: offered, known: user.passwordHash, wanted: wanted))
        } catch {
            desk.endAttempt(.withdrawn)
            throw error
        }
        guard let result else { return }
        desk.endAttempt(result.isRight ? .succeeded : .failed)
        guard result.isRight else {
            throw .invalidValue(field: "currentPassword", reason: "is not the present password")
        }
        guard let hash = result.hash else { throw .busy(reason: "There is no memory for a password") }
        try shop.update(signedIn.user, keeping: signedIn.session) { $0.passwordHash = hash }
        reply.append("{}")
    }
}
