import CommerceCore
package import CommerceEngine
package import CompactJSON

// Replies that come later than the turn of their request.
extension LineExecutor {
    /// Runs a line again whose work with a password is done. Everything is judged anew.
    package func resume(
        _ line: UnsafeRawBufferPointer, after result: PasswordResult, session: WireSession,
        shop: isolated Shop, into reply: inout JSONWriter
    ) -> Outcome {
        session.passwordResult = result
        defer { session.passwordResult = nil }
        return execute(line, session: session, shop: shop, into: &reply)
    }

    /// The same for a REST request.
    package func resume(
        _ request: RESTRequest, after result: PasswordResult, session: WireSession, shop: isolated Shop,
        into reply: inout JSONWriter
    ) -> RESTOutcome {
        session.passwordResult = result
        defer { session.passwordResult = nil }
        return execute(request, session: session, shop: shop, into: &reply)
    }

    /// The late reply to `system.snapshot`.
    package static func writeSnapshotReply(
        id: [UInt8], _ outcome: Checkpointer.Outcome, shop: isolated Shop, into reply: inout JSONWriter
    ) {
        reply.append(byte: UInt8(ascii: "{"))
        if !id.isEmpty {
            reply.append("\"id\":")
            id.withUnsafeBytes { reply.append(bytes: $0) }
            reply.append(byte: UInt8(ascii: ","))
        }
        if case .published = outcome { reply.append("\"ok\":") } else { reply.append("\"error\":") }
        write(outcome, requestID: nil, shop, &reply)
        reply.append("}\n")
    }

    /// The same as the body of a response. Answers its status.
    package static func writeSnapshot(
        _ outcome: Checkpointer.Outcome, _ session: WireSession, _ shop: isolated Shop,
        into reply: inout JSONWriter
    ) -> Int {
        write(outcome, requestID: session.requestID, shop, &reply)
        if case .published = outcome { return 200 }
        return RejectionCode.busy.statusCode
    }

    private static func write(
        _ outcome: Checkpointer.Outcome, requestID: String?, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) {
        switch outcome {
        case .published(let name, let sequence):
            reply.append("{\"snapshot\":")
            reply.value(name)
            reply.member("sequence", Int64(sequence))
            reply.append("}")
        case .failed(let reason):
            reply.value(.busy(reason: "The snapshot failed: \(reason)"), requestID: requestID, in: shop)
        }
    }
}
