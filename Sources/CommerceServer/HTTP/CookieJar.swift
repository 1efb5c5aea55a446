import CommerceWire
import HTTPWire

/// The two cookies of a browser that has signed in, out of reach of the page's scripts.
///
/// Over TLS their names begin with `__Host-`, so that no neighbour and no unencrypted page can have set them; without
/// TLS browsers do not take such names.
struct CookieJar {
    enum Name { case access, refresh }

    /// `https://shop.example.com`, where people reach the pages, if that was configured.
    let publicOrigin: String?
    private let isSecure: Bool
    private static let secondsMax = 30 * 86_400

    /// - Parameter publicURL: Where people reach the pages; cookies are for TLS alone if it says so.
    init(publicURL: String?) {
        let isSecure = publicURL?.hasPrefix("https://") ?? false
        self.isSecure = isSecure
        // The scheme, two slashes and the host, without a path.
        publicOrigin = publicURL.map {
            $0.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
                .joined(separator: "/").lowercased()
        }
    }

    /// The token in a Cookie field; `nil` without one, or if there are two.
    func token(_ name: Name, in field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let value = try? HTTPCookies(field).value(of: text(name)), !value.isEmpty else { return nil }
        return value
    }

    /// Sets what the operation gave to the browser.
    func write(_ cookies: SessionCookies, into writer: inout HTTPResponseWriter) {
        switch cookies {
        case .set(let accessToken, let refreshToken):
            set(.access, accessToken, CookieJar.secondsMax, &writer)
            set(.refresh, refreshToken, CookieJar.secondsMax, &writer)
        case .clear:
            set(.access, "", 0, &writer)
            set(.refresh, "", 0, &writer)
        }
    }

    private func set(_ name: Name, _ value: String, _ seconds: Int, _ writer: inout HTTPResponseWriter) {
        guard let cookie = HTTPSetCookie(text(name), value, isSecure: isSecure, maxAgeSeconds: seconds) else {
            preconditionFailure("a token that no cookie holds")
        }
        writer.setCookie(cookie)
    }

    private func text(_ name: Name) -> StaticString {
        switch (name, isSecure) {
        case (.access, false): "holdfast_access"
        case (.access, true): "__Host-holdfast_access"
        case (.refresh, false): "holdfast_refresh"
        case (.refresh, true): "__Host-holdfast_refresh"
        }
    }
}
