"""A fleet of lines that speaks REST: takes request lines, sends them over HTTP, hands reply lines back.

With it whatever judges lines judges REST too. Which operation stands where it asks of the server's own table.
"""

import json

from harness import Failure, check
from holdfast_client import Connection, Fleet
from http_peer import Peer, Table

# Whole resources are answered by REST where a line is answered briefly.
BRIEF_ORDER = ("orderNumber", "status", "total", "replayed")


class Translator:
    """Requests from lines, and lines from responses."""

    def __init__(self, server):
        self.token = server.token
        with Peer(server.http_address, server.token) as peer:
            self.operations = Table(peer).operations
        self.variants = {}
        with Connection(server.address, server.token) as client:
            cursor = {}
            while cursor is not None:
                page = client.ok("inventory.list", limit=100, **cursor)
                self.variants.update({row["sku"]: row["variantId"] for row in page["items"]})
                cursor = {"cursor": page["nextCursor"]} if page["nextCursor"] else None

    def request(self, line):
        """The bytes of the HTTP request that a line asks for, and its id."""
        members = json.loads(line)
        row = self.operations[members.pop("op")]
        number = members.pop("id", 0)
        headers = [f"X-Request-Id: {number}"]
        if "idempotencyKey" in members:
            headers.append(f"Idempotency-Key: {members.pop('idempotencyKey')}")
        path = []
        for part in row["path"].split("/"):
            if part == "{variantId}" and "variantId" not in members:
                members["variantId"] = self.variants[members.pop("sku")]
            path.append(str(members.pop(part[1:-1])) if part.startswith("{") else part)
        body = b""
        if row["method"] in ("POST", "PUT", "PATCH"):
            body = json.dumps(members, separators=(",", ":")).encode()
            headers += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        else:
            check(not members, f"{row['name']} with a query: {members}")
        lines = "".join(f"{header}\r\n" for header in headers)
        head = f"{row['method']} {'/'.join(path)} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {self.token}\r\n{lines}\r\n"
        return head.encode() + body, number, row["name"]

    @staticmethod
    def line(status, body, number, name):
        """The reply line that a response stands for."""
        result = json.loads(body) if body else {}
        if status >= 400:
            return json.dumps({"id": number, "error": result}).encode()
        if name == "orders.create":
            check(status == (200 if result["replayed"] else 201), f"{status} to an order, replayed {result['replayed']}")
            result = {"orderId": result["id"], **{member: result[member] for member in BRIEF_ORDER}}
        return json.dumps({"id": number, "ok": result}).encode()


class RESTFleet(Fleet):
    """As `Fleet`, but every lane speaks HTTP. Responses are told apart by their order alone."""

    def __init__(self, server, count):
        self.translator = Translator(server)
        self.asked = [[] for _ in range(count)]
        super().__init__(server.http_address, None, count)

    def sign_in(self, token):
        """Nothing: every request signs in."""

    def encode(self, lane, line):
        """The request's bytes; remembers whose answer comes next."""
        data, number, name = self.translator.request(line)
        self.asked[lane.index].append((number, name))
        return data

    def take(self, lane):
        """Whole responses from the front of the lane's input, as reply lines."""
        lines = []
        while True:
            end = lane.input.find(b"\r\n\r\n")
            if end < 0:
                return lines
            head = lane.input[:end].decode("latin-1").lower().split("\r\n")
            fields = dict(field.split(": ", 1) for field in head[1:])
            length = int(fields.get("content-length", 0))
            if len(lane.input) < end + 4 + length:
                return lines
            body = lane.input[end + 4:end + 4 + length]
            lane.input = lane.input[end + 4 + length:]
            number, name = self.asked[lane.index].pop(0)
            if fields["x-request-id"] != str(number):
                raise Failure(f"the response to request {fields['x-request-id']} came for {number}")
            lines.append(self.translator.line(int(head[0].split(" ")[1]), body, number, name))
