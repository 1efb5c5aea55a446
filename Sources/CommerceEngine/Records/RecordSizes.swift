import CommerceCore

// Upper bounds of what a value's record takes, for asking whether there is room before anything is changed. Texts
// as they are, every other field generously.

extension Product {
    var recordBytes: Int {
        let texts =
            [name, slug].reduce(0) { $0 + $1.utf8.count }
            + Int.bytes([description, shortDescription, sku, barcode, metaTitle, metaDescription])
            + Int.bytes([featuredImage, vendor, productType, extras])
        let pictures = images.reduce(0) { $0 + $1.url.utf8.count + Int.bytes([$1.alt]) + 16 }
        return texts + pictures + (variants.count + categories.count + tags.count) * 5 + 256
    }
}

extension Variant {
    /// With the label that a new name or SKU makes.
    var recordBytes: Int {
        (name.utf8.count + Int.bytes([sku])) * 2 + attributes.utf8.count
            + Int.bytes([barcode, image, extras]) + 512
    }
}

extension Customer {
    /// With the contact that a new name makes.
    var recordBytes: Int {
        let texts = Int.bytes([email, firstName, lastName, phone]) * 2 + Int.bytes([company, notes])
        return texts + tags.reduce(0) { $0 + $1.utf8.count + 8 } + 256
    }
}

extension Category {
    var recordBytes: Int { Int.bytes([name, slug, description, image]) + 128 }
}

extension ShippingMethod {
    var recordBytes: Int { Int.bytes([name, description]) + 128 }
}

extension User {
    var recordBytes: Int { Int.bytes([email, name, passwordHash]) + roles.count * 5 + 128 }
}

extension Role {
    var recordBytes: Int {
        Int.bytes([name, description]) + permissionNames.reduce(0) { $0 + $1.utf8.count + 8 } + 128
    }
}

extension StockImport {
    var recordBytes: Int { Int.bytes([key, name]) + rows.count * 15 + 128 }
}

extension Int {
    fileprivate static func bytes(_ texts: [String?]) -> Int {
        texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 8 }
    }
}
