package import CommerceCore

extension Shop {
    /// How many there ever were; the deleted ones among them keep their ordinals.
    package var categoryCount: Int { categories.count }
    package func category(_ ordinal: CategoryOrdinal) -> Category { categories[ordinal.index] }
    package func id(of ordinal: CategoryOrdinal) -> EntityID {
        EntityID(.category, createdAt: categories[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }

    package func findCategory(_ id: EntityID) throws(Rejection) -> CategoryOrdinal {
        guard id.kind == .category, id.ordinal < UInt64(categories.count) else {
            throw .notFound(.categoryNotFound)
        }
        let ordinal = CategoryOrdinal(Int(id.ordinal))
        guard categories[ordinal.index].createdAt == id.createdAt, !categories[ordinal.index].isDeleted else {
            throw .notFound(.categoryNotFound)
        }
        return ordinal
    }

    package func findCategory(slug: String) throws(Rejection) -> CategoryOrdinal {
        guard let found = categoriesBySlug[slug] else { throw .notFound(.categoryNotFound) }
        return found
    }

    /// Whatever the case of its letters.
    package func findCategory(name: String) throws(Rejection) -> CategoryOrdinal {
        guard let found = categoriesByName[name.lowercased()] else { throw .notFound(.categoryNotFound) }
        return found
    }

    /// The categories that stand under `parent`, or at the top, in the order in which they were made.
    ///
    /// - Complexity: O(categories).
    package func children(of parent: CategoryOrdinal?) -> [CategoryOrdinal] {
        categories.indices.lazy.map { CategoryOrdinal($0) }.filter {
            !self.categories[$0.index].isDeleted && self.categories[$0.index].parent == parent
        }
    }

    /// Adds a category. A slug that nobody asked for gives way to a number after it.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` for the name before the slug, then what
    ///   ``Category/judge(_:of:parentOf:)`` says.
    package func create(_ category: Category, slugIsFree: Bool) throws(Rejection) -> CategoryOrdinal {
        var category = category
        if slugIsFree { category.slug = categoriesBySlug.free(category.slug) }
        try judge(category, at: nil)
        let ordinal = CategoryOrdinal(categories.count)
        journal.category(ordinal, category)
        enter(category)
        return ordinal
    }

    /// Replaces a category's fields.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then as
    ///   ``create(_:slugIsFree:)``, then ``Rejection/storageFull``.
    package func update(
        _ ordinal: CategoryOrdinal, expectedVersion: UInt32? = nil, _ change: (inout Category) -> Void
    ) throws(Rejection) {
        let before = categories[ordinal.index]
        guard !before.isDeleted else { throw .notFound(.categoryNotFound) }
        try requireVersion(expectedVersion, is: before.version)
        var after = before
        change(&after)
        after.deletedAt = nil
        try judge(after, at: ordinal)
        try requireRoom(recordBytes: after.recordBytes)
        self.change(ordinal, to: &after)
    }

    /// Removes a category. Those under it move up to where it stood; products lose it.
    ///
    /// - Throws: what is not there, then ``Rejection/versionConflict(expected:actual:)``, then
    ///   ``Rejection/storageFull``.
    /// - Complexity: O(categories).
    package func delete(_ ordinal: CategoryOrdinal, expectedVersion: UInt32? = nil) throws(Rejection) {
        var category = categories[ordinal.index]
        guard !category.isDeleted else { throw .notFound(.categoryNotFound) }
        try requireVersion(expectedVersion, is: category.version)
        let below = children(of: ordinal)
        try requireRoom(
            recordBytes: below.reduce(category.recordBytes) { $0 + categories[$1.index].recordBytes })
        for child in below {
            var moved = categories[child.index]
            moved.parent = category.parent
            change(child, to: &moved)
        }
        category.deletedAt = now
        change(ordinal, to: &category)
    }

    private func judge(_ category: Category, at ordinal: CategoryOrdinal?) throws(Rejection) {
        if categoriesByName.isTaken(category.name.lowercased(), by: ordinal) {
            throw .alreadyExists(field: "name")
        }
        if categoriesBySlug.isTaken(category.slug, by: ordinal) { throw .alreadyExists(field: "slug") }
        if let parent = category.parent, categories[parent.index].isDeleted {
            throw .notFound(.categoryNotFound)
        }
        let rejection = Category.judge(category.parent, of: ordinal) { categories[$0.index].parent }
        if let rejection { throw rejection }
    }

    private func change(_ ordinal: CategoryOrdinal, to category: inout Category) {
        category.updatedAt = now
        category.version = categories[ordinal.index].version &+ 1
        journal.category(ordinal, category)
        replace(ordinal, category)
    }

    // MARK: Taking records in

    func enter(_ category: Category) {
        let ordinal = CategoryOrdinal(categories.count)
        categories.append(category)
        index(category, ordinal)
    }

    func replace(_ ordinal: CategoryOrdinal, _ category: Category) {
        let before = categories[ordinal.index]
        categoriesByName.remove(before.name.lowercased(), ordinal)
        categoriesBySlug.remove(before.slug, ordinal)
        categories[ordinal.index] = category
        taxonomyVersion &+= 1
        index(category, ordinal)
    }

    private func index(_ category: Category, _ ordinal: CategoryOrdinal) {
        guard !category.isDeleted else { return }
        categoriesByName.insert(category.name.lowercased(), ordinal)
        categoriesBySlug.insert(category.slug, ordinal)
    }
}
