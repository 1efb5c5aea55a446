import CommerceCore
import CommerceEngine
import CompactJSON

// Pictures, categories and tags.
extension JSONWriter {
    mutating func imageMembers(of product: Product) {
        key("images")
        beginArray()
        for image in product.images {
            beginObject()
            member("url", image.url)
            member("alt", image.alt)
            endObject()
        }
        endArray()
    }

    /// The categories and tags of a product, each with what a page shows of it.
    mutating func groupMembers(of product: ProductOrdinal, in shop: isolated Shop) {
        key("categories")
        beginArray()
        for ordinal in shop.categories(of: product) {
            let category = shop.category(ordinal)
            group(shop.id(of: ordinal), category.name, category.slug)
        }
        endArray()
        key("tags")
        beginArray()
        for ordinal in shop.tags(of: product) {
            let tag = shop.tag(ordinal)
            group(shop.id(of: ordinal), tag.name, tag.slug)
        }
        endArray()
    }

    private mutating func group(_ id: EntityID, _ name: String, _ slug: String) {
        beginObject()
        member("id", id)
        member("name", name)
        member("slug", slug)
        endObject()
    }

    /// A whole category; `depth` is 0 at the top.
    mutating func members(of ordinal: CategoryOrdinal, depth: Int, in shop: isolated Shop) {
        let category = shop.category(ordinal)
        member("id", shop.id(of: ordinal))
        member("name", category.name)
        member("slug", category.slug)
        member("description", category.description)
        member("parentId", category.parent.map { shop.id(of: $0) })
        member("displayOrder", Int64(category.displayOrder))
        member("isVisible", category.isVisible)
        member("image", category.image)
        member("createdAt", category.createdAt)
        member("updatedAt", category.updatedAt)
        member("version", Int64(category.version))
        member("productCount", shop.productCount(in: ordinal))
        member("depth", depth)
    }

    mutating func members(of ordinal: TagOrdinal, in shop: isolated Shop) {
        let tag = shop.tag(ordinal)
        member("id", shop.id(of: ordinal))
        member("name", tag.name)
        member("slug", tag.slug)
        member("createdAt", tag.createdAt)
        member("productCount", shop.productCount(with: ordinal))
    }
}
