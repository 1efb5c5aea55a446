/// The way of an order: what it has come past with the time, and what is to come. It names no dates that nobody knows.
struct OrderTimeline {
    let order: PortalOrder

    func write(into html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h2", text: "Progress")
            html.element("ol", .class("timeline")) { html in
                let last = order.stages.lastIndex { $0.at != nil }
                for (index, stage) in order.stages.enumerated() {
                    write(stage, isNow: index == last, &html)
                }
            }
        }
    }

    private func write(_ stage: PortalOrder.Stage, isNow: Bool, _ html: inout HTMLWriter) {
        html.element(
            "li", .class(stage.at == nil ? "to-come" : "done"), isNow ? .named("aria-current", "step") : nil
        ) { html in
            html.element("strong", text: PortalWords.stage(stage.name))
            html.text(" ")
            if let at = stage.at { html.time(at) } else { html.element("span", text: "not yet") }
        }
    }
}
