/// One response as it came over the socket.
struct RawResponse {
    let status: Int
    let fields: [String: String]
    /// The values of all Set-Cookie fields.
    let cookies: [String]
    let body: String
}

extension RawSocket {
    /// Sends one request; content is JSON.
    func request(_ method: String, _ path: String, _ body: String = "", _ fields: String...) {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined()
        if !body.isEmpty {
            head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        send(head + "\r\n" + body)
    }

    /// The next response; `nil` at the end of the stream or too late.
    func response(isHead: Bool = false) -> RawResponse? {
        let text = receive(through: "\r\n\r\n") { isHead ? 0 : RawSocket.contentLength($0) }
        guard let text, let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        guard let status = lines.first.flatMap({ Int($0.dropFirst(9).prefix(3)) }) else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst(2))
        }
        let cookies = lines.filter { $0.lowercased().hasPrefix("set-cookie: ") }.map {
            String($0.dropFirst(12))
        }
        return RawResponse(
            status: status, fields: fields, cookies: cookies, body: String(text[end.upperBound...]))
    }

    /// Sends one request and waits for its response.
    func ask(_ method: String, _ path: String, _ body: String = "", _ field: String = "X-Test: 1")
        -> RawResponse?
    {
        request(method, path, body, field)
        return response(isHead: method == "HEAD")
    }

    private static func contentLength(_ head: String) -> Int {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-length: ") {
            return Int(line.dropFirst(16)) ?? 0
        }
        return 0
    }
}
