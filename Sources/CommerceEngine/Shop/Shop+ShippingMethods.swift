package import CommerceCore

extension Shop {
    package var shippingMethodCount: Int { shippingMethods.count }
    package func shippingMethod(_ ordinal: ShippingMethodOrdinal) -> ShippingMethod {
        shippingMethods[ordinal.index]
    }
    package func id(of ordinal: ShippingMethodOrdinal) -> EntityID {
        EntityID(
            .shippingMethod, createdAt: shippingMethods[ordinal.index].createdAt,
            ordinal: UInt64(ordinal.value))
    }

    /// Adds a way to send orders.
    package func create(_ method: ShippingMethod) -> ShippingMethodOrdinal {
        let ordinal = ShippingMethodOrdinal(shippingMethods.count)
        journal.shippingMethod(ordinal, method)
        shippingMethods.append(method)
        return ordinal
    }

    /// Replaces a shipping method's fields.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/storageFull``.
    package func update(
        _ ordinal: ShippingMethodOrdinal, expectedVersion: UInt32? = nil,
        _ change: (inout ShippingMethod) -> Void
    ) throws(Rejection) {
        var after = shippingMethods[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.shippingMethodNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        change(&after)
        after.deletedAt = nil
        try requireRoom(recordBytes: after.recordBytes)
        replace(ordinal, &after)
    }

    /// Removes a shipping method; orders that go by it keep it.
    package func delete(
        _ ordinal: ShippingMethodOrdinal, expectedVersion: UInt32? = nil
    ) throws(Rejection) {
        var after = shippingMethods[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.shippingMethodNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        after.deletedAt = now
        replace(ordinal, &after)
    }

    private func replace(_ ordinal: ShippingMethodOrdinal, _ method: inout ShippingMethod) {
        method.updatedAt = now
        method.version = shippingMethods[ordinal.index].version &+ 1
        journal.shippingMethod(ordinal, method)
        shippingMethods[ordinal.index] = method
    }

    package func findShippingMethod(_ id: EntityID) throws(Rejection) -> ShippingMethodOrdinal {
        guard id.kind == .shippingMethod, id.ordinal < UInt64(shippingMethods.count),
            shippingMethods[Int(id.ordinal)].createdAt == id.createdAt,
            !shippingMethods[Int(id.ordinal)].isDeleted
        else { throw .notFound(.shippingMethodNotFound) }
        return ShippingMethodOrdinal(Int(id.ordinal))
    }
}
