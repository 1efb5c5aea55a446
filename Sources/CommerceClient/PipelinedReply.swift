package import CompactJSON

/// One reply of a ``PipeliningClient``; its bytes and nodes are valid while the closure that gets it runs.
package struct PipelinedReply {
    /// What `next` returned with the request.
    package let tag: Int
    /// Which connection carried it.
    package let connection: Int
    /// From the making of the request to the arrival of the reply.
    package let latencyNanoseconds: Int64
    /// The whole reply, an object.
    package let node: JSONNode
    /// The reply as it came, without its line end.
    package let line: UnsafeRawBufferPointer

    /// The result, if the request was granted.
    package var ok: JSONNode? { node["ok"] }
    /// The refusal, if not.
    package var error: JSONNode? { node["error"] }
    /// The refusal's code, empty if there is none.
    package var errorCode: String {
        guard let error, error.kind == .object else { return "" }
        return error["code"]?.string ?? ""
    }
}
