/// A word that products can be found by. Name (whatever its case) and slug belong to one tag that is not deleted.
package struct Tag: Hashable, Sendable {
    package var name: String
    package var slug: String
    package let createdAt: Timestamp
    package var deletedAt: Timestamp?

    package init(name: String, slug: String, at now: Timestamp) {
        self.name = name
        self.slug = slug
        createdAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }
}
