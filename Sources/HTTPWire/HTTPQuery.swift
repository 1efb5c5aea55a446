/// The items of a query, or of a form in the same encoding (`application/x-www-form-urlencoded`), in order.
///
/// Items are separated by `&`; empty ones are skipped; an item without `=` has an empty value; `+` is a space.
/// Whether a name may come twice is the caller's to say: see ``duplicateName``.
package struct HTTPQuery: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package let items: [Item]

    /// - Throws: The first of ``HTTPRefusal/tooManyQueryItems``, ``HTTPRefusal/malformedTarget`` for a bad `%` or a
    ///   NUL, and ``HTTPRefusal/encodingNotUTF8`` that applies to the first item that is wrong.
    package init(_ bytes: UnsafeRawBufferPointer, itemsMax: Int) throws(HTTPRefusal) {
        var items: [Item] = []
        for slice in bytes.split(separator: Byte.ampersand) {
            guard items.count < itemsMax else { throw .tooManyQueryItems }
            let pair = UnsafeRawBufferPointer(rebasing: slice)
            let nameEnd = pair.firstIndex(of: Byte.equals) ?? pair.count
            let name = try Self.text(pair.part(0..<nameEnd))
            let value = try Self.text(pair.part(min(nameEnd + 1, pair.count)..<pair.count))
            items.append(Item(name: name, value: value))
        }
        self.items = items
    }

    /// The first name that comes twice.
    /// - Complexity: O(items²); there are few.
    package var duplicateName: String? {
        items.indices.first { index in items[..<index].contains { $0.name == items[index].name } }
            .map { items[$0].name }
    }

    /// The value of the first item with that name.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    private static func text(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> String {
        let text = try PercentDecoding.text(bytes, plusIsSpace: true)
        guard !text.utf8.contains(0) else { throw .malformedTarget }
        return text
    }
}
