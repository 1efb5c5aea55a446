/// A category of the catalog, in a tree: a shelf with a name.
///
/// Name (whatever its case) and slug belong to one category that is not deleted; no category is its own ancestor, and
/// the parent of a category that is not deleted is none that is.
package struct Category: Hashable, Sendable {
    package var name: String
    package var slug: String
    package var description: String?
    /// `nil` = at the top.
    package var parent: CategoryOrdinal?
    /// Smaller comes first among the children of one parent.
    package var displayOrder: Int32 = 0
    package var isVisible = true
    package var image: String?
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var deletedAt: Timestamp?
    /// 1 when it was made; one more with each change.
    package var version: UInt32 = 1

    package init(name: String, slug: String, at now: Timestamp) {
        self.name = name
        self.slug = slug
        createdAt = now
        updatedAt = now
    }

    package var isDeleted: Bool { deletedAt != nil }

    /// How many categories may stand above one another.
    package static let depthMaximum = 32

    /// Judges whether `category` may stand under `parent`; `parentOf` tells the tree as it is.
    ///
    /// - Returns: The rejection: ``Rejection/invalidValue(field:reason:)`` if it would be its own ancestor, before
    ///   ``Rejection/limitReached(what:maximum:)`` if the tree above it would be too deep. What stands below it is
    ///   not measured: a subtree that moves keeps its shape.
    /// - Complexity: O(``depthMaximum``).
    package static func judge(
        _ parent: CategoryOrdinal?, of category: CategoryOrdinal?,
        parentOf: (CategoryOrdinal) -> CategoryOrdinal?
    ) -> Rejection? {
        var ancestor = parent
        var depth = 0
        while let current = ancestor {
            if current == category {
                return .invalidValue(field: "parentId", reason: "a category cannot stand under itself")
            }
            depth += 1
            if depth > depthMaximum {
                return .limitReached(what: "levels of categories", maximum: depthMaximum)
            }
            ancestor = parentOf(current)
        }
        return nil
    }
}
