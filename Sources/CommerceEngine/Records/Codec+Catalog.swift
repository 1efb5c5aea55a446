import CommerceCore
import Journaling

extension ByteWriter {
    mutating func put(_ product: Product) {
        put(string: product.name)
        put(string: product.slug)
        put(optional: product.description)
        put(optional: product.shortDescription)
        put(product.basePrice)
        put(optional: product.compareAtPrice)
        put(optional: product.cost)
        put(optional: product.sku)
        put(optional: product.barcode)
        put(byte: product.status.rawValue)
        put(product.isVisible)
        put(product.isFeatured)
        put(optional: product.metaTitle)
        put(optional: product.metaDescription)
        put(product.createdAt)
        put(product.updatedAt)
        put(optional: product.publishedAt)
        put(count: product.variants.count)
        for variant in product.variants { put(variant) }
    }

    mutating func put(_ variant: Variant) {
        put(variant.product)
        put(string: variant.name)
        put(optional: variant.sku)
        put(optional: variant.barcode)
        put(string: variant.attributes)
        put(optional: variant.price)
        put(optional: variant.compareAtPrice)
        put(optional: variant.cost)
        put(optional: variant.image)
        put(variant.isActive)
        put(variant.createdAt)
        put(variant.updatedAt)
    }

    mutating func put(_ label: LineLabel) {
        put(label.variant)
        put(string: label.productName)
        put(string: label.variantName)
        put(optional: label.sku)
    }

    mutating func put(_ contact: Contact) {
        put(string: contact.email)
        put(string: contact.name)
        put(optional: contact.phone)
    }

    mutating func put(_ method: ShippingMethod) {
        put(string: method.name)
        put(optional: method.description)
        put(method.price)
        put(method.isActive)
        put(method.createdAt)
        put(method.updatedAt)
    }

    mutating func put(_ customer: Customer) {
        put(string: customer.email)
        put(string: customer.firstName)
        put(string: customer.lastName)
        put(optional: customer.phone)
        put(optional: customer.company)
        put(optional: customer.shippingAddress)
        put(optional: customer.billingAddress)
        put(optional: customer.notes)
        put(count: customer.tags.count)
        for tag in customer.tags { put(string: tag) }
        put(customer.createdAt)
        put(customer.updatedAt)
        put(optional: customer.deletedAt)
    }

    mutating func put(_ key: APIKey) {
        put(string: key.name)
        key.digest.withUnsafeBytes { put(lengthPrefixed: $0) }
        put(varint: key.permissions.bits)
        put(key.createdAt)
        put(optional: key.expiresAt)
        put(optional: key.revokedAt)
    }
}

extension ByteReader {
    mutating func product() throws -> Product {
        let name = try string()
        let slug = try string()
        let description = try optionalString()
        let shortDescription = try optionalString()
        var product = Product(name: name, slug: slug, basePrice: try money(), at: .zero)
        product.description = description
        product.shortDescription = shortDescription
        product.compareAtPrice = try optionalMoney()
        product.cost = try optionalMoney()
        product.sku = try optionalString()
        product.barcode = try optionalString()
        product.status = try enumeration()
        product.isVisible = try flag()
        product.isFeatured = try flag()
        product.metaTitle = try optionalString()
        product.metaDescription = try optionalString()
        product.createdAt = try time()
        product.updatedAt = try time()
        product.publishedAt = try optionalTime()
        for _ in 0..<(try count()) { product.variants.append(try ordinal()) }
        return product
    }

    mutating func variant() throws -> Variant {
        var variant = Variant(product: try ordinal(), name: try string(), at: .zero)
        variant.sku = try optionalString()
        variant.barcode = try optionalString()
        variant.attributes = try string()
        variant.price = try optionalMoney()
        variant.compareAtPrice = try optionalMoney()
        variant.cost = try optionalMoney()
        variant.image = try optionalString()
        variant.isActive = try flag()
        variant.createdAt = try time()
        variant.updatedAt = try time()
        return variant
    }

    mutating func label() throws -> LineLabel {
        LineLabel(
            variant: try ordinal(), productName: try string(), variantName: try string(),
            sku: try optionalString())
    }

    mutating func contact() throws -> Contact {
        Contact(email: try string(), name: try string(), phone: try optionalString())
    }

    mutating func shippingMethod() throws -> ShippingMethod {
        let name = try string()
        let description = try optionalString()
        var method = ShippingMethod(name: name, price: try money(), at: .zero)
        method.description = description
        method.isActive = try flag()
        method.createdAt = try time()
        method.updatedAt = try time()
        return method
    }

    mutating func customer() throws -> Customer {
        var customer = Customer(
            email: try string(), firstName: try string(), lastName: try string(), at: .zero)
        customer.phone = try optionalString()
        customer.company = try optionalString()
        customer.shippingAddress = try optionalOrdinal()
        customer.billingAddress = try optionalOrdinal()
        customer.notes = try optionalString()
        for _ in 0..<(try count()) { customer.tags.append(try string()) }
        customer.createdAt = try time()
        customer.updatedAt = try time()
        customer.deletedAt = try optionalTime()
        return customer
    }

    mutating func apiKey() throws -> APIKey {
        let name = try string()
        let digest = [UInt8](try lengthPrefixed())
        let permissions = PermissionSet(bits: try varint())
        var key = APIKey(name: name, digest: digest, permissions: permissions, createdAt: try time())
        key.expiresAt = try optionalTime()
        key.revokedAt = try optionalTime()
        return key
    }
}
