import CommerceCore

extension ProductColumn {
    /// Whether a spelling found in a file still says what is to be written, given as it would be written.
    ///
    /// Only the spelling may differ: `50` and `50.00`, `TRUE` and `true`, `a,b` and `a, b`, or nothing at all where
    /// nothing means the same.
    func means(_ spelling: String, sameAs written: String) -> Bool {
        self == .imagePosition && spelling.isEmpty || meaning(of: spelling) == meaning(of: written)
    }

    private func meaning(of text: String) -> String {
        switch self {
        case .price: text.isEmpty ? Money.zero.description : ProductColumn.money(text)?.description ?? text
        case .compareAtPrice, .cost: ProductColumn.money(text)?.description ?? text
        case .quantity: text.isEmpty ? "0" : ProductColumn.integer(text).map { "\($0)" } ?? text
        case .imagePosition: ProductColumn.integer(text).map { "\($0)" } ?? text
        case .published: text.isEmpty ? "true" : text.lowercased()
        case .status: text.isEmpty ? "active" : text.lowercased()
        case .policy: ProductColumn.allowsBackorder(text) ?? false ? "continue" : "deny"
        case .tracker: text.isEmpty ? "" : "shopify"
        case .tags: ProductColumn.tags(text).joined(separator: ", ")
        case .option1Name: text.isEmpty ? ProductTable.defaultOptionName : text
        case .option1Value: text.isEmpty ? ProductTable.defaultOptionValue : text
        default: text
        }
    }

    /// An amount that is not negative, with at most two decimals.
    static func money(_ text: String) -> Money? {
        guard let money = Money(decimal: text.utf8), money >= .zero else { return nil }
        return money
    }

    /// A whole number, perhaps with a sign.
    static func integer(_ text: String) -> Int64? { Int64(text) }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// Older tables say `deny` and `continue`, newer ones also `false` and `true`.
    static func allowsBackorder(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "continue", "true": true
        case "deny", "false", "": false
        default: nil
        }
    }

    static func status(_ text: String) -> ProductStatus? {
        switch text.lowercased() {
        case "active", "": .published
        case "draft": .draft
        case "archived": .archived
        default: nil
        }
    }

    static func name(of status: ProductStatus) -> String {
        switch status {
        case .published: "active"
        case .draft: "draft"
        case .archived: "archived"
        }
    }

    /// Without spaces around them, none empty, none twice.
    static func tags(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: ",").compactMap { part in
            let characters = part.drop(while: \.isWhitespace)
            guard let last = characters.lastIndex(where: { !$0.isWhitespace }) else { return nil }
            let tag = String(characters[...last])
            return seen.insert(tag).inserted ? tag : nil
        }
    }
}
