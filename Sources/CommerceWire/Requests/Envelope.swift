import CommerceCore
import CompactJSON

/// What every request may carry, found in one pass over its members.
struct Envelope {
    static let idBytesMaximum = 64

    let node: JSONNode
    private(set) var id: JSONNode?
    private(set) var operation: JSONNode?
    private var view: JSONNode?
    private var idempotencyKey: JSONNode?

    init(_ node: JSONNode) {
        self.node = node
        for (key, value) in node.members {
            switch key.name {
            case "op": operation = value
            case "id": id = value
            case "view": view = value
            case "idempotencyKey": idempotencyKey = value
            default: break
            }
        }
    }

    /// `id` is a number or a text of at most 64 bytes, echoed byte for byte.
    func judgedID() throws(Rejection) -> JSONNode? {
        guard let id else { return nil }
        let isShort = (id.stringBytes ?? id.rawBytes).count <= Envelope.idBytesMaximum
        guard id.kind == .number || id.kind == .string, isShort else {
            throw .invalidValue(
                field: "id", reason: "must be a number or a text of at most \(Envelope.idBytesMaximum) bytes")
        }
        return id
    }

    /// - Parameter viewsFully: whether whole resources are answered where nothing else is asked for.
    func request(_ session: WireSession, isChange: Bool, viewsFully: Bool = false) throws(Rejection)
        -> Request
    {
        var wantsFullView = viewsFully
        if let view {
            wantsFullView = view.bytesEqual("full")
            guard wantsFullView || view.bytesEqual("compact") else {
                throw .invalidValue(field: "view", reason: "must be full or compact")
            }
        }
        var key: UnsafeRawBufferPointer?
        var fingerprint: UInt64 = 0
        if let idempotencyKey = idempotencyKey.value {
            guard isChange else { throw .unknownField("idempotencyKey") }
            key = try RequestFields.judge(idempotencyKey: idempotencyKey)
            fingerprint = node.fingerprint(excluding: ["id", "idempotencyKey"])
        }
        return Request(
            fields: RequestFields(node), session: session, wantsFullView: wantsFullView,
            fingerprint: fingerprint,
            idempotencyKey: key)
    }
}
