import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("the pages of the dashboard are served")
struct PageServingTests {
    private let directory = TemporaryDirectory()

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'"

    @Test("each page has the one shell with its files filled in, under a strict policy")
    func shell() throws {
        let server = try RunningServer(directory) { $0.asksNobody = false }
        let socket = try server.connectHTTP()
        for page in [
            "", "/products", "/orders/o1", "/inventory/import", "/settings/users", "/sign-in?next=x",
        ] {
            let response = try #require(socket.ask("GET", "/dashboard/ecommerce" + page))
            #expect(response.status == 200, "\(page)")
            #expect(response.body.contains("<html lang=\"en\""))
            #expect(response.body.contains("/assets/\(AssetLibrary().digest)/"))
            #expect(!response.body.contains("{{"), "no mark is left")
            let fields = response.fields
            #expect(fields["content-security-policy"] == Self.policy)
            #expect(fields["content-type"] == "text/html; charset=utf-8")
            #expect(fields["x-content-type-options"] == "nosniff")
            #expect(fields["referrer-policy"] == "same-origin")
            #expect(fields["cross-origin-opener-policy"] == "same-origin")
            #expect(fields["cache-control"] == "no-cache")
        }
    }

    @Test("the server and the pages know the same paths, and the page's module is announced")
    func paths() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        let library = AssetLibrary()
        var source = ""
        let name = try #require(AssetName("app.js"))
        _ = library.withBytes(of: name) { source = String(decoding: $0, as: UTF8.self) }
        let lines = source.split(separator: "\n").filter { $0.contains(#/^\/(?!\/)[a-z\/:-]* [a-z]/#) }
        #expect(lines.count >= 15, "the routes of app.js: a path, a module, a function, a title a line")
        for line in lines {
            let words = line.split { $0 == " " || $0 == "`" }
            let path =
                words[0] == "/" ? "" : words[0].replacing(":id", with: "x1").replacing(":section", with: "x")
            let page = try #require(socket.ask("GET", "/dashboard/ecommerce\(path)"))
            #expect(page.status == 200, "\(line)")
            let module = "<link rel=\"modulepreload\" href=\"/assets/\(library.digest)/\(words[1]).js\">"
            #expect(page.body.contains(module), "\(line)")
        }
    }

    @Test("a shell that the browser has is not sent again, and HEAD tells its length")
    func conditions() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        let first = try #require(socket.ask("GET", "/dashboard/ecommerce"))
        let tag = try #require(first.fields["etag"])
        let again = try #require(socket.ask("GET", "/dashboard/ecommerce", "", "If-None-Match: \(tag)"))
        #expect(again.status == 304 && again.body.isEmpty)
        let head = try #require(socket.ask("HEAD", "/dashboard/ecommerce"))
        #expect(head.fields["content-length"] == "\(first.body.utf8.count)")
    }

    @Test(
        "a page that is not there is the shell with 404",
        arguments: ["/nothing", "/products/a/b", "/products/", "/orders//", "/sign-in/x"])
    func missing(path: String) throws {
        let server = try RunningServer(directory)
        let response = try #require(try server.connectHTTP().ask("GET", "/dashboard/ecommerce\(path)"))
        #expect(response.status == 404 && response.body.contains("<html"))
        #expect(response.fields["etag"] == nil)
    }

    @Test(
        "the roots lead to the dashboard",
        arguments: ["/", "/dashboard", "/dashboard/", "/dashboard/ecommerce/"])
    func redirects(path: String) throws {
        let server = try RunningServer(directory)
        let response = try #require(try server.connectHTTP().ask("GET", path))
        #expect(response.status == 302 && response.fields["location"] == "/dashboard/ecommerce")
    }

    @Test("a file under the digest may be kept for ever; under another digest or name there is none")
    func assets() throws {
        let server = try RunningServer(directory) { $0.asksNobody = false }
        let socket = try server.connectHTTP()
        let digest = AssetLibrary().digest
        for name in AssetLibrary().names {
            let response = try #require(socket.ask("GET", "/assets/\(digest)/\(name.text)"))
            #expect(response.status == 200)
            #expect(response.fields["cache-control"] == "public, max-age=31536000, immutable")
            #expect(response.fields["content-type"] == name.contentType.description)
            #expect(response.fields["x-content-type-options"] == "nosniff")
        }
        for path in [
            "/assets", "/assets/", "/assets/\(digest)", "/assets/old/shell.html", "/assets/\(digest)/no.js",
            "/assets/\(digest)/shell.html/", "/assets/\(digest)/%2e%2e%5cx", "/assets/editing/shell.html",
        ] {
            let response = try #require(socket.ask("GET", path))
            #expect(response.status == 404 && response.body.isEmpty, "\(path)")
            #expect(response.fields["cache-control"] == "no-store")
        }
    }

    @Test("pages are for reading only")
    func methods() throws {
        let server = try RunningServer(directory)
        let socket = try server.connectHTTP()
        #expect(socket.ask("POST", "/dashboard/ecommerce", "{}")?.status == 404)
        #expect(socket.ask("DELETE", "/assets/x/shell.html")?.status == 404)
    }

    @Test("files of a folder are read at each request, and may not be kept")
    func editing() throws {
        let folder = TemporaryDirectory()
        func write(_ name: String, _ text: String) {
            let file = fopen("\(folder.path)/\(name)", "w")
            fputs(text, file)
            fclose(file)
        }
        write("shell.html", "<p>{{assets}}</p>{{preload}}")
        let server = try RunningServer(directory) { $0.dashboardFolder = folder.path }
        let socket = try server.connectHTTP()
        #expect(socket.ask("GET", "/dashboard/ecommerce")?.body == "<p>/assets/editing</p>")
        write("app.js", "one")
        let first = try #require(socket.ask("GET", "/assets/editing/app.js"))
        #expect(first.body == "one" && first.fields["cache-control"] == "no-cache")
        write("app.js", "two")
        #expect(socket.ask("GET", "/assets/editing/app.js")?.body == "two")
        let shell = try #require(socket.ask("GET", "/dashboard/ecommerce"))
        #expect(shell.body.contains("<link rel=\"modulepreload\" href=\"/assets/editing/app.js\">"))
    }
}
