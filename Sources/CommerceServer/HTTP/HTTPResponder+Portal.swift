import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import HTTPWire

// The pages of people who have a link and no account. What they show comes from the operation that answers the same
// link as JSON, so its limits, its rates and its one refusal are theirs, too.
extension HTTPResponder {
    /// Answers a path below `/portal`.
    ///
    /// - Returns: False for any other path.
    func answerPortal(
        _ request: HTTPRequest, _ target: HTTPTarget, _ session: HTTPSession, _ shop: isolated Shop,
        _ response: inout HTTPResponse
    ) throws(HTTPRefusal) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        var segments = target.segments
        guard let first = segments.next(), first.equals("portal") else { return false }
        response.policy = .portal
        response.contentType = "text/html; charset=utf-8"
        let page = PortalPage(assetFolder: "/assets/\(pages.library.digest)")
        let link = portalLink(&segments)
        let cursor = (try? target.query())?.items.first { $0.name == "cursor" }?.value
        let status = link.map { ask($0, cursor, session, shop) } ?? HTTPStatus.notFound.code
        let html: [UInt8]?
        switch (status, link) {
        case (200, let link?):
            html = portalReply().flatMap { reply in
                link.orderNumber == nil
                    ? page.orders(reply, token: link.token, isPart: cursor != nil)
                    : page.order(reply, token: link.token)
            }
        case (429, _), (503, _):
            let seconds = session.wire.retryAfterSeconds ?? 1
            response.retryAfterSeconds = seconds
            html = page.tooMany(PortalShop(shop.settings), seconds: seconds)
        default: html = nil
        }
        response.status = html == nil ? .notFound : HTTPStatus(status)
        body.removeAll()
        (html ?? page.notFound(PortalShop(shop.settings))).withUnsafeBytes { body.append(bytes: $0) }
        return true
    }

    /// What stands behind `/portal` if it can be a link. A token that is spelt otherwise than it was made is none.
    private func portalLink(_ segments: inout HTTPPathSegments) -> (token: String, orderNumber: String?)? {
        guard let folder = segments.next(), folder.equals("orders"), let token = segments.next(),
            !token.raw.isEmpty, token.raw.allSatisfy(HTTPResponder.mayStandInToken)
        else { return nil }
        let order = segments.next()
        guard segments.next() == nil, order.map({ !$0.raw.isEmpty }) ?? true else { return nil }
        return (token.text, order?.text)
    }

    private static func mayStandInToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Runs the operation; its reply is in the body. Answers its status.
    private func ask(
        _ link: (token: String, orderNumber: String?), _ cursor: String?, _ session: HTTPSession,
        _ shop: isolated Shop
    ) -> UInt16 {
        var query: [(name: String, value: String)] = []
        if let number = link.orderNumber { query.append(("orderNumber", number)) }
        if let cursor { query.append(("cursor", cursor)) }
        let request = RESTRequest(
            method: .get, segments: ["customers", "portal", link.token], query: query,
            body: UnsafeRawBufferPointer(start: nil, count: 0))
        guard
            case .replied(let status, _) = executor.execute(
                request, session: session.wire, shop: shop, into: &body)
        else { return HTTPStatus.notFound.code }
        return UInt16(status)
    }

    private func portalReply() -> PortalReply? {
        let document = JSONDocument(limits: JSONLimits(bytesMax: 32 << 20, tokensMax: 1 << 22))
        return withExtendedLifetime(document) {
            (try? document.parse(body.bytes)).flatMap { PortalReply($0) }
        }
    }
}

extension PortalShop {
    fileprivate init(_ settings: ShopSettings) {
        self.init(
            name: settings.name, contactEmail: settings.contactEmail, contactPhone: settings.contactPhone,
            currency: settings.currency, locale: settings.locale)
    }
}
