package import CommerceCore

/// Which orders, in which order. What is empty or `nil` restricts nothing; what is given must all hold.
package struct OrderQuery: Sendable {
    package enum Sort: Sendable, CaseIterable {
        /// In the order of placing, which is that of their numbers.
        case createdAt
        case total
    }

    package var states = OrderStates()
    package var customer: CustomerOrdinal?
    /// Orders with a line of this variant.
    package var variant: VariantOrdinal?
    /// As ``OrderNumber/ordinals(beginningWith:)`` reads it.
    package var numberPrefix: String?
    /// The beginning of a number, or of a word of the customer's name or e-mail address.
    package var text = ""
    /// Placed then or later.
    package var from: Timestamp?
    /// Placed then or earlier.
    package var through: Timestamp?
    package var sort = Sort.createdAt
    package var page: ListRequest

    package init(page: ListRequest) { self.page = page }

    /// Every order, one after the other.
    package init() throws(Rejection) { page = try ListRequest() }
}
