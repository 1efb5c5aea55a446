/// The documents of the dashboard, one for each family: the same few bytes of HTML, without any data of the shop.
///
/// Made once from `shell.html`, or, of files that are being edited, at each request. Two marks are filled: `{{assets}}`
/// with the folder of all files, `{{preload}}` with the modules that the page will ask for first.
final class PageShells {
    private let library: AssetLibrary
    private var made: [Document?]

    struct Document {
        let bytes: [UInt8]
        let entityTag: String
    }

    init(_ library: AssetLibrary) {
        self.library = library
        made = Array(repeating: nil, count: PageFamily.all.count + 1)
    }

    /// The document of a family, or of no family: a page that is not there.
    func document(_ family: Int?) -> Document {
        let position = family ?? PageFamily.all.count
        if library.isFixed, let document = made[position] { return document }
        let bytes = make(family.map { PageFamily.all[$0].module })
        let document = Document(bytes: bytes, entityTag: "\"\(AssetLibrary.digest(of: bytes))\"")
        made[position] = document
        return document
    }

    private func make(_ module: StaticString?) -> [UInt8] {
        let folder = "/assets/\(library.digest)"
        let modules: [String] = ["app.js"] + (module.map { [$0.description] } ?? [])
        let preload = modules.filter { AssetName($0).map(library.has) ?? false }
            .map { "<link rel=\"modulepreload\" href=\"\(folder)/\($0)\">" }.joined(separator: "\n")
        var text = ""
        if let name = AssetName("shell.html") {
            _ = library.withBytes(of: name) { text = String(decoding: $0, as: UTF8.self) }
        }
        return Array(text.replacing("{{assets}}", with: folder).replacing("{{preload}}", with: preload).utf8)
    }
}
