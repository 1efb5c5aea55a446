/// The members of an object in source order. Iterating allocates nothing.
@usableFromInline
package struct JSONMembers: Sequence, IteratorProtocol {
    @usableFromInline var token: UnsafePointer<JSONToken>
    @usableFromInline var remaining: Int
    @usableFromInline let storage: UnsafePointer<JSONStorage>

    @inlinable
    init(next: UnsafePointer<JSONToken>, remaining: Int, storage: UnsafePointer<JSONStorage>) {
        token = next
        self.remaining = remaining
        self.storage = storage
    }

    @inlinable package mutating func next() -> (key: JSONNode, value: JSONNode)? {
        guard remaining > 0 else { return nil }
        remaining &-= 1
        let key = JSONNode(token: token, storage: storage)
        let value = JSONNode(token: token + 1, storage: storage)
        token += 1 &+ Int(value.token.pointee.stride)
        return (key, value)
    }

    @inlinable package var underestimatedCount: Int { remaining }
}

/// The elements of an array in source order. Iterating allocates nothing.
@usableFromInline
package struct JSONElements: Sequence, IteratorProtocol {
    @usableFromInline var token: UnsafePointer<JSONToken>
    @usableFromInline var remaining: Int
    @usableFromInline let storage: UnsafePointer<JSONStorage>

    @inlinable
    init(next: UnsafePointer<JSONToken>, remaining: Int, storage: UnsafePointer<JSONStorage>) {
        token = next
        self.remaining = remaining
        self.storage = storage
    }

    @inlinable package mutating func next() -> JSONNode? {
        guard remaining > 0 else { return nil }
        remaining &-= 1
        let element = JSONNode(token: token, storage: storage)
        token += Int(token.pointee.stride)
        return element
    }

    @inlinable package var underestimatedCount: Int { remaining }
}
