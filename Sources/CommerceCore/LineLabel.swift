/// What a line of an order copies from the catalog. Shared by all lines sold under the same names.
package struct LineLabel: Hashable, Sendable {
    package let variant: VariantOrdinal
    package let productName: String
    package let variantName: String
    package let sku: String?

    package init(variant: VariantOrdinal, productName: String, variantName: String, sku: String?) {
        self.variant = variant
        self.productName = productName
        self.variantName = variantName
        self.sku = sku
    }
}

/// What an order copies from its customer.
package struct Contact: Hashable, Sendable {
    package let email: String
    package let name: String
    package let phone: String?

    package init(email: String, name: String, phone: String?) {
        self.email = email
        self.name = name
        self.phone = phone
    }
}
