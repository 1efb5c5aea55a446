import CommerceCore
import CommerceEngine
import CommerceWire
import CompactJSON
import HTTPWire

// The pages of people who have a link and no account. What they show is what the operation `customers.portal` answers,
// so its limits, its rates and its one refusal are theirs, too.
extension HTTPResponder {
    /// Answers a path below `/portal`.
    ///
    /// - Returns: False for any other path.
    func answerPortal(
        _ request: HTTPRequest, _ target: HTTPTarget, _ session: HTTPSession, _ shop: isolated Shop,
        _ response: inout HTTPResponse
    ) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        var segments = target.segments
        guard let first = segments.next(), first.equals("portal") else { return false }
        response.policy = .portal
        response.contentType = "text/html; charset=utf-8"
        let page = PortalPage(assetFolder: "/assets/\(pages.library.digest)")
        var html: [UInt8]?
        do throws(Rejection) {
            if let link = PortalLink(&segments, target) {
                html = try portalPage(page, link, session, shop)
            }
        } catch {
            response.refuse(error)
            if case .tooManyRequests(let seconds) = error {
                html = page.tooMany(shop.settings, seconds: seconds)
            }
        }
        if html == nil { response.status = .notFound }
        (html ?? page.notFound(shop.settings)).withUnsafeBytes { body.append(bytes: $0) }
        return true
    }

    private func portalPage(
        _ page: PortalPage, _ link: PortalLink, _ session: HTTPSession, _ shop: isolated Shop
    ) throws(Rejection) -> [UInt8]? {
        var wanted = PortalRequest(orderNumber: link.orderNumber)
        wanted.cursor = link.cursor
        let view = try executor.portalView(token: link.token, wanted, session: session.wire, shop: shop)
        let token = String(decoding: link.token, as: UTF8.self)
        return link.orderNumber == nil
            ? page.orders(view, token: token, isPart: link.cursor != nil) : page.order(view, token: token)
    }
}

/// What an address below `/portal` asks for. A view of the request, valid as long as its bytes.
private struct PortalLink {
    let token: UnsafeRawBufferPointer
    let orderNumber: String?
    let cursor: String?

    /// `nil` for what cannot be a link. A token that is spelt otherwise than it was made is none.
    init?(_ segments: inout HTTPPathSegments, _ target: HTTPTarget) {
        guard let folder = segments.next(), folder.equals("orders"), let token = segments.next(),
            !token.raw.isEmpty, !token.raw.contains(UInt8(ascii: "%"))
        else { return nil }
        let order = segments.next()
        guard segments.next() == nil, order.map({ !$0.raw.isEmpty }) ?? true else { return nil }
        self.token = token.raw
        orderNumber = order?.text
        cursor = (try? target.query())?.items.first { $0.name == "cursor" }?.value
    }
}
