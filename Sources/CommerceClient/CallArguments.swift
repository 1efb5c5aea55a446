package import CompactJSON

/// A word of a command line that cannot become a member of a request.
package struct CallArgumentError: Error, Hashable, CustomStringConvertible {
    package let description: String
}

/// `key=value` words, as the members of one request.
///
/// A value that is JSON is sent as it is, anything else as a string. Members that are texts or amounts are sent as
/// strings however they look, so `sku=22423` names the SKU; `null` clears them, and a JSON string says exactly what
/// it says: `name='"null"'`.
package struct CallArguments {
    private var names: Set<String> = []
    private var members: [(name: String, value: [UInt8])] = []

    /// - Throws: ``CallArgumentError`` for a word without `=`, a name given twice, and `op`.
    package init(_ words: [String]) throws(CallArgumentError) {
        for word in words {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw CallArgumentError(description: "\"\(word)\" is not key=value")
            }
            let name = String(word[..<equals])
            guard name != "op" else {
                throw CallArgumentError(description: "op is the word before, not a key")
            }
            guard names.insert(name).inserted else {
                throw CallArgumentError(description: "\(name) is given twice")
            }
            members.append((name, Self.json(of: String(word[word.index(after: equals)...]), name: name)))
        }
    }

    package func write(operation: String, into request: inout JSONWriter) {
        request.beginObject()
        request.member("op", operation)
        for (name, value) in members {
            request.key(name)
            value.withUnsafeBytes { request.append(bytes: $0) }
        }
        request.endObject()
    }

    /// Ids (`…Id`) and these are texts, or amounts of money, which are decimal strings.
    private static let textNames: Set<String> = [
        "amount", "barcode", "basePrice", "carrier", "company", "compareAtPrice", "cost", "cursor",
        "customerNotes",
        "description", "discount", "email", "firstName", "idempotencyKey", "image", "lastName",
        "metaDescription",
        "metaTitle", "name", "note", "notes", "orderNumber", "password", "paymentStatus", "phone", "price",
        "reason",
        "shipping", "shortDescription", "sku", "slug", "sort", "status", "tax", "token", "trackingNumber",
        "trackingUrl", "unitPrice", "url", "view",
    ]

    private static func json(of text: String, name: String) -> [UInt8] {
        let isText = textNames.contains(name) || name.hasSuffix("Id")
        let document = JSONDocument()
        // White space between the tokens of a value may hold line ends; a request must not, nor may a JSON string.
        let bytes = text.utf8.map { $0 == 0x0A || $0 == 0x0D ? UInt8(ascii: " ") : $0 }
        let isJSON = Array(text.utf8).withUnsafeBytes { source in
            guard let node = try? document.parse(source) else { return false }
            return !isText || node.kind == .string || node.isNull
        }
        withExtendedLifetime(document) {}
        if isJSON { return bytes }
        var writer = JSONWriter()
        writer.value(text)
        return Array(writer.bytes)
    }
}
