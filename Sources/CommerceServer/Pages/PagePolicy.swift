import HTTPWire

/// What a browser may do with a response besides showing it.
enum PagePolicy {
    /// A page of the staff.
    case dashboard
    /// A page whose address is its key.
    case portal
    /// A file of the pages.
    case asset

    /// Nothing but the own files, nothing inline, no text that becomes markup, and in nobody's frame.
    static let contentSecurity: StaticString = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """

    func write(into writer: inout HTTPResponseWriter) {
        writer.field("Content-Security-Policy", PagePolicy.contentSecurity)
        writer.field("Cross-Origin-Resource-Policy", "same-origin")
        switch self {
        case .asset: return
        case .dashboard: writer.field("Referrer-Policy", "same-origin")
        case .portal: writer.field("Referrer-Policy", "no-referrer")
        }
        writer.field("Cross-Origin-Opener-Policy", "same-origin")
        writer.field("X-Frame-Options", "DENY")
        writer.field("X-Robots-Tag", "noindex")
    }
}
