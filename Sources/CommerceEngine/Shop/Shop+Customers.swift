package import CommerceCore

extension Shop {
    package var customerCount: Int { customers.count }
    package func customer(_ ordinal: CustomerOrdinal) -> Customer { customers[ordinal.index].customer }
    package func orders(of ordinal: CustomerOrdinal) -> [OrderOrdinal] { customers[ordinal.index].orders }
    package func id(of ordinal: CustomerOrdinal) -> EntityID {
        EntityID(
            .customer, createdAt: customers[ordinal.index].customer.createdAt, ordinal: UInt64(ordinal.value))
    }

    /// What the customer's orders come to.
    package func statistics(of ordinal: CustomerOrdinal) -> CustomerStatistics {
        customers[ordinal.index].statistics
    }

    package func findCustomer(_ id: EntityID) throws(Rejection) -> CustomerOrdinal {
        guard id.kind == .customer, id.ordinal < UInt64(customers.count) else {
            throw .notFound(.customerNotFound)
        }
        let ordinal = CustomerOrdinal(Int(id.ordinal))
        let customer = customers[ordinal.index].customer
        guard customer.createdAt == id.createdAt, customer.deletedAt == nil else {
            throw .notFound(.customerNotFound)
        }
        return ordinal
    }

    /// Adds a customer. The addresses are texts, stored as they came.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` if the e-mail, whatever its case, is another's.
    package func create(_ customer: Customer, shippingAddress: String?, billingAddress: String?)
        throws(Rejection)
        -> CustomerOrdinal
    {
        guard !isTaken(email: customer.email) else { throw .alreadyExists(field: "email") }
        var customer = customer
        customer.shippingAddress = shippingAddress.map { makeAddress($0, knownAs: []) }
        customer.billingAddress = billingAddress.map { makeAddress($0, knownAs: [customer.shippingAddress]) }
        let ordinal = CustomerOrdinal(customers.count)
        let contact = makeContact(Shop.contact(of: customer))
        journal.customer(ordinal, customer, contact: contact)
        enter(customer, contact: contact)
        return ordinal
    }

    /// Replaces a customer's fields; `nil` leaves an address as it is. Placed orders keep what they copied.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/alreadyExists(field:)`` for the e-mail, then ``Rejection/storageFull``.
    package func update(
        _ ordinal: CustomerOrdinal, expectedVersion: UInt32? = nil, shippingAddress: String?,
        billingAddress: String?, _ change: (inout Customer) -> Void
    ) throws(Rejection) {
        let record = customers[ordinal.index]
        guard !record.customer.isDeleted else { throw .notFound(.customerNotFound) }
        try requireVersion(expectedVersion, is: record.customer.version)
        var after = record.customer
        change(&after)
        after.deletedAt = nil
        if Shop.folded(after.email) != Shop.folded(record.customer.email) && isTaken(email: after.email) {
            throw .alreadyExists(field: "email")
        }
        try requireRoom(
            recordBytes: after.recordBytes + (shippingAddress?.utf8.count ?? 0)
                + (billingAddress?.utf8.count ?? 0))
        let known = [after.shippingAddress, after.billingAddress]
        if let shippingAddress { after.shippingAddress = makeAddress(shippingAddress, knownAs: known) }
        if let billingAddress { after.billingAddress = makeAddress(billingAddress, knownAs: known) }
        self.change(ordinal, to: &after)
    }

    /// Removes a customer; the e-mail is free again.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/hasOrders`` while the customer has an order that is not hidden, then ``Rejection/storageFull``.
    package func delete(_ ordinal: CustomerOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var after = customers[ordinal.index].customer
        guard !after.isDeleted else { throw .notFound(.customerNotFound) }
        try requireVersion(expectedVersion, is: after.version)
        guard customers[ordinal.index].statistics.orderCount == 0 else { throw .hasOrders }
        try requireRoom(recordBytes: after.recordBytes)
        after.deletedAt = now
        change(ordinal, to: &after)
    }

    /// Records a customer with a new version and puts it in its place.
    private func change(_ ordinal: CustomerOrdinal, to customer: inout Customer) {
        let record = customers[ordinal.index]
        customer.updatedAt = now
        customer.version = record.customer.version &+ 1
        let wanted = Shop.contact(of: customer)
        let contact = contacts[record.contact.index] == wanted ? record.contact : makeContact(wanted)
        journal.customer(ordinal, customer, contact: contact)
        replace(ordinal, customer, contact: contact)
    }

    // MARK: Taking records in

    func enter(_ customer: Customer, contact: ContactOrdinal) {
        if customer.deletedAt == nil {
            customersByEmail.insert(hash(Shop.folded(customer.email)), UInt64(customers.count))
        }
        models.changed(CustomerOrdinal(customers.count))
        customers.append(CustomerRecord(customer: customer, contact: contact))
    }

    func replace(_ ordinal: CustomerOrdinal, _ customer: Customer, contact: ContactOrdinal) {
        let before = customers[ordinal.index].customer
        customersByEmail.remove(hash(Shop.folded(before.email)), UInt64(ordinal.value))
        if customer.deletedAt == nil {
            customersByEmail.insert(hash(Shop.folded(customer.email)), UInt64(ordinal.value))
        }
        customers[ordinal.index].customer = customer
        customers[ordinal.index].contact = contact
        models.changed(ordinal)
    }

    static func contact(of customer: Customer) -> Contact {
        Contact(
            email: customer.email, name: "\(customer.firstName) \(customer.lastName)", phone: customer.phone)
    }

    private func isTaken(email: String) -> Bool { findCustomer(email: email) != nil }

    /// The customer with this address, in whatever case its letters are.
    package func findCustomer(email: String) -> CustomerOrdinal? {
        let folded = Shop.folded(email)
        let found = customersByEmail.find(hash(folded)) { number in
            Shop.folded(customers[Int(number)].customer.email) == folded
        }
        return found.map { CustomerOrdinal(Int($0)) }
    }

    static func folded(_ email: String) -> String { email.lowercased() }
}
