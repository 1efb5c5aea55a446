import CommerceCore

/// An address that an order will have: one that is stored, or a text that will be.
enum AddressChoice {
    case stored(AddressOrdinal)
    case text(String)
}

extension Shop {
    /// Where an order goes and who gets the bill: as given, or else the customer's own, or else each other.
    ///
    /// - Throws: ``Rejection/missingField(_:)`` if there is no address anywhere.
    func addresses(
        for request: borrowing OrderRequest
    ) throws(Rejection) -> (shipping: AddressChoice, billing: AddressChoice) {
        let givenShipping = request.shippingAddress.map(AddressChoice.text)
        let givenBilling = request.billingAddress.map(AddressChoice.text)
        let ownShipping = customers[request.customer.index].customer.shippingAddress.map(AddressChoice.stored)
        let ownBilling = customers[request.customer.index].customer.billingAddress.map(AddressChoice.stored)
        guard let shipping = givenShipping ?? ownShipping ?? givenBilling ?? ownBilling else {
            throw .missingField("shippingAddress")
        }
        return (shipping, givenBilling ?? ownBilling ?? shipping)
    }

    func store(_ choice: AddressChoice, for customer: CustomerOrdinal) -> AddressOrdinal {
        switch choice {
        case .stored(let ordinal): return ordinal
        case .text(let text):
            let own = customers[customer.index].customer
            return makeAddress(text, knownAs: [own.shippingAddress, own.billingAddress])
        }
    }
}
