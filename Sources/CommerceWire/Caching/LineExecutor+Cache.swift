package import CommerceCore
package import CommerceEngine
package import CompactJSON

extension LineExecutor {
    /// Runs a read whose replies are kept, or answers it from what was kept.
    func runCached(
        _ operation: Operation, _ request: Request, _ shop: isolated Shop, _ reply: inout JSONWriter
    ) throws(Rejection) {
        let session = request.session
        guard cache.key.write(operation, request) else {
            if operation.checksNames { try request.fields.requireKnown(operation.parameterNames) }
            return try operation.run(request, shop, &reply)
        }
        if let slot = cache.append(to: &reply, operation, session, shop) {
            session.cacheSlot = slot
            return
        }
        if operation.checksNames { try request.fields.requireKnown(operation.parameterNames) }
        session.shows(.everything)
        session.entityVersion = nil
        let start = reply.count
        try operation.run(request, shop, &reply)
        session.cacheSlot = cache.keep(
            UnsafeRawBufferPointer(rebasing: reply.bytes[start...]), operation, session, shop)
    }

    /// Writes the body of the answer to `GET target` if it is known and still true. The caller has signed in whoever
    /// asks.
    ///
    /// - Throws: as the operation behind it would before it is run.
    package func appendCached(
        target: UnsafeRawBufferPointer, _ session: WireSession, _ shop: isolated Shop,
        into reply: inout JSONWriter
    ) throws(Rejection) -> CacheHit? {
        // Roles may have changed since the connection's last request.
        if session.isUsers { try session.refresh(in: shop) }
        guard cache.key.write(target: target, permissions: session.permissionBits) else { return nil }
        let hit = try cache.append(to: &reply, session, shop) { (operation) throws(Rejection) in
            try judge(operation, session, shop)
        }
        if let hit { meter?.ran(hit.operation, nil) }
        return hit
    }

    /// The reply that was just written stands for `GET target` too, under this entity tag.
    package func nameCached(
        target: UnsafeRawBufferPointer, entityTag: String, _ session: WireSession
    ) {
        guard let slot = session.cacheSlot,
            cache.key.write(target: target, permissions: session.permissionBits)
        else { return }
        cache.name(slot, entityTag: entityTag)
    }
}
