"""HTTP/1.1 on a real socket: framing, conditions, keys and refusals, for whatever operations the server has."""

import json

from harness import check, check_equal
from http_peer import Peer, Table, fill
from server_process import ServerProcess
from shop import make_customer, make_product

PRODUCT = {"name": "Lamp", "basePrice": "12.50", "status": "PUBLISHED", "quantity": 100_000}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def peer_of(server):
    """A connection that is signed in with every request."""
    return Peer(server.http_address, server.token)


def make_world(server, peer):
    """One of each that tests read: values for the parameters of paths."""
    product = peer.ask("POST", "/products", {**PRODUCT, "sku": "HTTP-1"}).require(201).json
    with server.connect() as client:
        customer = make_customer(client, "http@example.com")
    variant = product["variants"][0]["id"]
    order = peer.ask("POST", "/orders", {"customerId": customer, "items": [{"variantId": variant, "quantity": 1}]})
    order = order.require(201).json
    return {"productId": product["id"], "slug": product["slug"], "variantId": variant, "customerId": customer,
            "orderId": order["id"], "orderNumber": order["orderNumber"]}


def keep_alive(context):
    """A connection lives on until one side says that it ends."""
    with ServerProcess(context, context.path("data")) as server:
        with peer_of(server) as peer:
            for _ in range(3):
                peer.ask("GET", "/ping").require(200)
            check("connection" not in peer.ask("GET", "/products").require(200).headers, "Connection in a response")
            check_equal(peer.ask("GET", "/ping", headers={"Connection": "close"}).headers.get("connection"), "close",
                        "Connection of the last response")
            peer.require_end()
        with peer_of(server) as peer:
            peer.send(b"GET /ping HTTP/1.0\r\n\r\nGET /ping HTTP/1.0\r\n\r\n")
            peer.read().require(200)
            peer.require_end()
        with peer_of(server) as peer:
            peer.send(peer.request("GET", "/ping") * 2 + b"GET /pi")
            peer.socket.shutdown(1)
            peer.read().require(200)
            peer.read().require(200)
            peer.require_end()


def pipelining(context):
    """1,000 requests sent at once are executed and answered in their order."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer:
        peer.ask("POST", "/products", {**PRODUCT, "sku": "PIPE"}).require(201)
        bodies = [{"sku": "PIPE", "quantity": 1, "reservationId": f"r{number}"} for number in range(1000)]
        peer.send(b"".join(peer.request("POST", "/inventory/reserve", body, {"X-Request-Id": f"n{number}"})
                           if number % 2 else peer.request("GET", "/ping", None, {"X-Request-Id": f"n{number}"})
                           for number, body in enumerate(bodies)))
        left = PRODUCT["quantity"]
        for number in range(1000):
            response = peer.read()
            check_equal(response.headers["x-request-id"], f"n{number}", "the request that is answered")
            if number % 2:
                left -= 1
                check_equal(response.require(201).json["available"], left, f"available after request {number}")


def chunked(body, sizes):
    """Content in chunks of these sizes, and the rest in one."""
    parts, position = [], 0
    for size in [*sizes, len(body)]:
        part = body[position:position + size]
        position += len(part)
        if part:
            parts.append(b"%x\r\n%b\r\n" % (len(part), part))
    return b"".join(parts) + b"0\r\n\r\n"


def chunked_content(context):
    """Content in chunks is the same content, whatever the sizes; a trailer changes nothing."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer:
        for number, sizes in enumerate(([], [1] * 40, [3, 1, 20], [16, 1000])):
            body = json.dumps({**PRODUCT, "sku": f"CHUNK-{number}", "description": "x" * 3000}).encode()
            head = peer.request("POST", "/products", None, {"Content-Type": "application/json",
                                                           "Transfer-Encoding": "chunked"})
            content = chunked(body, sizes)
            if number == 2:
                content = content[:-2] + b"X-Checksum: none\r\n\r\n"
            peer.send(head + content + peer.request("GET", "/ping"))
            check_equal(peer.read().require(201).json["sku"], f"CHUNK-{number}", "what was made")
            peer.read().require(200)


def continues(context):
    """`Expect: 100-continue` gets its interim response before the content, and none where it is refused."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer:
        body = json.dumps({**PRODUCT, "sku": "EXPECT"}).encode()
        request = peer.request("POST", "/products", body, {"Expect": "100-continue"})
        peer.send(request[:-len(body)])
        check_equal(peer.read().status, 100, "the interim response")
        peer.send(body)
        peer.read().require(201)
        peer.send(f"POST /products HTTP/1.1\r\nHost: a\r\n{peer.authorization}Expect: 100-continue\r\n"
                  f"Content-Length: {64 << 20}\r\n\r\n".encode())
        peer.read().require(413)
        peer.require_end()
        with peer_of(server) as other:
            other.ask("GET", "/ping", headers={"Expect": "a-miracle"}).refused(417)


def head_is_get(context):
    """HEAD answers what GET answers, without the content, for every operation that a GET asks for."""
    with ServerProcess(context, context.path("data"), flags=["--demo"]) as server, peer_of(server) as peer:
        world, table = make_world(server, peer), Table(peer)
        rows = [row for row in table.reads() if row["name"] != "ping"]
        for row in rows:
            path = fill(row["path"], world)
            got, head = peer.ask("GET", path), peer.ask("HEAD", path)
            check_equal(head.status, got.status, f"the status of HEAD {path}")
            for name in set(got.headers) | set(head.headers):
                if name not in ("date", "x-request-id") and got.status < 400:
                    check_equal(head.headers.get(name), got.headers.get(name), f"{name} of HEAD {path}")
        peer.ask("GET", "/ping").require(200)
        context.note(f"{len(rows)} operations")


def methods_of_paths(context):
    """Every path says which methods it has: 405 with Allow to any other, and 204 to OPTIONS."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer:
        paths = Table(peer).paths()
        wrong = 0
        for path, methods in paths.items():
            allowed = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
            target = fill(path, {})
            answer = peer.ask("OPTIONS", target).require(204, f"OPTIONS {target}")
            check_equal(set(answer.headers["allow"].split(", ")), allowed, f"Allow of {target}")
            for method in METHODS:
                if method in methods:
                    continue
                wrong += 1
                answer = peer.ask(method, target)
                answer.refused(405, "method_not_allowed")
                check_equal(set(answer.headers["allow"].split(", ")), allowed, f"Allow of {method} {target}")
            peer.ask("TRACE", target).refused(405)
        peer.ask("OPTIONS", "*").require(200)
        peer.ask("GET", "/no/such/path").refused(404, "not_found")
        peer.ask("OPTIONS", "/no/such/path").refused(404, "not_found")
        context.note(f"{len(paths)} paths, {wrong} methods refused")


def entity_tags(context):
    """What a read answers has a tag; asked with it again it is 304, until it has changed."""
    with ServerProcess(context, context.path("data"), flags=["--demo"]) as server, peer_of(server) as peer:
        world, table = make_world(server, peer), Table(peer)
        tagged = 0
        for row in table.reads():
            path = fill(row["path"], world)
            first = peer.ask("GET", path)
            tag = first.headers.get("etag")
            if first.status != 200 or tag is None:
                continue  # what tells the time has none
            check_equal(peer.ask("GET", path).headers.get("etag"), tag, f"the tag of {path}, asked again")
            tagged += 1
            for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
                again = peer.ask("GET", path, headers={"If-None-Match": condition}).require(304, f"GET {path}")
                check_equal(again.headers.get("etag"), tag, f"the tag of a 304 of {path}")
            peer.ask("GET", path, headers={"If-None-Match": '"other"'}).require(200, f"GET {path}")
            peer.ask("GET", path, headers={"If-None-Match": "other"}).require(400, f"GET {path}")
        check(tagged > 10, f"only {tagged} reads have a tag")
        path = f"/products/{world['productId']}"
        tag = peer.ask("GET", path).headers["etag"]
        peer.ask("PATCH", path, {"name": "Lantern"}).require(200)
        changed = peer.ask("GET", path, headers={"If-None-Match": tag}).require(200, "after a change")
        check_equal(changed.json["name"], "Lantern", "the changed name")
        peer.ask("POST", "/inventory/adjust", {"variantId": world["variantId"], "quantityChange": 1,
                                               "reason": "RECEIVED"}).require(200)
        check(peer.ask("GET", path).headers["etag"] != changed.headers["etag"], "a tag outlives a change of stock")
        context.note(f"{tagged} tagged reads")


def if_match(context):
    """A change made against a version that is not the latest is a conflict, wherever a version can be given."""
    with ServerProcess(context, context.path("data"), flags=["--demo"]) as server, peer_of(server) as peer:
        world, table = make_world(server, peer), Table(peer)
        tried = 0
        for row in table.with_route():
            takes = {parameter["name"] for parameter in row["parameters"]}
            if "expectedVersion" not in takes or row["method"] != "PATCH":
                continue
            path = fill(row["path"], world)
            got = peer.ask("GET", path)
            if got.status != 200 or not got.headers.get("etag", "").strip('"')[:1].isdigit():
                continue
            tried += 1
            tag = got.headers["etag"]
            peer.ask("PATCH", path, {}, {"If-Match": tag}).require(200, f"PATCH {path} with its own tag")
            peer.ask("PATCH", path, {}, {"If-Match": "*"}).require(200, f"PATCH {path} with *")
            peer.ask("PATCH", path, {}, {"If-Match": "nonsense"}).require(400, f"PATCH {path}")
            stale = peer.ask("PATCH", path, {}, {"If-Match": '"4000000000-x"'})
            stale.refused(409, "version_conflict")
        context.note(f"{tried} operations take a version")


def request_ids(context):
    """Every response names its request, by the client's name if that is short and printable."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer:
        for given in ("a", "0af7651916cd43dd8448eb211c80319c", "x" * 64, "(1)/2~3"):
            answer = peer.ask("GET", "/ping", headers={"X-Request-Id": given})
            check_equal(answer.headers["x-request-id"], given, "an echoed request id")
            error = peer.ask("GET", "/orders/none", headers={"X-Request-Id": given}).refused(404)
            check_equal(error["requestId"], given, "the request id of an error")
        seen = set()
        for given in ("", "x" * 65, "two words", "\u00e9"):
            answer = peer.ask("GET", "/ping", headers={"X-Request-Id": given})
            check(answer.headers["x-request-id"] not in (given, ""), f"{given!r} was echoed")
            seen.add(answer.headers["x-request-id"])
        seen.add(peer.ask("GET", "/ping").headers["x-request-id"])
        check_equal(len(seen), 5, "request ids of the server's own")


def keys(context):
    """An idempotency key answers what it answered first, over both protocols; another body is refused."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer, \
            server.connect() as client:
        variant = make_product(client, "KEYS", 100)
        customer = make_customer(client)
        body = {"sku": "KEYS", "quantityChange": 3, "reason": "RECEIVED"}
        first = peer.ask("POST", "/inventory/adjust", body, {"Idempotency-Key": "k1"}).require(200).json
        again = peer.ask("POST", "/inventory/adjust", dict(reversed(body.items())), {"Idempotency-Key": "k1"})
        check_equal(again.require(200).json, {**first, "replayed": True}, "the repeat")
        check_equal(client.ok("inventory.adjust", idempotencyKey="k1", **body), {**first, "replayed": True},
                    "the repeat as a line")
        other = {**body, "quantityChange": 4}
        peer.ask("POST", "/inventory/adjust", other, {"Idempotency-Key": "k1"}).refused(422, "key_reused")
        order = {"customerId": customer, "items": [{"variantId": variant, "quantity": 2}]}
        placed = client.ok("orders.create", idempotencyKey="o1", **order)
        repeat = peer.ask("POST", "/orders", order, {"Idempotency-Key": "o1"}).require(200, "a repeat of a line").json
        check_equal((repeat["id"], repeat["replayed"]), (placed["orderId"], True), "the order of the key")
        placed = peer.ask("POST", "/orders", order, {"Idempotency-Key": "o2"}).require(201).json
        repeat = client.ok("orders.create", idempotencyKey="o2", **order)
        check_equal((repeat["orderId"], repeat["replayed"]), (placed["id"], True), "the order of the key, as a line")
        peer.ask("POST", "/orders", order, {"Idempotency-Key": "x" * 129}).refused(400, "invalid_value")
        peer.ask("GET", "/orders", headers={"Idempotency-Key": "k"}).refused(400)
        lines = [client.ok("inventory.getByVariant", sku="KEYS")[name] for name in ("quantity", "reserved")]
        check_equal(lines, [103, 4], "quantity and reserved after all repeats")


def refused_requests(context):
    """What is too long, of another kind or no HTTP gets its status, a body that says so, and the end."""
    long = b"x" * 9_000
    cases = [
        (414, b"GET /" + long + b" HTTP/1.1\r\nHost: a\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + long + long + b"\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 100 + b"\r\n"),
        (413, b"POST /products HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n"),
        (413, b"POST /products HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"),
        (501, b"BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n"),
        (501, b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"),
        (505, b"GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        (400, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        (400, b'{"op":"ping"}\n'),
    ]
    with ServerProcess(context, context.path("data")) as server:
        for status, data in cases:
            with peer_of(server) as peer:
                peer.send(peer.request("GET", "/ping") + data)
                peer.read().require(200)
                answer = peer.read().require(status, f"{data[:60]!r}")
                answer.refused(status)
                check_equal(answer.headers.get("connection"), "close", f"Connection after {data[:60]!r}")
                peer.require_end()
        with peer_of(server) as peer:
            for kind in ("text/plain", "application/xml", "application/json5", "multipart/form-data"):
                peer.ask("POST", "/products", PRODUCT, {"Content-Type": kind}).refused(415)
            for kind in ("application/json", "Application/JSON; charset=utf-8"):
                peer.ask("POST", "/products", PRODUCT, {"Content-Type": kind}).require(201)
            peer.ask("POST", "/products", b"{").refused(400, "malformed_json")
            peer.ask("POST", "/products", b'{"name":"a","name":"b"}').refused(400, "malformed_json")
            peer.ask("POST", "/products", b"[1]").refused(400, "malformed_json")
            for target in ("/products/../orders", "/products/%2e%2e", "/products/a%2fb", "/products/%00"):
                peer.ask("GET", target).refused(400)
            peer.ask("GET", "/products?limit=1&limit=2").refused(400)
            peer.ask("GET", "/products?limt=1").refused(400, "unknown_field")


def every_split(context):
    """A request means the same wherever it is cut in two."""
    with ServerProcess(context, context.path("data")) as server, peer_of(server) as peer, \
            server.connect() as client:
        make_product(client, "SPLIT", 1_000_000)
        body = json.dumps({"sku": "SPLIT", "quantity": 1}).encode()
        fixed = peer.request("POST", "/inventory/reserve", body)
        head = peer.request("POST", "/inventory/reserve", None, {"Content-Type": "application/json",
                                                                "Transfer-Encoding": "chunked"})
        left = 1_000_000
        for request in (fixed, head + chunked(body, [1, 7])):
            for cut in range(1, len(request)):
                peer.send(request[:cut])
                client.ok("ping")  # The loop has had a turn with what came so far.
                peer.send(request[cut:])
                left -= 1
                check_equal(peer.read().require(201, f"cut at {cut}").json["available"], left, f"cut at {cut}")
        context.note(f"{1_000_000 - left} cuts")


def drains(context):
    """SIGTERM: what has arrived is answered on every connection, then the server ends with 0."""
    server = ServerProcess(context, context.path("data")).start()
    peers = [peer_of(server) for _ in range(50)]
    peers[0].ask("POST", "/products", {**PRODUCT, "sku": "DRAIN"}).require(201)
    for peer in peers:
        peer.ask("GET", "/ping").require(200)
    for number, peer in enumerate(peers):
        peer.send(b"".join(peer.request("POST", "/inventory/reserve",
                                        {"sku": "DRAIN", "quantity": 1, "reservationId": f"{number}-{count}"})
                           for count in range(20)))
    server.process.terminate()
    for peer in peers:
        for _ in range(20):
            peer.read().require(201)
        peer.require_end()
    check_equal(server.wait(), 0, "the exit code after SIGTERM")
    with server.start().connect() as client:
        check_equal(client.ok("inventory.getByVariant", sku="DRAIN")["reserved"], 1000, "reserved after the drain")
    server.terminate()


def watched(context):
    """How the server is and what it counts is told to who asks on this machine, and every response is logged if wanted."""
    with ServerProcess(context, context.path("data"), flags=["--log", "requests"]) as server:
        with Peer(server.http_address) as peer:
            for path in ("/livez", "/readyz"):
                check_equal(peer.ask("GET", path).require(200).json, {"status": "ok"}, path)
            peer.ask("GET", "/products?secret=1", headers={"X-Request-Id": "seen"}).refused(401)
            lines = peer.ask("GET", "/metrics").require(200).body.decode().splitlines()
        samples = {}
        for line in lines:
            check(line and line == line.strip(), f"a line of the metrics: {line!r}")
            if not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                check(name not in samples, f"{name} stands twice")
                samples[name] = float(value)
        check_equal(samples['holdfast_http_responses_total{class="4xx"}'], 1, "responses of 4xx")
        check_equal(samples['holdfast_refusals_total{code="unauthenticated"}'], 1, "refusals")
        check(samples['holdfast_journal_syncs_total'] > 0, "no sync was counted")
        logged = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
        check_equal([(line["http.method"], line["http.path"], line["http.status"]) for line in logged],
                    [("GET", "/livez", 200), ("GET", "/readyz", 200), ("GET", "/products", 401),
                     ("GET", "/metrics", 200)], "the log")
        check_equal(logged[2]["requestId"], "seen", "the request id in the log")
        context.note(f"{len(samples)} samples")


TESTS = [
    ("http", "a connection lives on until one side ends it", keep_alive),
    ("http", "1,000 pipelined requests are answered in order", pipelining),
    ("http", "content in chunks is the same content", chunked_content),
    ("http", "100 Continue comes before the content", continues),
    ("http", "HEAD answers as GET without the content", head_is_get),
    ("http", "paths say which methods they have", methods_of_paths),
    ("http", "a tag is good until something changes", entity_tags),
    ("http", "a change against an old version is a conflict", if_match),
    ("http", "responses and errors name their request", request_ids),
    ("http", "keys hold over both protocols", keys),
    ("http", "what is no proper request gets its status", refused_requests),
    ("http", "a request cut anywhere is the same request", every_split),
    ("http", "the server tells how it is and what it does", watched),
    ("http", "SIGTERM answers what has arrived", drains),
]
