import CommerceServer
import Glibc
import TestSupport
import Testing

@Suite("uploads over HTTP")
struct UploadServingTests {
    private let directory = TemporaryDirectory()

    private func server() throws -> RunningServer { try RunningServer(directory) { $0.httpPort = 0 } }

    private func post(
        _ socket: RawSocket, _ content: [UInt8], _ type: String = "image/png", _ path: String = "/uploads"
    ) -> RawResponse? {
        socket.send(
            "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\nContent-Length: \(content.count)\r\n\r\n"
        )
        socket.send(content)
        return socket.response()
    }

    private func form(_ parts: [(name: String, content: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            let head =
                "--X\r\nContent-Disposition: form-data; name=\"\(part.name)\"; filename=\"../../etc/a.svg\"\r\n"
            bytes +=
                Array("\(head)Content-Type: image/svg+xml\r\n\r\n".utf8) + part.content + Array("\r\n".utf8)
        }
        return bytes + Array("--X--\r\n".utf8)
    }

    @Test("what was uploaded is served to anybody, for ever, as what it is and unable to run anything")
    func roundTrip() throws {
        let server = try server()
        let socket = try server.connectHTTP()
        for (picture, format, type) in [
            (TinyPictures.png(), "png", "image/png"), (TinyPictures.jpeg(), "jpeg", "image/jpeg"),
            (TinyPictures.gif(), "gif", "image/gif"),
        ] {
            // The type that is claimed does not count.
            let made = try #require(post(socket, picture, "image/svg+xml"))
            #expect(made.status == 201, "\(made.body)")
            #expect(made.body.text(of: "format") == format)
            #expect(made.body.contains(#""width":3,"height":2,"bytes":\#(picture.count)"#))
            let url = try #require(made.body.text(of: "url"))
            #expect(post(socket, picture)?.status == 200, "the second time it is there")
            let head = try #require(socket.ask("HEAD", url))
            #expect(head.fields["content-length"] == "\(picture.count)")
            let shown = try #require(socket.ask("GET", url))
            #expect(shown.status == 200)
            #expect(shown.fields["content-type"] == type)
            #expect(shown.fields["cache-control"] == "public, max-age=31536000, immutable")
            #expect(shown.fields["x-content-type-options"] == "nosniff")
            #expect(shown.fields["content-security-policy"] == "default-src 'none'")
            #expect(shown.body == String(decoding: picture, as: UTF8.self))
            let tag = try #require(shown.fields["etag"])
            let known = try #require(socket.ask("GET", url, "", "If-None-Match: \(tag)"))
            #expect(known.status == 304 && known.body.isEmpty)
        }
    }

    @Test("a form brings the same file under the same name, whatever it is called in the form")
    func forms() throws {
        let server = try server()
        let socket = try server.connectHTTP()
        let type = "multipart/form-data; boundary=X"
        let made = try #require(post(socket, form([("file", TinyPictures.png())]), type))
        #expect(made.status == 201, "\(made.body)")
        let raw = try #require(post(socket, TinyPictures.png()))
        #expect(raw.status == 200 && raw.body == made.body)
        for (parts, code) in [
            ([("other", TinyPictures.png())], "missing_field"),
            ([("file", TinyPictures.png()), ("name", Array("x".utf8))], "unknown_field"),
            ([("file", TinyPictures.png()), ("file", TinyPictures.gif())], "invalid_value"),
            ([("file", [])], "missing_field"),
        ] as [([(String, [UInt8])], String)] {
            let refused = try #require(post(socket, form(parts), type))
            #expect(refused.status == 400 && refused.body.text(of: "code") == code, "\(refused.body)")
        }
        #expect(post(socket, Array("no form".utf8), type)?.status == 400)
    }

    @Test("what is no whole picture of the four kinds is refused and leaves nothing")
    func refusals() throws {
        let server = try server()
        let socket = try server.connectHTTP()
        let svg = Array(#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#.utf8)
        #expect(post(socket, svg, "image/svg+xml")?.status == 415)
        #expect(post(socket, svg, "image/png")?.status == 415)
        #expect(post(socket, Array(TinyPictures.png().dropLast(5)))?.status == 400)
        #expect(post(socket, TinyPictures.png() + svg)?.status == 400)
        #expect(post(socket, TinyPictures.png(width: 20_000))?.status == 400)
        #expect(post(socket, TinyPictures.png(), "text/plain")?.status == 415)
        #expect(post(socket, TinyPictures.png(), "application/json")?.status == 415)
        #expect(post(socket, TinyPictures.png(), "image/png", "/uploads?name=x")?.status == 400)
        #expect(try FileNames.list("\(directory.path)/uploads") == [])
    }

    @Test("5 MB are taken and not a byte more, in the body and in a form")
    func sizes() throws {
        let server = try server()
        let largest = padded(to: ImageInspector.bytesMax)
        #expect(largest.count == ImageInspector.bytesMax)
        #expect(post(try server.connectHTTP(), largest)?.status == 201)
        let type = "multipart/form-data; boundary=X"
        #expect(post(try server.connectHTTP(), form([("file", largest)]), type)?.status == 200)
        let tooLarge = padded(to: ImageInspector.bytesMax + 1)
        #expect(post(try server.connectHTTP(), tooLarge)?.status == 413)
        #expect(post(try server.connectHTTP(), form([("file", tooLarge)]), type)?.status == 413)
    }

    /// A picture of exactly so many bytes, by a comment of the right length.
    private func padded(to count: Int) -> [UInt8] {
        let bare = TinyPictures.png().count
        return TinyPictures.png(extra: [
            TinyPictures.chunk("tEXt", Array("a\0".utf8) + [UInt8](repeating: 0x41, count: count - bare - 14))
        ])
    }

    @Test(
        "a path that is no name of an upload is 404, and leads nowhere",
        arguments: [
            "/uploads/../LOCK", "/uploads/..%2FLOCK", "/uploads/%2e%2e/LOCK", "/uploads/incoming.tmp",
            "/uploads/",
            "/uploads/" + String(repeating: "0", count: 64) + ".png", "/uploads/x.png",
            "/uploads/" + String(repeating: "A", count: 64) + ".png",
            "/uploads/" + String(repeating: "0", count: 64) + ".svg",
            "/uploads/" + String(repeating: "0", count: 64) + ".png/x",
            "/uploads/" + String(repeating: "0", count: 64) + ".png%00",
        ])
    func paths(path: String) throws {
        let server = try server()
        let response = try #require(try server.connectHTTP().ask("GET", path))
        #expect([400, 404].contains(response.status), "\(path): \(response.status) \(response.body)")
    }

    @Test("uploading needs products:write, showing needs nothing, and uploads outlive the server")
    func access() throws {
        var url = ""
        do {
            let server = try server()
            url = try #require(try post(server.connectHTTP(), TinyPictures.png())?.body.text(of: "url"))
            server.drain()
        }
        let server = try RunningServer(directory) {
            $0.httpPort = 0
            $0.asksNobody = false
        }
        let socket = try server.connectHTTP()
        #expect(post(socket, TinyPictures.gif())?.status == 401)
        #expect(socket.ask("GET", url)?.status == 200)
    }

    @Test("the line protocol says where uploads go")
    func lines() throws {
        let server = try server()
        let connection = try server.connect()
        #expect(try connection.ask(#"{"op":"uploads.create"}"#).isError("unsupported_media_type"))
        #expect(try connection.ask(#"{"op":"describe"}"#).contains("uploads.create"))
    }

    @Test("requests behind an upload on one connection are answered after it, in order")
    func pipelined() throws {
        let server = try server()
        let socket = try server.connectHTTP()
        let picture = TinyPictures.png()
        for _ in 0..<3 {
            socket.send(
                "POST /uploads HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: \(picture.count)\r\n\r\n"
            )
            socket.send(picture)
            socket.request("GET", "/livez")
        }
        for round in 0..<3 {
            #expect(socket.response()?.status == (round == 0 ? 201 : 200))
            #expect(socket.response()?.body == #"{"status":"ok"}"#)
        }
    }
}

/// What a directory holds.
private enum FileNames {
    struct Failure: Error {}

    static func list(_ path: String) throws -> [String] {
        guard let stream = opendir(path) else { throw Failure() }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
