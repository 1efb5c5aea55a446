/// A cookie to be set (RFC 6265, section 4.1), on the whole site and out of reach of scripts.
package struct HTTPSetCookie: Hashable, Sendable {
    package enum SameSite: Hashable, Sendable { case strict, lax }

    let name: String
    let value: String
    /// How long it lives; 0 removes it; `nil` is until the browser closes.
    package var maxAgeSeconds: Int?
    /// Sent over TLS only, which a name with `__Host-` demands.
    package var isSecure: Bool
    package var sameSite = SameSite.strict

    /// - Precondition: The name is a token, and one with `__Host-` or `__Secure-` is secure.
    /// - Returns: `nil` if the value holds what a cookie may not.
    package init?(_ name: StaticString, _ value: String, isSecure: Bool, maxAgeSeconds: Int? = nil) {
        let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        precondition(!bytes.isEmpty && ASCIISet.token.containsAll(bytes), "cookie name \(name)")
        let text = String(decoding: bytes, as: UTF8.self)
        precondition(isSecure || !text.hasPrefix("__"), "cookie \(name) has to be secure")
        guard value.utf8.allSatisfy({ ASCIISet.cookieValue.contains($0) }) else { return nil }
        self.name = text
        self.value = value
        self.isSecure = isSecure
        self.maxAgeSeconds = maxAgeSeconds
    }

    /// The value of a Set-Cookie field.
    package var fieldValue: String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=\(sameSite == .strict ? "Strict" : "Lax")"
        if let maxAgeSeconds { text += "; Max-Age=\(max(0, maxAgeSeconds))" }
        if isSecure { text += "; Secure" }
        return text
    }
}

extension HTTPResponseWriter {
    /// Adds a Set-Cookie field; each cookie has its own.
    package mutating func setCookie(_ cookie: HTTPSetCookie) { field("Set-Cookie", data: cookie.fieldValue) }
}
