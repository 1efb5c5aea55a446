import CommerceCore
import CommerceWire

/// The way of an order: what it has come past with the time, and what is to come. It names no dates that nobody knows.
struct OrderTimeline {
    let order: PortalOrder

    func write(into html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h2", text: "Progress")
            html.element("ol", .class("timeline")) { html in
                let last = order.stages.lastIndex { $0.at != nil }
                for (index, stage) in order.stages.enumerated() {
                    write(stage.stage, stage.at, isNow: index == last, &html)
                }
            }
        }
    }

    private func write(_ stage: OrderStage, _ at: Timestamp?, isNow: Bool, _ html: inout HTMLWriter) {
        html.element(
            "li", .class(at == nil ? "to-come" : "done"), isNow ? .named("aria-current", "step") : nil
        ) { html in
            html.element("strong", text: PortalWords.words(of: stage))
            html.text(" ")
            if let at { html.moment(at) } else { html.element("span", text: "not yet") }
        }
    }
}
