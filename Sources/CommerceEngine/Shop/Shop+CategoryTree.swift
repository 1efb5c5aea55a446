package import CommerceCore

/// One line of the tree of categories.
package struct CategoryLine: Hashable, Sendable {
    package let ordinal: CategoryOrdinal
    /// 0 at the top.
    package let depth: Int
    package let isVisible: Bool
}

extension Shop {
    /// All categories in the order in which a page shows them: each before those below it, the children of one by
    /// `displayOrder`, then by age.
    ///
    /// - Complexity: O(categories · log categories).
    package func categoryTree() -> [CategoryLine] {
        var children: [CategoryOrdinal?: [CategoryOrdinal]] = [:]
        for index in categories.indices where !categories[index].isDeleted {
            children[categories[index].parent, default: []].append(CategoryOrdinal(index))
        }
        var lines: [CategoryLine] = []
        var open = sorted(children[nil] ?? []).reversed().map { (ordinal: $0, depth: 0) }
        while let (ordinal, depth) = open.popLast() {
            let isVisible = categories[ordinal.index].isVisible
            lines.append(CategoryLine(ordinal: ordinal, depth: depth, isVisible: isVisible))
            for child in sorted(children[ordinal] ?? []).reversed() {
                open.append((ordinal: child, depth: depth + 1))
            }
        }
        return lines
    }

    /// How many categories stand above this one.
    package func depth(of category: CategoryOrdinal) -> Int {
        var depth = 0
        var parent = categories[category.index].parent
        while let above = parent {
            depth += 1
            parent = categories[above.index].parent
        }
        return depth
    }

    /// The tags whose names begin so, whatever the case and the accents, by name.
    ///
    /// - Complexity: O(tags · log tags).
    package func tags(beginning: String) -> [TagOrdinal] {
        let beginning = TextFolding.folded(beginning)
        var found: [(name: String, ordinal: TagOrdinal)] = []
        for index in tags.indices where !tags[index].isDeleted {
            let name = TextFolding.folded(tags[index].name)
            if name.hasPrefix(beginning) { found.append((name, TagOrdinal(index))) }
        }
        return found.sorted { $0 < $1 }.map(\.ordinal)
    }

    private func sorted(_ siblings: [CategoryOrdinal]) -> [CategoryOrdinal] {
        siblings.sorted {
            (categories[$0.index].displayOrder, $0) < (categories[$1.index].displayOrder, $1)
        }
    }
}
