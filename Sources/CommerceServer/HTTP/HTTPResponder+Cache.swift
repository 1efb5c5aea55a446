import CommerceCore
import CommerceEngine
import CommerceWire
import HTTPWire

// The short way for reads that were answered before: by the bytes of the request target, which then is not taken
// apart, matched, and made a line of again.
extension HTTPResponder {
    /// Whether the answer depends on nothing but the target and who asks.
    static func mayCache(_ request: HTTPRequest) -> Bool {
        (request.method == .get || request.method == .head) && request.body.isEmpty
            && request[.idempotencyKey] == nil
    }

    /// Answers from the cache, if the answer is there and still true. Otherwise nothing is written.
    func answerCached(
        _ request: HTTPRequest, _ session: HTTPSession, _ shop: isolated Shop,
        _ response: inout HTTPResponse
    ) throws(HTTPRefusal) -> Bool {
        guard HTTPResponder.mayCache(request) else { return false }
        let hit: CacheHit?
        do throws(Rejection) {
            try signIn(request, session, shop)
            hit = try executor.appendCached(target: request.target, session.wire, shop, into: &body)
        } catch {
            // The long way says the same, and a target that is wrong comes first there.
            return false
        }
        guard let hit else { return false }
        response.take(status: 200, hit.operation, of: session.wire)
        if response.isCacheable { try answerCondition(request, hit.entityTag, &response) }
        return true
    }
}
