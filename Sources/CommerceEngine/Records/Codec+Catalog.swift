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
        put(count: product.categories.count)
        for category in product.categories { put(category) }
        put(count: product.tags.count)
        for tag in product.tags { put(tag) }
        put(count: product.images.count)
        for image in product.images {
            put(string: image.url)
            put(optional: image.alt)
        }
        put(optional: product.featuredImage)
        put(optional: product.vendor)
        put(optional: product.productType)
        put(optional: product.extras)
        put(optional: product.deletedAt)
        put(version: product.version)
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
        put(optional: variant.extras)
        put(optional: variant.deletedAt)
        put(version: variant.version)
    }

    mutating func put(_ label: LineLabel) {
        put(label.variant)
        put(string: label.productName)
        put(string: label.variantName)
        put(optional: label.sku)
    }

    mutating func put(_ method: ShippingMethod) {
        put(string: method.name)
        put(optional: method.description)
        put(method.price)
        put(method.isActive)
        put(method.createdAt)
        put(method.updatedAt)
        put(optional: method.deletedAt)
        put(version: method.version)
    }

    mutating func put(_ category: Category) {
        put(string: category.name)
        put(string: category.slug)
        put(optional: category.description)
        put(optional: category.parent)
        put(signed: Int64(category.displayOrder))
        put(category.isVisible)
        put(optional: category.image)
        put(category.createdAt)
        put(category.updatedAt)
        put(optional: category.deletedAt)
        put(version: category.version)
    }

    mutating func put(_ tag: Tag) {
        put(string: tag.name)
        put(string: tag.slug)
        put(tag.createdAt)
        put(optional: tag.deletedAt)
    }
}

extension ByteReader {
    mutating func product() throws -> Product {
        var product = try productVersion1()
        for _ in 0..<(try count()) { product.categories.append(try ordinal()) }
        for _ in 0..<(try count()) { product.tags.append(try ordinal()) }
        for _ in 0..<(try count()) {
            product.images.append(ProductImage(url: try string(), alt: try optionalString()))
        }
        product.featuredImage = try optionalString()
        product.vendor = try optionalString()
        product.productType = try optionalString()
        product.extras = try optionalString()
        product.deletedAt = try optionalTime()
        product.version = try version()
        return product
    }

    mutating func variant() throws -> Variant {
        var variant = try variantVersion1()
        variant.extras = try optionalString()
        variant.deletedAt = try optionalTime()
        variant.version = try version()
        return variant
    }

    mutating func label() throws -> LineLabel {
        LineLabel(
            variant: try ordinal(), productName: try string(), variantName: try string(),
            sku: try optionalString())
    }

    mutating func shippingMethod() throws -> ShippingMethod {
        var method = try shippingMethodVersion1()
        method.deletedAt = try optionalTime()
        method.version = try version()
        return method
    }

    mutating func category() throws -> Category {
        var category = Category(name: try string(), slug: try string(), at: .zero)
        category.description = try optionalString()
        category.parent = try optionalOrdinal()
        category.displayOrder = try signed32()
        category.isVisible = try flag()
        category.image = try optionalString()
        category.createdAt = try time()
        category.updatedAt = try time()
        category.deletedAt = try optionalTime()
        category.version = try version()
        return category
    }

    mutating func tag() throws -> Tag {
        let name = try string()
        let slug = try string()
        var tag = Tag(name: name, slug: slug, at: try time())
        tag.deletedAt = try optionalTime()
        return tag
    }
}
