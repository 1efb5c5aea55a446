package import CommerceCore

/// What search and lists know of a customer.
package struct CustomerEntry: Sendable {
    /// As it is sorted by.
    package var name: String
    package var email: String
    package var company: String?
    package var phone: String?
    package var tags: [String] = []
    package var createdAt = Timestamp.zero
    package var figures = CustomerFigures()

    package init(name: String, email: String) {
        self.name = name
        self.email = email
    }
}

/// What a list may ask of a customer's orders.
package struct CustomerFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package static let hasOrders = CustomerFlags(rawValue: 1)
    /// Has more than one order.
    package static let isRepeat = CustomerFlags(rawValue: 2)
    package static let hasOpenOrders = CustomerFlags(rawValue: 4)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// What an order changes of its customer.
package struct CustomerFigures: Hashable, Sendable {
    package var flags: CustomerFlags = []
    package var lastOrderAt: Timestamp?
    /// In minor units; a sum may pass the range of one amount.
    package var lifetimeMinorUnits: Int64 = 0
    package var orderCount = 0

    package init(
        flags: CustomerFlags = [], lastOrderAt: Timestamp? = nil, lifetimeMinorUnits: Int64 = 0,
        orderCount: Int = 0
    ) {
        self.flags = flags
        self.lastOrderAt = lastOrderAt
        self.lifetimeMinorUnits = lifetimeMinorUnits
        self.orderCount = orderCount
    }
}

/// Which customers, in which order. What is empty or `nil` restricts nothing; what is given must all hold.
package struct CustomerQuery: Sendable {
    package enum Sort: Sendable, CaseIterable {
        /// In the order of creation.
        case createdAt
        case name
        /// Customers without orders first.
        case lastOrderAt
        case lifetimeValue
        case orderCount
    }

    /// As ``TextIndex/rows(matching:capacity:)`` reads it: over name, e-mail, company, phone and tags. A phone
    /// number is found by its groups of digits and, from its first digit, without what stands between them.
    package var text = ""
    /// With one of these, in any case.
    package var tags: [String] = []
    package var flags = FlagFilter<CustomerFlags>()
    /// Last ordered then or later.
    package var lastOrderFrom: Timestamp?
    /// Last ordered then or earlier.
    package var lastOrderTo: Timestamp?
    /// Made then or later.
    package var createdFrom: Timestamp?
    /// Made then or earlier.
    package var createdTo: Timestamp?
    package var sort = Sort.createdAt
    package var page: ListRequest

    package init(page: ListRequest) { self.page = page }

    /// Whether the answer depends on what orders change.
    var needsFigures: Bool {
        !flags.isEmpty || lastOrderFrom != nil || lastOrderTo != nil || sort == .lastOrderAt
            || sort == .lifetimeValue || sort == .orderCount
    }
}
