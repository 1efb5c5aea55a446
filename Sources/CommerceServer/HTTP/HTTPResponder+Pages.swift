import CompactJSON
import HTTPWire

// The pages: they hold no data, so nobody is asked who they are.
extension HTTPResponder {
    /// Answers a path of the dashboard or of the files of pages.
    ///
    /// - Returns: False if the path is neither.
    func answerPage(
        _ request: HTTPRequest, _ target: HTTPTarget, _ response: inout HTTPResponse
    ) throws(HTTPRefusal) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        var segments = target.segments
        let first = segments.next()
        switch first {
        case let first? where first.equals("assets"):
            answerAsset(&segments, &response)
        case let first? where first.equals("dashboard"):
            guard let second = segments.next() else { return redirect(&response) }
            guard second.equals("ecommerce") || second.raw.isEmpty else { return false }
            if second.raw.isEmpty || target.path.equals("/dashboard/ecommerce/") {
                return redirect(&response)
            }
            try answerShell(PageFamily.position(of: segments), request, &response)
        default:
            guard target.path.equals("/") else { return false }
            return redirect(&response)
        }
        return true
    }

    private func redirect(_ response: inout HTTPResponse) -> Bool {
        response.status = .found
        response.location = "/dashboard/ecommerce"
        return true
    }

    /// One shell for all pages. Of a page that is not there it is sent too, so that it can say so in the shop's own look.
    private func answerShell(
        _ family: Int?, _ request: HTTPRequest, _ response: inout HTTPResponse
    ) throws(HTTPRefusal) {
        let document = pages.shells.document(family)
        document.bytes.withUnsafeBytes { body.append(bytes: $0) }
        response.contentType = "text/html; charset=utf-8"
        response.cacheControl = "no-cache"
        response.policy = .dashboard
        guard family != nil else {
            response.status = .notFound
            return
        }
        try answerCondition(request, document.entityTag, &response)
    }

    /// `/assets/DIGEST/NAME`. A digest of another day names nothing: the page that asks is from before an update, and
    /// must not go on with half of each.
    private func answerAsset(_ segments: inout HTTPPathSegments, _ response: inout HTTPResponse) {
        response.policy = .asset
        guard let digest = segments.next(), digest.raw.elementsEqual(pages.library.digest.utf8),
            let name = segments.next().flatMap({ AssetName($0.raw) }), segments.next() == nil,
            pages.library.withBytes(of: name, { body.append(bytes: $0) })
        else {
            response.status = .notFound
            return
        }
        response.contentType = name.contentType
        response.cacheControl =
            pages.library.isFixed ? "public, max-age=31536000, immutable" : "no-cache"
    }
}

/// What pages are answered from.
final class Pages {
    let library: AssetLibrary
    let shells: PageShells

    init(_ library: AssetLibrary) {
        self.library = library
        shells = PageShells(library)
    }
}
