import CommerceCore

/// Work with a password that a request asks for: it takes tens of milliseconds and is done elsewhere, while the
/// connection's input is held. Then the same request is run again with the ``PasswordResult``.
///
/// The check comes first; the new hash is only made if it went well.
package struct PasswordTask: Sendable {
    /// The password to check; `nil` checks nothing.
    package var offered: String?
    /// The hash to check it against, as text; `nil` if nobody has the name, which takes as long.
    package var known: String?
    /// The password to make a hash of.
    package var wanted: String?

    package init(offered: String? = nil, known: String? = nil, wanted: String? = nil) {
        self.offered = offered
        self.known = known
        self.wanted = wanted
    }
}

/// What came of a ``PasswordTask``.
package enum PasswordResult: Sendable {
    /// - Parameters:
    ///   - hash: The new one, or the one to keep instead of an older kind.
    ///   - checked: The hash that the password was checked against.
    case done(isRight: Bool, hash: String?, checked: String?)
    /// There were too many at once.
    case busy
}

extension Request {
    /// The result of the work that the request asks for; `nil` when it is run for the first time: then the work is
    /// ordered, and the handler must have judged everything and return without having written or changed anything.
    ///
    /// - Throws: ``Rejection/busy(reason:)``.
    func passwordResult(
        of task: @autoclosure () -> PasswordTask
    ) throws(Rejection) -> (isRight: Bool, hash: String?)? {
        switch session.passwordResult {
        case nil:
            session.passwordTask = task()
            return nil
        case .busy?: throw .busy(reason: "Too many passwords are being checked")
        case .done(let isRight, let hash, let checked)?:
            // Somebody was faster: what was checked is not what is kept any more.
            guard checked == task().known else { throw .busy(reason: "The password was changed meanwhile") }
            return (isRight, hash)
        }
    }
}
