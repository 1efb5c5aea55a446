"""Requests for the differential test, well-formed and not, and how to damage them."""

GET = b"GET /a/b?c=d&e=%20+f HTTP/1.1\r\nHost: localhost:8080\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

ACCEPTED = [
    GET + b"\r\n",
    GET + b"User-Agent: wrk\r\nAccept: */*\r\nX-Empty:\r\nX:  a \t b\t \r\nY: \xc3\xa9\xff\r\n\r\n",
    b"HEAD /;a=b@c:d!$'()*,~-._ HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nhost:A_b.c-d\r\nAccept: a\r\nAccept: b\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab",
    b"DELETE / HTTP/1.1\r\nHost: a\r\nIf-Match: \"x\", W/\"y\"\r\nCookie: a=b; c=d\r\n\r\n",
    b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0012\r\nExpect: 100-Continue\r\n\r\n\r\n\r\n\0\x01\x02x\r\n\r\n",
    POST + b"Content-Length: 0\r\n\r\n",
    b"PATCH / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n00A\r\n0123456789\r\n0\r\n\r\n",
    CHUNKED + b"0\r\nX-Sum: a\r\nY: b\r\n\r\n",
    CHUNKED + b"0000000000000003\r\nabc\r\n0000000000000000\r\n\r\n" + GET + b"\r\n",
    POST + b"Content-Length: 3\r\n\r\nabc" + GET + b"\r\n" + CHUNKED + b"3\r\nabc\r\n0\r\n\r\n" + GET + b"A: b\r\n\r\n",
    GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    GET + b"Connection: keep-alive, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
]

REFUSED = [
    b"\r\n" + GET + b"\r\n",
    b"GET / HTTP/1.1\nHost: a\n\n",
    b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
    b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /# HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    GET + b"Host: a\r\n\r\n",
    GET + b"X : a\r\n\r\n",
    GET + b"X: a\r\n b\r\n\r\n",
    GET + b"X: a\rb\r\n\r\n",
    GET + b"X: a\0b\r\n\r\n",
    GET + b"X\r\n\r\n",
    GET + b"Content-Length: 1\r\n\r\na",
    POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    POST + b"Content-Length: 1, 1\r\n\r\na",
    POST + b"Content-Length: +1\r\n\r\na",
    POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    CHUNKED + b"+1\r\na\r\n0\r\n\r\n",
    CHUNKED + b"1 \r\na\r\n0\r\n\r\n",
    CHUNKED + b"1;a=b\r\na\r\n0\r\n\r\n",
    CHUNKED + b"1\na\r\n0\r\n\r\n",
    CHUNKED + b"1\r\nabc\r\n0\r\n\r\n",
    CHUNKED + b"0\r\nContent-Length: 1\r\n\r\n",
]

PIECES = [b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b":", b": ", b";", b",", b"%", b"0", b"1", b"a", b"\0",
          b"\x0b", b"\x0c", b"\x1f", b"\x7f", b"\x80", b"\xff", b"+", b"-", b"_", b"\"", b"\\", b"#", b"|",
          b"Host: a\r\n", b"Content-Length: 1\r\n", b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n",
          b"Transfer-Encoding: gzip\r\n", b"chunked", b"HTTP/1.1", b"HTTP/1.0", b"0\r\n\r\n", b"1\r\na\r\n",
          b"Connection: close\r\n", b"Connection: Upgrade\r\n", b"Upgrade: h2c\r\n", b"Expect: 100-continue\r\n",
          b"GET / HTTP/1.1\r\n", b"X: y\r\n"]


def mutate(data, random):
    """Damages a request in one to three places."""
    data = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        position = random.randrange(len(data)) if data else 0
        end = position + random.randint(1, 12)
        kind = random.randrange(6)
        if kind == 0 and data:
            data[position] = random.randrange(256)
        elif kind == 1 and data:
            data[position] ^= 1 << random.randrange(8)
        elif kind == 2:
            del data[position:end]
        elif kind == 3:
            data[position:position] = data[position:end]
        else:
            data[position:position] = random.choice(PIECES)
    return bytes(data)
