package import CommerceCore
package import CommerceEngine

extension LineExecutor {
    /// Refuses who may not hear any more what needs `permission`.
    ///
    /// As ``judge(_:_:_:)`` for a request, but a user who signed in may listen as long as the session lives: the
    /// token that opened the connection is only its shorter-lived proof, and a stream cannot show a new one.
    package static func judgeListener(
        _ permission: Permission, _ session: WireSession, _ shop: isolated Shop
    ) throws(Rejection) {
        guard session.isUsers else { return try judge(.needs(permission), session, shop) }
        try session.refresh(in: shop)
        if let signedIn = session.principal?.signedIn, !shop.isLive(signedIn.session) {
            throw .unauthenticated(reason: "The session is over")
        }
        guard let permissions = session.principal?.permissions else {
            throw .unauthenticated(reason: "Sign in with auth first")
        }
        guard permissions.contains(permission) else { throw .forbidden(permission: permission.name) }
    }
}
