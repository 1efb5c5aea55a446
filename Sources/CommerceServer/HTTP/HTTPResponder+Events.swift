import CommerceCore
import CommerceEngine
import CommerceWire
import EventLoops
import HTTPWire

// Server-Sent Events: one answer that does not end.
extension HTTPResponder {
    /// Begins to tell the caller what happens, or refuses.
    ///
    /// - Returns: False if the path is not that of the events.
    func answerEvents(
        _ request: HTTPRequest, _ target: HTTPTarget, _ session: HTTPSession, _ connection: Connection,
        _ shop: isolated Shop, _ response: inout HTTPResponse
    ) throws(HTTPRefusal) -> Bool {
        guard target.path.equals("/events") else { return false }
        guard request.method == .get || request.method == .head else {
            response.allow([.get], isOptions: request.method == .options)
            if response.status == .methodNotAllowed {
                executor.writeRESTError(
                    .methodNotAllowed(allowed: response.allow ?? ""), session.wire, shop, &body)
            }
            return true
        }
        let query = try target.query()
        do throws(Rejection) {
            try signIn(request, session, shop)
            try LineExecutor.judge(.signedIn, session.wire, shop)
            let topics = try HTTPResponder.topics(in: query)
            for permission in topics.topics.flatMap(\.permissions) {
                try LineExecutor.judge(.needs(permission), session.wire, shop)
            }
            response.contentType = "text/event-stream"
            guard !response.isHead else { return true }
            let isVersion11 = request.head.isVersion11
            beginStream(response, session, isVersion11: isVersion11)
            events.add(
                EventListener(
                    connection, session.wire, topics, isVersion11 ? .chunks : .stream,
                    lastHeard: request.text(.lastEventID).flatMap { UInt64($0) }), of: session)
            session.isStream = true
        } catch {
            executor.writeRESTError(error, session.wire, shop, &body)
            response.refuse(error)
        }
        return true
    }

    private static func topics(in query: HTTPQuery) throws(Rejection) -> EventTopics {
        if let name = query.duplicateName {
            throw .invalidValue(field: name, reason: "stands twice in the address")
        }
        for item in query.items where item.name != "topics" {
            throw .unknownField(String(item.name.prefix(64)))
        }
        guard let names = query["topics"], !names.isEmpty else { throw .missingField("topics") }
        return try EventTopics(names: names)
    }
}
