"""How h11 and httptools read the bytes of one connection, in the form of the probe's requests."""

import h11
import httptools


class Disagreement(Exception):
    """A reference parser refuses what was accepted, or reads something else."""


def normal(fields):
    """Names in small letters; values without the white space that llhttp leaves at the end; the name of the coding in
    small letters, as h11 gives it."""
    pairs = [(bytes(name).lower(), bytes(value).strip(b" \t")) for name, value in fields]
    return [(name, value.lower() if name == b"transfer-encoding" else value) for name, value in pairs]


def read_h11(data, start):
    """The request at offset `start` as h11 reads it, and the offset behind it."""
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=65536)
    connection.receive_data(data[start:])
    request, body = None, b""
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            break
        else:
            raise Disagreement(f"h11 stops at {event!r}")
    return {"method": bytes(request.method), "target": bytes(request.target), "version": bytes(request.http_version),
            "fields": normal(request.headers), "body": body,
            "end": len(data) - len(connection.trailing_data[0])}


class Collector:
    """Takes what httptools reports of one request."""

    def __init__(self):
        self.fields, self.target, self.body = [], b"", b""
        self.is_head_complete = self.is_complete = False

    def on_url(self, url):
        """A part of the target."""
        self.target += url

    def on_header(self, name, value):
        """A field, or after the content a trailer field, which counts for nothing."""
        if not self.is_head_complete:
            self.fields.append((name, value or b""))

    def on_headers_complete(self):
        """What follows is content."""
        self.is_head_complete = True

    def on_body(self, body):
        """A part of the content."""
        self.body += body

    def on_message_complete(self):
        """The request is whole."""
        self.is_complete = True


def read_httptools(data, start, end):
    """The request in `data[start:end]` as httptools reads it; it has to be complete there and not a byte before."""
    collector = Collector()
    parser = httptools.HttpRequestParser(collector)
    for part in (data[start:end - 1], data[end - 1:end]):
        if collector.is_complete:
            raise Disagreement("httptools finds the end earlier")
        try:
            parser.feed_data(part)
        except httptools.HttpParserUpgrade:
            pass  # Told after a complete head that asks for another protocol, which a server may ignore.
    if not collector.is_complete:
        raise Disagreement("httptools waits for more")
    return {"method": parser.get_method(), "target": collector.target,
            "version": parser.get_http_version().encode(), "fields": normal(collector.fields),
            "body": collector.body, "end": end}
