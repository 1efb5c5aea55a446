import CommerceCore
import CommerceEngine
import CompactJSON

// The answer to a repetition under an idempotency key.
extension LineExecutor {
    /// What was answered first, marked as a replay; or, where that was not stored, the same written anew.
    func replay(
        _ answer: [UInt8], _ operation: Operation, _ request: Request, _ shop: isolated Shop,
        _ reply: inout JSONWriter
    ) throws(Rejection) {
        guard let restore = operation.restore else { return LineExecutor.replay(answer, &reply) }
        try restore(request, answer, shop, &reply)
        // The object is opened again.
        reply.truncate(to: reply.count - 1)
        LineExecutor.markReplay(&reply)
    }

    /// The first answer again, marked as a replay; one that was a replay itself is marked already.
    static func replay(_ answer: [UInt8], _ reply: inout JSONWriter) {
        let isMarked = answer.suffix(replayMark.count).elementsEqual(replayMark)
        answer.withUnsafeBytes { bytes in
            reply.append(bytes: UnsafeRawBufferPointer(rebasing: isMarked ? bytes[...] : bytes.dropLast()))
        }
        if isMarked { return }
        markReplay(&reply)
    }

    /// Says at the end of an object that is still open that it was answered before.
    private static func markReplay(_ reply: inout JSONWriter) {
        reply.member("replayed", true)
        reply.append(byte: UInt8(ascii: "}"))
    }

    /// Whether the reply says that it is one to a repetition.
    static func isReplay(_ reply: UnsafeRawBufferPointer) -> Bool {
        reply.suffix(replayMark.count).elementsEqual(replayMark)
    }

    private static let replayMark = Array("\"replayed\":true}".utf8)
}
