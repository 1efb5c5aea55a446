import CommerceCore
import CommerceEngine
import CommerceWire
import HTTPWire

// Who asks.
extension HTTPResponder {
    /// Signs in from `Authorization: Bearer`, or else from the cookie of a browser. The same token on the same connection
    /// is not looked up again; whether it still holds is judged with every request.
    ///
    /// A bearer that is not good is refused at once. A cookie that is not good counts as none, because a browser sends
    /// it with the request that signs in again, too. Where nobody is asked, browsers are still asked for whom they act.
    func signIn(_ request: HTTPRequest, _ session: HTTPSession, _ shop: isolated Shop) throws(Rejection) {
        session.wire.cookies = nil
        session.wire.refreshCookie = nil
        session.wire.takesCookies = false
        guard session.asks else { return try requireNoForeignPage(request) }
        if let value = request[.authorization] { return try signIn(bearer: value, session, shop) }
        let isOwn = isOfOwnPage(request)
        session.wire.takesCookies = isOwn
        guard let field = request[.cookie] else { return signOut(session) }
        let access = cookieJar.token(.access, in: field)
        let refresh = cookieJar.token(.refresh, in: field)
        guard access != nil || refresh != nil else { return signOut(session) }
        guard isOwn || request.method.isReading else {
            throw .unauthenticated(reason: "A cookie counts for changes from the own pages only")
        }
        session.wire.refreshCookie = refresh.map { [UInt8]($0) }
        guard let token = access else { return signOut(session) }
        if session.wire.principal != nil && session.credential.elementsEqual(token) { return }
        signOut(session)
        guard let principal = try? authenticator.principal(token: token, in: shop) else { return }
        session.wire.signIn(principal, in: shop)
        session.credential = [UInt8](token)
    }

    private func signIn(
        bearer value: UnsafeRawBufferPointer, _ session: HTTPSession, _ shop: isolated Shop
    ) throws(Rejection) {
        if session.wire.principal != nil && session.credential.elementsEqual(value) { return }
        signOut(session)
        let scheme = UnsafeRawBufferPointer(rebasing: value.prefix(7))
        guard scheme.equalsIgnoringCase("Bearer ") else {
            throw .unauthenticated(reason: "Authorization must be Bearer and a token")
        }
        let token = UnsafeRawBufferPointer(rebasing: value.dropFirst(7))
        session.wire.signIn(try authenticator.principal(token: token, in: shop), in: shop)
        session.credential = [UInt8](value)
    }

    private func signOut(_ session: HTTPSession) {
        session.credential = []
        session.wire.signOut()
    }

    // MARK: Whose page

    /// A cookie is sent by the browser whoever made the request, so a change counts only if a page of this server made
    /// it: as the browser says in `Sec-Fetch-Site`, or else in `Origin`. One that says neither does not count.
    private func isOfOwnPage(_ request: HTTPRequest) -> Bool {
        if let site = request[.secFetchSite] { return site.equals("same-origin") }
        guard let origin = request.text(.origin), let host = request.text(.host) else { return false }
        return origin == cookieJar.publicOrigin || origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// Nothing is asked for, but a page of somebody else's in a browser of this machine is not meant.
    private func requireNoForeignPage(_ request: HTTPRequest) throws(Rejection) {
        let isFromPage = request[.secFetchSite] != nil || request[.origin] != nil
        guard isFromPage, !request.method.isReading, !isOfOwnPage(request) else { return }
        throw .unauthenticated(reason: "Pages of other servers may change nothing")
    }
}

extension HTTPMethod {
    /// Whether it asks for nothing to be changed.
    fileprivate var isReading: Bool { self == .get || self == .head || self == .options }
}
