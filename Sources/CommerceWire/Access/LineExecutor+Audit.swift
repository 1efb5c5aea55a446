import CommerceCore
import CommerceEngine
import CompactJSON

extension LineExecutor {
    /// Writes down that an audited change was made: by whom, on what, and which members were given. Never values.
    ///
    /// What was changed is the first member that names one, or what the reply begins with.
    static func audit(
        _ operation: Operation, _ request: Request, _ shop: isolated Shop, _ reply: UnsafeRawBufferPointer
    ) {
        // What only judges has changed nothing.
        if request.fields.optional("dryRun")?.bool == true { return }
        var target: String?
        var fields: [String] = []
        for (key, value) in request.fields.node.members {
            if RequestFields.isEnvelope(key) { continue }
            let name = key.string ?? ""
            if target == nil, name.hasSuffix("Id"), let text = value.string, EntityID(text) != nil {
                target = text
            } else if fields.count < fieldsMaximum {
                fields.append(name)
            }
        }
        shop.audit(
            operation.name.description, target: target ?? id(beginning: reply), fields: fields,
            by: request.subject(in: shop))
    }

    private static let fieldsMaximum = 64
    private static let beginning = Array("{\"id\":\"".utf8)

    /// The id of a resource that was answered whole.
    private static func id(beginning reply: UnsafeRawBufferPointer) -> String? {
        guard reply.count >= beginning.count + EntityID.textBytes, reply.starts(with: beginning) else {
            return nil
        }
        let text = UnsafeRawBufferPointer(rebasing: reply[beginning.count...].prefix(EntityID.textBytes))
        return EntityID(text)?.description
    }
}
