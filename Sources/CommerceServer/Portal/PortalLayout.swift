import CommerceCore

/// What all pages of the portal have around them: the shop's name, what the page is about, how to reach the shop.
///
/// Complete without any script. The script adds the reader's own time, copying, printing and a look for news.
struct PortalLayout {
    let shop: ShopSettings
    /// The folder of the files of pages, without a slash at its end.
    let assetFolder: String
    /// The page's own heading; no token and no name of a customer.
    let title: String
    /// Where the list of all orders is, if this is not it.
    var back: String?

    /// The whole document around `content`.
    func document(_ content: (inout HTMLWriter) -> Void) -> [UInt8] {
        var html = HTMLWriter()
        html.element("html", .named("lang", "en")) { html in
            html.element("head") { head(&$0) }
            html.element("body", .data("data-locale", shop.locale), .data("data-currency", shop.currency)) {
                body(&$0, content)
            }
        }
        return html.bytes
    }

    private func head(_ html: inout HTMLWriter) {
        html.void("meta", .named("charset", "utf-8"))
        html.void(
            "meta", .named("name", "viewport"), .named("content", "width=device-width, initial-scale=1"))
        html.void("meta", .named("name", "robots"), .named("content", "noindex"))
        html.element("title", text: "\(title) · \(shop.name)")
        for name in ["tokens.css", "portal.css"] {
            html.void("link", .named("rel", "stylesheet"), .address("\(assetFolder)/\(name)"))
        }
        html.void("link", .named("rel", "icon"), .address("\(assetFolder)/icon.svg"))
        html.element(
            "script", .address("\(assetFolder)/portal.js", of: "src"), .named("type", "module"), text: "")
    }

    private func body(_ html: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void) {
        html.element("a", .class("skip"), .fragment("content"), text: "Skip to content")
        html.element("header") { html in
            html.element("p", .class("shop"), .ownDirection, text: shop.name)
            html.element(
                "button", .named("type", "button"), .id("print"), .isHidden, text: "Print this page")
        }
        html.element("main", .id("content")) { html in
            if let back {
                html.element("p", .class("back")) { $0.element("a", .address(back), text: "Your orders") }
            }
            html.element("h1", text: title)
            content(&html)
        }
        html.element("footer") { contact(&$0) }
        html.element("p", .id("said"), .class("said"), .named("role", "status"), text: "")
    }

    private func contact(_ html: inout HTMLWriter) {
        html.element("p") { html in
            html.text("Questions? Contact ")
            html.element("span", .ownDirection, text: shop.name)
            contactWays(&html)
            html.text(".")
        }
    }

    /// How to reach the shop, as far as it says so.
    func contactWays(_ html: inout HTMLWriter) {
        if let email = shop.contactEmail, !email.isEmpty {
            html.text(" at ")
            html.element("a", .address("mailto:\(email)"), text: email)
        }
        if let phone = shop.contactPhone, !phone.isEmpty {
            html.text(shop.contactEmail == nil ? " at " : " or ")
            let digits = phone.filter { $0.isNumber || $0 == "+" }
            html.element("a", .address("tel:\(digits)"), text: phone)
        }
    }
}
