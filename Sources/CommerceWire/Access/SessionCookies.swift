/// The tokens of a session as cookies of a browser, out of reach of the page's scripts. Only HTTP has them.
package enum SessionCookies: Sendable {
    case set(accessToken: String, refreshToken: String)
    /// The session has ended.
    case clear
}
