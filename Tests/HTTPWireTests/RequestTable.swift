import HTTPWire
import Testing

/// Requests with what must become of them; the rules are the display names of the tests that use them.
enum RequestTable {
    struct Refused: Sendable, CustomTestStringConvertible {
        let rule: String
        let text: String
        let refusal: HTTPRefusal
        var testDescription: String { rule }

        init(_ rule: String, _ text: String, _ refusal: HTTPRefusal) {
            self.rule = rule
            self.text = text
            self.refusal = refusal
        }
    }

    static func get(_ fields: String, target: String = "/") -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    static func post(_ fields: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)"
    }

    static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

    static let refused = lines + fields + lengths + chunks

    static let lines = [
        Refused("an empty line before the request", "\r\n" + get(""), .malformedRequestLine),
        Refused("a small letter first", "get / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("a TLS handshake", "\u{16}\u{03}\u{01}", .malformedRequestLine),
        Refused("no version (HTTP/0.9)", "GET /\r\n\r\n", .malformedRequestLine),
        Refused("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("a space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("a small version", "GET / http/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("a version with two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        Refused("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion),
        Refused("an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        Refused("CONNECT", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        Refused("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", .unknownMethod),
        Refused("a method with a hyphen", "M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("* for other than OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("a fragment", get("", target: "/#x"), .malformedTarget),
        Refused("a quote in the target", get("", target: "/\""), .malformedTarget),
        Refused("a backslash in the target", get("", target: "/\\"), .malformedTarget),
        Refused("a byte past ASCII in the target", get("", target: "/é"), .malformedTarget),
        Refused("a % without digits", get("", target: "/%"), .malformedTarget),
        Refused("a % with one digit", get("", target: "/%4"), .malformedTarget),
        Refused("a % with other than digits", get("", target: "/%4g"), .malformedTarget),
        Refused("LF alone after the request line", "GET / HTTP/1.1\nHost: a\n\n", .bareLineFeed),
        Refused("CR within the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        Refused("CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .malformedRequestLine),
        Refused("NUL in the target", get("", target: "/\0"), .malformedTarget),
    ]

    static let fields = [
        Refused("LF alone after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        Refused("LF alone at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        Refused("a folded field", get("X: a\r\n b\r\n"), .obsoleteFold),
        Refused("a field folded with a tab", get("X: a\r\n\tb\r\n"), .obsoleteFold),
        Refused("a space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .obsoleteFold),
        Refused("a space before the colon", get("X : a\r\n"), .spaceBeforeColon),
        Refused("a tab before the colon", get("X\t: a\r\n"), .spaceBeforeColon),
        Refused("no colon", get("X\r\n"), .malformedFieldName),
        Refused("no name", get(": a\r\n"), .malformedFieldName),
        Refused("a bracket in a name", get("X[: a\r\n"), .malformedFieldName),
        Refused("a byte past ASCII in a name", get("é: a\r\n"), .malformedFieldName),
        Refused("NUL in a name", get("X\0: a\r\n"), .malformedFieldName),
        Refused("NUL in a value", get("X: a\0b\r\n"), .malformedFieldValue),
        Refused("CR in a value", get("X: a\rb\r\n"), .malformedFieldValue),
        Refused("CR CR LF after a value", get("X: a\r\r\n"), .malformedFieldValue),
        Refused("DEL in a value", get("X: a\u{7F}b\r\n"), .malformedFieldValue),
        Refused("a control character in a long value", get("X: 0123456789\u{01}\r\n"), .malformedFieldValue),
        Refused("a vertical tab around a value", get("X: \u{0B}a\r\n"), .malformedFieldValue),
        Refused("no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n", .missingHost),
        Refused("two Hosts", get("Host: a\r\n"), .duplicateField),
        Refused("two Hosts, by another case", get("hOST: b\r\n"), .duplicateField),
        Refused("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", .duplicateField),
        Refused("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", .malformedHost),
        Refused("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .malformedHost),
        Refused("a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .malformedHost),
        Refused("two Hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .malformedHost),
        Refused("a port that is no number", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .malformedHost),
        Refused("an empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n", .malformedHost),
        Refused("an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .malformedHost),
        Refused("two Authorizations", get("Authorization: a\r\nauthorization: a\r\n"), .duplicateField),
        Refused("two Cookies", get("Cookie: a=b\r\nCookie: c=d\r\n"), .duplicateField),
        Refused("two Idempotency-Keys", get("Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), .duplicateField),
        Refused("an unknown expectation", post("Expect: more\r\n", ""), .unknownExpectation),
    ]
}

extension RequestTable {
    static let lengths = [
        Refused(
            "both lengths", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            .bothLengths),
        Refused(
            "both lengths the other way round",
            post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "0\r\n\r\n"), .bothLengths),
        Refused("two lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), .duplicateField),
        Refused("a list of lengths", post("Content-Length: 1, 1\r\n", "a"), .malformedContentLength),
        Refused("a length with a plus", post("Content-Length: +1\r\n", "a"), .malformedContentLength),
        Refused("a length with a minus", post("Content-Length: -1\r\n", "a"), .malformedContentLength),
        Refused("a hexadecimal length", post("Content-Length: 0x1\r\n", "a"), .malformedContentLength),
        Refused("an empty length", post("Content-Length:\r\n", ""), .malformedContentLength),
        Refused("a length with a space", post("Content-Length: 1 1\r\n", "a"), .malformedContentLength),
        Refused("a length past the limit", post("Content-Length: 1048577\r\n", ""), .bodyTooLarge),
        Refused(
            "a length past 64 bits", post("Content-Length: 18446744073709551617\r\n", "a"), .bodyTooLarge),
        Refused(
            "a very long length", post("Content-Length: " + String(repeating: "9", count: 99) + "\r\n", "a"),
            .bodyTooLarge),
        Refused("another coding", post("Transfer-Encoding: gzip\r\n", ""), .unknownTransferCoding),
        Refused(
            "gzip before chunked", post("Transfer-Encoding: gzip, chunked\r\n", ""), .unknownTransferCoding),
        Refused("chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", ""), .unknownTransferCoding),
        Refused("identity", post("Transfer-Encoding: identity\r\n", ""), .unknownTransferCoding),
        Refused("an empty coding", post("Transfer-Encoding:\r\n", ""), .unknownTransferCoding),
        Refused("a quoted coding", post("Transfer-Encoding: \"chunked\"\r\n", ""), .unknownTransferCoding),
        Refused(
            "a coding hidden by VT", post("Transfer-Encoding: \u{0B}chunked\r\n", ""), .malformedFieldValue),
        Refused(
            "two codings in two lines",
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", ""), .duplicateField),
        Refused(
            "chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .chunkedInOldVersion),
        Refused("content in GET", get("Content-Length: 1\r\n") + "a", .unexpectedContent),
        Refused("chunks in GET", get("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", .unexpectedContent),
    ]

    static let chunks = [
        Refused("a chunk without a size", chunked("\r\n"), .malformedChunk),
        Refused("a signed chunk size", chunked("+1\r\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("a chunk size with 0x", chunked("0x1\r\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("a space before a chunk size", chunked(" 1\r\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("a space after a chunk size", chunked("1 \r\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("a chunk extension", chunked("1;a=b\r\na\r\n0\r\n\r\n"), .chunkExtension),
        Refused("LF alone after a chunk size", chunked("1\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("CR alone after a chunk size", chunked("1\ra\r\n0\r\n\r\n"), .malformedChunk),
        Refused("LF alone after a chunk", chunked("1\r\na\n0\r\n\r\n"), .malformedChunk),
        Refused("a chunk longer than its size", chunked("1\r\nab\r\n0\r\n\r\n"), .malformedChunk),
        Refused("CR and no LF after a chunk", chunked("1\r\na\rb0\r\n\r\n"), .malformedChunk),
        Refused("a chunk size of 17 digits", chunked("00000000000000001\r\na\r\n0\r\n\r\n"), .malformedChunk),
        Refused("a chunk size of 64 bits", chunked("FFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n"), .bodyTooLarge),
        Refused("a chunk past the limit", chunked("100001\r\n"), .bodyTooLarge),
        Refused("the sum of chunks past the limit", chunked("1\r\na\r\n100000\r\n"), .bodyTooLarge),
        Refused("a folded trailer", chunked("0\r\n X: a\r\n\r\n"), .malformedTrailer),
        Refused("a trailer without a colon", chunked("0\r\nX\r\n\r\n"), .malformedTrailer),
        Refused("a length in a trailer", chunked("0\r\nContent-Length: 1\r\n\r\n"), .malformedTrailer),
        Refused("a coding in a trailer", chunked("0\r\nTransfer-Encoding: x\r\n\r\n"), .malformedTrailer),
        Refused("a Host in a trailer", chunked("0\r\nHost: b\r\n\r\n"), .malformedTrailer),
        Refused("LF alone after a trailer", chunked("0\r\nX: a\n\r\n"), .bareLineFeed),
        Refused("LF alone at the end of trailers", chunked("0\r\n\n"), .bareLineFeed),
    ]

    /// Whole requests, some in one text.
    static let accepted = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /products/x?a=b&c=%20+d HTTP/1.1\r\nhost:LOCALHOST:8080\r\nX-Empty:\r\nX:  a \t b\t \r\n\r\n",
        "HEAD /a/b;c=d@e:f!$'()*,~-._ HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a_b.c-d\r\nAccept: a\r\nAccept: b\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.0\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nab",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "DELETE /a HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\"\r\n\r\n",
        "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0012\r\nExpect: 100-Continue\r\n\r\n\r\n\r\n\r\n\0\u{01}\u{02}x\r\n",
        "PATCH /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n00A\r\n0123456789\r\n0\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: a\r\nY: \r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /2 HTTP/1.1\r\nHost: b\r\n\r\n"
            + "POST /3 HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "GET /4 HTTP/1.1\r\nHost: d\r\nX: é\r\n\r\n",
    ]
}
