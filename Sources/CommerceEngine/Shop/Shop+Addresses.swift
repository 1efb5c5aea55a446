import CommerceCore

/// An address that an order will have: one that is stored, or a text that will be.
enum AddressChoice {
    case stored(AddressOrdinal)
    case text(String)

    func stored(by shop: isolated Shop, _ customer: Customer) -> AddressOrdinal {
        switch self {
        case .stored(let ordinal): ordinal
        case .text(let text):
            shop.makeAddress(text, knownAs: [customer.shippingAddress, customer.billingAddress])
        }
    }
}

extension Shop {
    /// Where an order goes and who gets the bill: as given, or else the customer's own, or else each other.
    ///
    /// - Throws: ``Rejection/missingField(_:)`` if there is no address anywhere.
    func addresses(
        for request: borrowing OrderRequest, of customer: Customer
    ) throws(Rejection) -> (shipping: AddressChoice, billing: AddressChoice) {
        let givenShipping = request.shippingAddress.map(AddressChoice.text)
        let givenBilling = request.billingAddress.map(AddressChoice.text)
        let ownShipping = customer.shippingAddress.map(AddressChoice.stored)
        let ownBilling = customer.billingAddress.map(AddressChoice.stored)
        guard let shipping = givenShipping ?? ownShipping ?? givenBilling ?? ownBilling else {
            throw .missingField("shippingAddress")
        }
        return (shipping, givenBilling ?? ownBilling ?? shipping)
    }
}
