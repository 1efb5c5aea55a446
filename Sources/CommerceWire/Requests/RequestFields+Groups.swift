import CommerceCore
import CommerceEngine
import CompactJSON

// What a product's body says of its pictures, categories and tags.
extension RequestFields {
    static let imagesMaximum = 250
    static let groupsMaximum = 100
    static let tagBytesMaximum = 100

    /// Where a picture is: an upload of ours, or an address elsewhere.
    func imageAddress(_ name: StaticString) throws(Rejection) -> String? {
        guard let text = try optionalString(name, bytesMaximum: ProductImage.urlBytesMaximum) else {
            return nil
        }
        return try RequestFields.judge(imageAddress: text, name)
    }

    private static func judge(imageAddress text: String, _ name: StaticString) throws(Rejection) -> String {
        guard ProductImage.isAddress(text) else {
            throw .invalidValue(
                field: name.description,
                reason: "must begin with https://, http:// or /, without control characters")
        }
        return text
    }

    /// `images`, in the order in which they are shown: each an address, or `{"url":…,"alt":…}`.
    func images() throws(Rejection) -> [ProductImage] {
        guard let list = optional("images") else { return [] }
        guard list.kind == .array, list.count <= RequestFields.imagesMaximum else {
            throw .invalidValue(
                field: "images", reason: "must be a list of at most \(RequestFields.imagesMaximum) images")
        }
        var images: [ProductImage] = []
        for element in list.elements {
            guard element.kind == .object else {
                let text = try RequestFields.string(
                    element, "images", bytesMaximum: ProductImage.urlBytesMaximum)
                images.append(ProductImage(url: try RequestFields.judge(imageAddress: text, "images")))
                continue
            }
            let fields = RequestFields(element)
            try fields.requireKnown(["url", "alt"], alsoEnvelope: false)
            guard let url = try fields.imageAddress("url") else { throw .missingField("images.url") }
            images.append(ProductImage(url: url, alt: try fields.optionalString("alt", bytesMaximum: 1_024)))
        }
        return images
    }

    /// `categoryIds`, each once; `nil` if the body says nothing of them.
    func categories(in shop: isolated Shop) throws(Rejection) -> [CategoryOrdinal]? {
        guard isPresent("categoryIds") else { return nil }
        var found: [CategoryOrdinal] = []
        for element in try elements("categoryIds") {
            let id = try RequestFields.entityID(element, "categoryIds", else: .categoryNotFound)
            let category = try shop.findCategory(id)
            if !found.contains(category) { found.append(category) }
        }
        return found
    }

    /// `tags`, each an id of a tag or a name: a text that is the id of a tag is that tag, any other is a name, whatever
    /// its case, of a tag that is made if there is none. `nil` if the body says nothing of them.
    func tags(in shop: isolated Shop) throws(Rejection) -> [TagChoice]? {
        guard isPresent("tags") else { return nil }
        var found: [TagChoice] = []
        for element in try elements("tags") {
            let name = try RequestFields.tagName(element, "tags")
            if let id = element.stringBytes.flatMap(EntityID.init), let known = shop.tag(withID: id) {
                found.append(.known(known))
            } else {
                found.append(.named(name))
            }
        }
        return found
    }

    /// A name as tags have it: not empty, without spaces around it, and without the comma that separates tags.
    static func tagName(_ value: JSONNode, _ name: StaticString) throws(Rejection) -> String {
        let text = try string(value, name, bytesMaximum: tagBytesMaximum)
        guard !text.isEmpty, text.first?.isWhitespace == false, text.last?.isWhitespace == false,
            !text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: ",") })
        else {
            throw .invalidValue(
                field: name.description,
                reason: "a tag is a text without commas, control characters and spaces around it")
        }
        return text
    }

    /// The texts of a list of at most ``groupsMaximum``; `null` is an empty one.
    func elements(_ name: StaticString) throws(Rejection) -> [JSONNode] {
        guard let list = optional(name) else { return [] }
        guard list.kind == .array, list.count <= RequestFields.groupsMaximum else {
            throw .invalidValue(
                field: name.description, reason: "must be a list of at most \(RequestFields.groupsMaximum)")
        }
        return Array(list.elements)
    }

}
