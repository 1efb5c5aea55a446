import CommerceCore
import Journaling

// The shapes of format version 1: read for ever, never written. What a value had no field for then is as if it
// had never been given. The present shapes begin with these and go on.
extension ByteReader {
    mutating func productVersion1() throws -> Product {
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

    mutating func variantVersion1() throws -> Variant {
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

    mutating func shippingMethodVersion1() throws -> ShippingMethod {
        let name = try string()
        let description = try optionalString()
        var method = ShippingMethod(name: name, price: try money(), at: .zero)
        method.description = description
        method.isActive = try flag()
        method.createdAt = try time()
        method.updatedAt = try time()
        return method
    }

    mutating func customerVersion1() throws -> Customer {
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

    mutating func apiKeyVersion1() throws -> APIKey {
        let name = try string()
        let digest = [UInt8](try lengthPrefixed())
        let permissions = PermissionSet(bits: try varint())
        var key = APIKey(name: name, digest: digest, permissions: permissions, createdAt: try time())
        key.expiresAt = try optionalTime()
        key.revokedAt = try optionalTime()
        return key
    }
}
