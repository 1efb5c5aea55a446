"""A small HTTP/1.1 client that sends exactly what it is told and reads responses strictly.

Libraries hide what is tested here: pipelining, split writes, interim responses. It shares no code with the server.
"""

import json
import socket

from harness import Failure, check
from holdfast_client import ConnectionEnded


class Response:
    """One response: `headers` have names in small letters."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        """The content as JSON."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Failure(f"{self.status} with content that is not JSON: {self.body[:300]!r}") from error

    def require(self, status, what=""):
        """Fails unless the status is this one. Returns itself."""
        check(self.status == status, f"{what}: expected {status}, found {self.status} {self.body[:300]!r}")
        return self

    def refused(self, status, code=None):
        """Fails unless this is the error body of that status (and code). Returns the body."""
        error = self.require(status).json
        wanted = {"statusCode", "code", "error", "message", "details", "requestId"}
        check(set(error) == wanted, f"members of an error: {sorted(error)}")
        check(error["statusCode"] == status, f"statusCode {error['statusCode']} in a {status}")
        check(error["requestId"] == self.headers["x-request-id"], f"request id of {error}")
        check(code is None or error["code"] == code, f"expected {code}, found {error['code']}")
        return error


class Peer:
    """One connection. Responses come in the order of their requests."""

    def __init__(self, address, token=None, timeout=30.0):
        self.socket = socket.create_connection(address, timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        self.buffer = b""

    def request(self, method, path, body=None, headers=(), host="holdfast"):
        """The bytes of a request; `body` is an object, or bytes that are taken as they are."""
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = "".join(f"{name}: {value}\r\n" for name, value in dict(headers).items())
        if body is not None:
            if "Content-Type" not in dict(headers):
                lines += "Content-Type: application/json\r\n"
            lines += f"Content-Length: {len(content)}\r\n"
        return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{self.authorization}{lines}\r\n".encode() + content

    def send(self, data):
        """Sends bytes as they are."""
        try:
            self.socket.sendall(data)
        except (ConnectionResetError, BrokenPipeError) as error:
            raise ConnectionEnded(str(error)) from error

    def ask(self, method, path, body=None, headers=()):
        """One request and its final response."""
        self.send(self.request(method, path, body, headers))
        return self.read(is_head=method == "HEAD")

    def _more(self):
        try:
            chunk = self.socket.recv(1 << 18)
        except ConnectionResetError as error:
            raise ConnectionEnded(str(error)) from error
        except TimeoutError as error:
            raise Failure("no response in time") from error
        if not chunk:
            raise ConnectionEnded("end of stream")
        self.buffer += chunk

    def read(self, is_head=False):
        """The next response, interim ones included. Fails on anything that RFC 9112 does not allow."""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        version, status, *_ = lines[0].split(" ")
        check(version == "HTTP/1.1" and status.isdigit() and len(status) == 3, f"status line {lines[0]!r}")
        headers = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            check(colon and name and name.strip() == name, f"field line {line!r}")
            check(name.lower() not in headers, f"{name} stands twice")
            headers[name.lower()] = value.strip()
        status = int(status)
        if status < 200 or status in (204, 304):
            check("content-length" not in headers, f"a {status} with Content-Length")
            return Response(status, headers, b"")
        length = headers.get("content-length", "")
        check(length.isdigit(), f"a {status} without Content-Length: {headers}")
        if is_head:
            return Response(status, headers, b"")
        while len(self.buffer) < int(length):
            self._more()
        body, self.buffer = self.buffer[:int(length)], self.buffer[int(length):]
        return Response(status, headers, body)

    def require_end(self):
        """Fails unless the server has ended the stream behind the last response."""
        try:
            while True:
                self._more()
        except ConnectionEnded:
            pass
        check(self.buffer == b"", f"bytes behind the last response: {self.buffer[:200]!r}")

    def close(self):
        """Closes the socket."""
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Table:
    """The server's own table of operations, as `/describe` and `/openapi.json` give it."""

    def __init__(self, peer):
        self.operations = {row["name"]: row for row in peer.ask("GET", "/describe").require(200).json["operations"]}
        self.document = peer.ask("GET", "/openapi.json").require(200).json

    def with_route(self):
        """The operations that REST has."""
        return [row for row in self.operations.values() if row["path"] is not None]

    def reads(self):
        """Those that a GET asks for and that answer JSON."""
        return [row for row in self.with_route() if row["method"] == "GET" and answers_json(self.document, row)]

    def paths(self):
        """`{path: {methods}}`, of the document."""
        return {path: {name.upper() for name in item} for path, item in self.document["paths"].items()}


def answers_json(document, row):
    """Whether the success of an operation is JSON, and not a file or a stream."""
    operation = document["paths"][row["path"]][row["method"].lower()]
    contents = [answer.get("content") for status, answer in operation["responses"].items() if status[0] == "2"]
    return all(content is None or "application/json" in content for content in contents)


def fill(path, values):
    """A path with its `{names}` filled in; a name without a value gets one that names nothing."""
    parts = [values.get(part[1:-1], "nothing-of-the-kind") if part.startswith("{") else part
             for part in path.split("/")]
    return "/".join(parts)
