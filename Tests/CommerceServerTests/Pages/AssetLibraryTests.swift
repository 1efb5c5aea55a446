import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("the files of the pages")
struct AssetLibraryTests {
    /// Of all files together; why it is more than the specification's 150 KB stands in <doc:PageBudget>.
    private static let bytesMaximum = 327_680
    /// Of one page as it is opened: the shell, the styles, and all modules that its own ones import.
    private static let pageBytesMaximum = 153_600

    /// The names in `Sources/WebAssets/assets`.
    private static func namesInFolder() throws -> Set<String> {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
        let folder = try #require(opendir("\(root)/Sources/WebAssets/assets"))
        defer { closedir(folder) }
        var names: Set<String> = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if !name.hasPrefix(".") { names.insert(name) }
        }
        return names
    }

    @Test("every file of the folder is in the program, and nothing else")
    func table() throws {
        let (present, embedded) = (try Self.namesInFolder(), Set(AssetLibrary().names.map(\.text)))
        #expect(present.subtracting(embedded).sorted() == [], "missing in Sources/WebAssets/WebAssets.c")
        #expect(embedded.subtracting(present).sorted() == [], "in the table without a file")
    }

    @Test("all files together have at most 320 KB")
    func size() {
        let count = AssetLibrary().byteCount
        #expect(count > 0 && count <= Self.bytesMaximum, "\(count) bytes, \(Self.bytesMaximum) allowed")
    }

    @Test("no page loads more than 150 KB when it is opened")
    func pageSize() {
        let library = AssetLibrary()
        let lists = ["products", "orders", "customers", "inventory", "notifications"]
        let others = ["overview", "sign-in", "product", "order", "new-order", "packing-slips", "customer"]
        for page in lists + others + ["import", "live-sale", "settings"] {
            var names: Set = ["shell.html", "theme.js", "tokens.css", "app.css"]
            names.insert(lists.contains(page) ? "lists.css" : "records.css")
            collect("app.js", library, into: &names)
            collect("\(page).js", library, into: &names)
            let count = names.reduce(0) { $0 + text(of: $1, library).utf8.count }
            #expect(count <= Self.pageBytesMaximum, "\(page): \(count) bytes of \(names.sorted())")
        }
    }

    private func text(of name: String, _ library: AssetLibrary) -> String {
        var text = ""
        _ = AssetName(name).map { library.withBytes(of: $0) { text = String(decoding: $0, as: UTF8.self) } }
        return text
    }

    /// Adds a module and what it imports at its beginning; what it imports on demand comes later.
    private func collect(_ name: String, _ library: AssetLibrary, into names: inout Set<String>) {
        guard names.insert(name).inserted else { return }
        for match in text(of: name, library).matches(of: #/(?:from|import) ?"\.\/([a-z0-9-]+\.js)"/#) {
            collect(String(match.1), library, into: &names)
        }
    }

    @Test("the digest is the same each time and fits into an address")
    func digest() {
        let digest = AssetLibrary().digest
        #expect(digest == AssetLibrary().digest)
        #expect(digest.count == 16 && digest.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) })
    }

    @Test(
        "a name has a stem and a known ending, and cannot leave a folder",
        arguments: [
            "", ".js", "app", "app.", "App.js", "app.json", "a/b.js", "..", "../x.js", "a.b.js", "a\0.js",
            "a%2e.js", "shell.html ", "ä.js", String(repeating: "a", count: 70) + ".js",
        ])
    func badNames(text: String) { #expect(AssetName(text) == nil) }

    @Test("a name tells its content", arguments: [("app.js", "text/javascript"), ("a-1.css", "text/css")])
    func names(text: String, type: String) throws {
        #expect(try #require(AssetName(text)).contentType.description.hasPrefix(type))
    }
}
