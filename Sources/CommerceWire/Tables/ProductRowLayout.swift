/// What each row of a product carries, from the first.
///
/// The usual layout needs no saying: the first row has the first variant and the first image, the next row the next of
/// each, as long as there are any. A file may do otherwise, and then the layout is kept so that its rows come back.
package struct ProductRowLayout: Hashable, Sendable {
    package enum Content: Character, Hashable, Sendable, CaseIterable {
        case variantAndImage = "b"
        case variant = "v"
        case image = "i"
        /// Only a first row may have neither.
        case neither = "n"

        init(hasVariant: Bool, hasImage: Bool) {
            switch (hasVariant, hasImage) {
            case (true, true): self = .variantAndImage
            case (true, false): self = .variant
            case (false, true): self = .image
            case (false, false): self = .neither
            }
        }

        var hasVariant: Bool { self == .variantAndImage || self == .variant }
        var hasImage: Bool { self == .variantAndImage || self == .image }
    }

    package let rows: [Content]

    package init(rows: [Content]) { self.rows = rows }

    /// The usual layout.
    package init(variantCount: Int, imageCount: Int) {
        rows = (0..<max(1, variantCount, imageCount)).map { row in
            Content(hasVariant: row < variantCount, hasImage: row < imageCount)
        }
    }

    /// Reads ``text`` back; `nil` if it is something else.
    package init?(text: String) {
        let rows = text.map(Content.init(rawValue:))
        guard !rows.isEmpty, rows.allSatisfy({ $0 != nil }) else { return nil }
        self.rows = rows.compactMap(\.self)
    }

    /// One letter for each row, such as `bvi`.
    package var text: String { String(rows.map(\.rawValue)) }

    /// Whether this is a layout of so many variants and images.
    func fits(variantCount: Int, imageCount: Int) -> Bool {
        rows.count { $0.hasVariant } == variantCount && rows.count { $0.hasImage } == imageCount
    }

    /// For each row which variant and which image it carries.
    var indexes: [(variant: Int?, image: Int?)] {
        var (variants, images) = (0, 0)
        return rows.map { content in
            let variant = content.hasVariant ? variants : nil
            let image = content.hasImage ? images : nil
            variants += content.hasVariant ? 1 : 0
            images += content.hasImage ? 1 : 0
            return (variant, image)
        }
    }
}
