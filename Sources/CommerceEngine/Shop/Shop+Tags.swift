package import CommerceCore

extension Shop {
    /// How many there ever were; the deleted ones among them keep their ordinals.
    package var tagCount: Int { tags.count }
    package func tag(_ ordinal: TagOrdinal) -> Tag { tags[ordinal.index] }
    package func id(of ordinal: TagOrdinal) -> EntityID {
        EntityID(.tag, createdAt: tags[ordinal.index].createdAt, ordinal: UInt64(ordinal.value))
    }

    package func findTag(_ id: EntityID) throws(Rejection) -> TagOrdinal {
        guard id.kind == .tag, id.ordinal < UInt64(tags.count) else { throw .notFound(.tagNotFound) }
        let ordinal = TagOrdinal(Int(id.ordinal))
        guard tags[ordinal.index].createdAt == id.createdAt, !tags[ordinal.index].isDeleted else {
            throw .notFound(.tagNotFound)
        }
        return ordinal
    }

    /// The tag that an id names, if any does.
    package func tag(withID id: EntityID) -> TagOrdinal? { try? findTag(id) }

    package func findTag(slug: String) throws(Rejection) -> TagOrdinal {
        guard let found = tagsBySlug[slug] else { throw .notFound(.tagNotFound) }
        return found
    }

    /// Whatever the case of its letters.
    package func findTag(name: String) throws(Rejection) -> TagOrdinal {
        guard let found = tagsByName[name.lowercased()] else { throw .notFound(.tagNotFound) }
        return found
    }

    /// Adds a tag. A slug that nobody asked for gives way to a number after it.
    ///
    /// - Throws: ``Rejection/alreadyExists(field:)`` for the name before the slug.
    package func create(_ tag: Tag, slugIsFree: Bool) throws(Rejection) -> TagOrdinal {
        var tag = tag
        if slugIsFree { tag.slug = tagsBySlug.free(tag.slug) }
        try judge(tag, at: nil)
        let ordinal = TagOrdinal(tags.count)
        journal.tag(ordinal, tag)
        enter(tag)
        return ordinal
    }

    /// Renames a tag.
    ///
    /// - Throws: what is not there, then as ``create(_:slugIsFree:)``.
    package func update(_ ordinal: TagOrdinal, _ change: (inout Tag) -> Void) throws(Rejection) {
        var after = tags[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.tagNotFound) }
        change(&after)
        after.deletedAt = nil
        try judge(after, at: ordinal)
        journal.tag(ordinal, after)
        replace(ordinal, after)
    }

    /// Removes a tag; products lose it.
    package func delete(_ ordinal: TagOrdinal) throws(Rejection) {
        var after = tags[ordinal.index]
        guard !after.isDeleted else { throw .notFound(.tagNotFound) }
        after.deletedAt = now
        journal.tag(ordinal, after)
        replace(ordinal, after)
    }

    /// The tags that are chosen, each once, in this order; those that are not there yet are made. Cannot be refused:
    /// whoever calls has judged all else.
    func take(_ choices: [TagChoice]) -> [TagOrdinal] {
        var taken: [TagOrdinal] = []
        for choice in choices {
            let ordinal =
                switch choice {
                case .known(let ordinal): ordinal
                case .named(let name): tagsByName[name.lowercased()] ?? make(tagNamed: name)
                }
            if !taken.contains(ordinal) { taken.append(ordinal) }
        }
        return taken
    }

    private func make(tagNamed name: String) -> TagOrdinal {
        let tag = Tag(name: name, slug: tagsBySlug.free(Slug.make(from: name, otherwise: "tag")), at: now)
        let ordinal = TagOrdinal(tags.count)
        journal.tag(ordinal, tag)
        enter(tag)
        return ordinal
    }

    private func judge(_ tag: Tag, at ordinal: TagOrdinal?) throws(Rejection) {
        if tagsByName.isTaken(tag.name.lowercased(), by: ordinal) { throw .alreadyExists(field: "name") }
        if tagsBySlug.isTaken(tag.slug, by: ordinal) { throw .alreadyExists(field: "slug") }
    }

    // MARK: Taking records in

    func enter(_ tag: Tag) {
        let ordinal = TagOrdinal(tags.count)
        tags.append(tag)
        index(tag, ordinal)
    }

    func replace(_ ordinal: TagOrdinal, _ tag: Tag) {
        let before = tags[ordinal.index]
        tagsByName.remove(before.name.lowercased(), ordinal)
        tagsBySlug.remove(before.slug, ordinal)
        tags[ordinal.index] = tag
        taxonomyVersion &+= 1
        index(tag, ordinal)
        if before.name != tag.name || tag.isDeleted { noteChange(of: ordinal) }
    }

    private func index(_ tag: Tag, _ ordinal: TagOrdinal) {
        guard !tag.isDeleted else { return }
        tagsByName.insert(tag.name.lowercased(), ordinal)
        tagsBySlug.insert(tag.slug, ordinal)
    }
}

/// A tag as a request names it: one that is there, or a name that need not be anybody's yet.
package enum TagChoice: Hashable, Sendable {
    case known(TagOrdinal)
    case named(String)
}
