import CommerceCore

/// What a product keeps of the table it came from so that the table can be written again: the text in its `extras`.
///
/// A list of ``ProductExtra``, each name with a letter for its kind before it:
///
///     c:COLUMN = what the product's first row says in that column
///     l: = the layout of the rows, if it is not the usual one
///     i:POSITION = the address of an image, in the order of the rows, if that is not the order in which they are shown
///     x:ROW:COLUMN = what the row of an image says, counting images by rows
struct ProductKeepsakes {
    var extras: [ProductExtra] = []
    var layout: ProductRowLayout?
    /// Empty where images stand in the order in which they are shown.
    var imageOrder: [(position: Int?, url: String)] = []
    var imageExtras: [Int: [ProductExtra]] = [:]

    init(of product: ImportedProduct) {
        extras = product.extras
        layout = product.layout
        let isUsual = product.images.enumerated().allSatisfy { ($1.position ?? $0 + 1) == $0 + 1 }
        if !isUsual { imageOrder = product.images.map { ($0.position, $0.url) } }
        for (row, image) in product.images.enumerated() where !image.extras.isEmpty {
            imageExtras[row] = image.extras
        }
    }

    /// Reads ``text`` back; what cannot be read is left out.
    init(text: String?) {
        guard let text, let kept = ProductExtra.list(from: text) else { return }
        for extra in kept {
            let name = extra.column.dropFirst(2)
            switch extra.column.prefix(2) {
            case "c:": extras.append(ProductExtra(column: String(name), value: extra.value))
            case "l:": layout = ProductRowLayout(text: extra.value)
            case "i:": imageOrder.append((Int(name), extra.value))
            case "x:":
                guard let colon = name.firstIndex(of: ":"), let row = Int(name[..<colon]) else { continue }
                let column = String(name[name.index(after: colon)...])
                imageExtras[row, default: []].append(ProductExtra(column: column, value: extra.value))
            default: continue
            }
        }
    }

    /// `nil` if there is nothing to keep.
    var text: String? {
        var kept = extras.map { ProductExtra(column: "c:\($0.column)", value: $0.value) }
        if let layout { kept.append(ProductExtra(column: "l:", value: layout.text)) }
        for (position, url) in imageOrder {
            kept.append(ProductExtra(column: "i:\(position.map(String.init) ?? "")", value: url))
        }
        for (row, extras) in imageExtras.sorted(by: { $0.key < $1.key }) {
            kept += extras.map { ProductExtra(column: "x:\(row):\($0.column)", value: $0.value) }
        }
        return kept.isEmpty ? nil : ProductExtra.text(of: kept)
    }

    /// Whether the same is kept, from columns in any order and under any name they have.
    func saysSame(as other: ProductKeepsakes) -> Bool {
        ProductExtra.saysSame(extras, as: other.extras) && layout == other.layout
            && imageOrder.elementsEqual(other.imageOrder, by: ==)
            && imageExtras.count == other.imageExtras.count
            && imageExtras.allSatisfy { ProductExtra.saysSame($1, as: other.imageExtras[$0] ?? []) }
    }

    /// The images in the order of their rows, with what their rows said, unless the images are others by now.
    func rows(of images: [ProductImage]) -> [ImportedImage] {
        var rows = images.map { image in
            var row = ImportedImage(url: image.url)
            row.altText = image.alt ?? ""
            return row
        }
        if !imageOrder.isEmpty {
            guard imageOrder.map(\.url).sorted() == images.map(\.url).sorted() else { return rows }
            var left = rows
            rows = imageOrder.compactMap { position, url in
                guard let index = left.firstIndex(where: { $0.url == url }) else { return nil }
                var row = left.remove(at: index)
                row.position = position
                return row
            }
        }
        for (row, extras) in imageExtras where row < rows.count { rows[row].extras = extras }
        return rows
    }
}
