"""Every bad request gets one error of the seed's form with a stable code, and changes nothing."""

import json

from harness import Failure, check, check_equal
from holdfast_client import Connection, ConnectionEnded, encode
from server_process import ServerProcess
from shop import make_customer, make_product

LIMIT = 1 << 20
RESERVE = {"op": "inventory.reserve", "sku": "BAD", "quantity": 1}


def check_error_form(error, what):
    """The seed's form: statusCode, code, error, message, and perhaps details."""
    names = set(error) - {"details"}
    check_equal(names, {"statusCode", "code", "error", "message"}, f"members of the error to {what}")
    check(isinstance(error["statusCode"], int) and 400 <= error["statusCode"] <= 599, f"{what}: {error}")
    for name in ("code", "error", "message"):
        check(isinstance(error[name], str) and error[name], f"{what}: {name} of {error}")
    check(error["code"] == error["code"].lower() and " " not in error["code"], f"{what}: code of {error}")


class World:
    """A server with one of everything, and its state as text."""

    def __init__(self, context):
        self.server = ServerProcess(context, context.path("data"))

    def __enter__(self):
        self.server.start()
        self.client = self.server.connect()
        self.customer = make_customer(self.client)
        self.variant = make_product(self.client, "BAD", 100)
        order = self.client.ok("orders.create", customerId=self.customer, items=[{"sku": "BAD", "quantity": 2}])
        self.order = order["orderId"]
        self.client.ok("inventory.reserve", sku="BAD", quantity=1, reservationId="bad-1", ttlSeconds=0)
        return self

    def __exit__(self, *_):
        self.client.close()
        if self.server.process.poll() is None:
            self.server.kill()

    def state(self):
        """Everything a refused request could have changed."""
        requests = [{"op": f"{name}.list", "limit": 100} for name in ("products", "customers", "orders", "inventory")]
        requests += [{"op": "orders.get", "orderId": self.order, "view": "full"},
                     {"op": "inventory.history", "sku": "BAD"}]
        return json.dumps(self.client.pipeline(requests), sort_keys=True)


def check_refusals(world, cases):
    """Sends each `(line, codes)`; each must be refused with one of the codes, and change nothing."""
    before = world.state()
    wrong = []
    for line, codes in cases:
        reply = world.client.pipeline([line])[0]
        error = reply.get("error")
        if error is None:
            wrong.append(f"{encode(line)[:200]!r} is accepted: {json.dumps(reply)[:200]}")
            continue
        check_error_form(error, encode(line)[:200])
        if codes and error["code"] not in codes:
            wrong.append(f"{encode(line)[:200]!r}: {error['code']} {error['statusCode']}, not {'/'.join(codes)}")
    check(not wrong, "\n    " + "\n    ".join(wrong))
    check_equal(world.state(), before, "the state after refused requests")


def malformed_lines(context):
    """What is not a JSON object is malformed_json, and the connection lives on."""
    malformed = [
        b"{", b"}", b"[]", b"null", b"1", b'"ping"', b"{]", b'{"op":"ping"', b'{"op":"ping"}}', b'{"op":"ping"} x',
        b"{'op':'ping'}", b'{"op":ping}', b'{"op":"ping",}', b'{,"op":"ping"}', b'{"op" "ping"}', b'{op:"ping"}',
        b'{"op":"pi\xffng"}', b'{"op":"\xc0\xaf"}', b'{"op":"\xed\xa0\x80"}', b'{"op":"\\ud800"}',
        b'{"op":"\\udc00\\ud800"}', b'{"op":"pi\x00ng"}', b'{"op":"pi\x1fng"}', b'{"op":"\\x"}', b'{"op":"\\u12"}',
        b'{"op":"ping","id":01}', b'{"op":"ping","id":1.}', b'{"op":"ping","id":.5}', b'{"op":"ping","id":+1}',
        b'{"op":"ping","id":NaN}', b'{"op":"ping","id":Infinity}', b'{"op":"ping","id":0x1}',
        b'\xef\xbb\xbf{"op":"ping"}', b'{"a":' * 5000, b"[" * 100_000, b'{"op":"ping"}\x00', b"\x00\x01\x02\x03",
        b'/* c */{"op":"ping"}', b'{"op":"ping"}//', b"   x   ", b"tru", b'{"op":"ping",\n'.strip(),
    ]
    cases = [(line, ["malformed_json"]) for line in malformed]
    cases += [(b'{"op":"ping","op":"ping"}', ["malformed_json", "invalid_value", "duplicate_key"]),
              (b'{"op":"ping","\\u006fp":"ping"}', ["malformed_json", "invalid_value", "duplicate_key"])]
    with World(context) as world:
        check_refusals(world, cases)


def unknown_and_missing(context):
    """Unknown operations and fields, missing and mistyped ones have their own codes."""
    unknown_field = [{"op": "ping", "x": 1}, {**RESERVE, "Quantity": 1}, {**RESERVE, "__proto__": {}},
                     {"op": "products.create", "name": "x", "basePrice": "1.00", "id2": "x"}]
    missing = [{"op": "inventory.reserve", "sku": "BAD"}, {"op": "inventory.reserve", "quantity": 1},
               {"op": "products.create", "basePrice": "1.00"}, {"op": "orders.get"}, {"op": "orders.create"},
               {"op": "customers.create", "firstName": "a", "lastName": "b"}, {"op": "inventory.release"},
               {"op": "inventory.adjust", "sku": "BAD"}, {"op": "auth"}, {"op": "batch"}]
    invalid = [{**RESERVE, "sku": 5}, {**RESERVE, "quantity": "1x"}, {**RESERVE, "quantity": []},
               {**RESERVE, "reservationId": "r" * 129, "ttlSeconds": 60}, {**RESERVE, "ttlSeconds": -1},
               {**RESERVE, "ttlSeconds": 1e300}, {**RESERVE, "idempotencyKey": "k" * 129},
               {"op": "ping", "id": "i" * 65}, {"op": "ping", "id": None}, {"op": "ping", "id": []},
               {"op": "ping", "id": True}, {"op": "ping", "id": {}}, {"op": "orders.list", "limit": 0},
               {"op": "orders.list", "limit": 101}, {"op": "orders.list", "cursor": "nonsense"},
               {"op": "products.create", "name": "x", "basePrice": "1.00", "status": "SOLD"},
               {"op": "batch", "requests": {}}, {"op": "batch", "requests": 7}]
    not_found = [{"op": "orders.get", "orderId": "nope"}, {"op": "orders.getByNumber", "orderNumber": "ORD-999999"},
                 {"op": "customers.get", "customerId": "nope"}, {"op": "products.get", "productId": "nope"},
                 {**RESERVE, "sku": "bad"}, {"op": "inventory.getByVariant", "sku": "NOPE"},
                 {"op": "inventory.extend", "reservationId": "nope", "ttlSeconds": 5}]
    cases = [(case, ["unknown_field"]) for case in unknown_field]
    cases += [(case, ["missing_field"]) for case in missing]
    cases += [(case, ["invalid_value"]) for case in invalid]
    cases += [({"op": name}, ["unknown_operation"]) for name in ("", "nope", "Ping", "orders", "orders.", "ping ")]
    cases.append(({**RESERVE, "sku": None}, ["missing_field", "invalid_value"]))
    cases += [({}, ["missing_field", "unknown_operation"]), ({"op": 5}, None), ({"op": None}, None)]
    with World(context) as world:
        items = [{"sku": "BAD", "quantity": 1, "colour": "red"}]
        cases.append(({"op": "orders.create", "customerId": world.customer, "items": items}, ["unknown_field"]))
        check_refusals(world, cases)
        for case in not_found:
            error = world.client.pipeline([case])[0].get("error")
            check(error is not None and error["statusCode"] == 404 and error["code"].endswith("not_found"),
                  f"{case}: {error}")
            check_error_form(error, case)


def quantities_and_money(context):
    """Negative, zero, fractional and overflowing quantities and money are refused, never wrapped."""
    quantities = [b"0", b"-1", b"1.5", b"1e2", b"1e400", b"-0", b"2147483648", b"4294967297", b"9223372036854775807",
                  b"9223372036854775808", b"18446744073709551617", b"-9223372036854775809", b"1" * 400, b'"1"',
                  b"true", b"null", b"[]", b"0.9999999999999999999", b"1.0000000000000000001"]
    amounts = [b'"-0.01"', b'"0.001"', b'"1e2"', b'"1,00"', b'"100000000.00"', b'"99999999999999999999.00"', b'""',
               b'"."', b'"1."', b'" 1.00"', b'"1.00 "', b'"+1.00"', b'"NaN"', b'"0x1"', b'"1.001"', b"-0.01", b"0.001",
               b"1e400", b"92233720368547758.08", b"null", b"[]", b'"\\u0661.00"', b"true"]
    with World(context) as world:
        cases = []
        for value in quantities:
            cases.append((b'{"op":"inventory.reserve","sku":"BAD","quantity":%b}' % value, None))
            cases.append((b'{"op":"orders.create","customerId":"%b","items":[{"sku":"BAD","quantity":%b}]}'
                          % (world.customer.encode(), value), None))
        for value in (b"0", b"1.5", b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808",
                      b"-101", b'"5"', b"null", b"4294967296", b"2147483648"):
            cases.append((b'{"op":"inventory.adjust","sku":"BAD","reason":"OTHER","quantityChange":%b}' % value, None))
        for value in amounts:
            cases.append((b'{"op":"products.create","name":"p","sku":"M","basePrice":%b}' % value, None))
            cases.append((b'{"op":"orders.create","customerId":"%b",'
                          b'"items":[{"sku":"BAD","quantity":1,"unitPrice":%b}]}'
                          % (world.customer.encode(), value if value != b"null" else b"{}"), None))
        for tax, discount, unit, quantity in (("0.00", "4.96", "4.95", 1), ("99999999.99", "0.00", "4.95", 1),
                                              ("0.00", "0.00", "99999999.99", 2), ("0.00", "0.00", "2000000.00", 98)):
            cases.append(({"op": "orders.create", "customerId": world.customer, "tax": tax, "discount": discount,
                           "items": [{"sku": "BAD", "quantity": quantity, "unitPrice": unit}]}, None))
        twice = [{"sku": "BAD", "quantity": 9223372036854775807}, {"sku": "BAD", "quantity": 9223372036854775807}]
        cases.append(({"op": "orders.create", "customerId": world.customer, "items": twice}, None))
        cases.append(({"op": "orders.create", "customerId": world.customer, "items": []}, None))
        cases.append(({"op": "orders.create", "customerId": world.customer,
                       "items": [{"sku": "BAD", "quantity": 1}] * 2001}, None))
        check_refusals(world, cases)


def contradictions(context):
    """Requests that contradict themselves or the state are refused and change nothing."""
    with World(context) as world:
        other = make_product(world.client, "OTHER", 5)
        draft = world.client.ok("products.create", name="draft", basePrice="1.00", sku="DRAFT", quantity=5)["variants"]
        item = {"sku": "BAD", "quantity": 1}
        order = {"op": "orders.create", "customerId": world.customer}
        cases = [
            ({**RESERVE, "variantId": other}, None),
            ({"op": "orders.updateStatus", "orderId": world.order, "status": "DELIVERED"}, ["invalid_transition"]),
            ({"op": "orders.updateStatus", "orderId": world.order, "status": "PENDING"}, ["invalid_transition"]),
            ({"op": "orders.updateStatus", "orderId": world.order, "status": "LOST"}, ["invalid_value"]),
            ({"op": "orders.updatePayment", "orderId": world.order, "paymentStatus": "REFUNDED"},
             ["invalid_transition"]),
            ({**order, "items": [{"reservationId": "bad-1", "quantity": 1}]}, None),
            ({**order, "items": [{"reservationId": "bad-1", "sku": "BAD"}]}, None),
            ({**order, "items": [{"reservationId": "never"}]}, ["reservation_not_found"]),
            ({**order, "items": [item], "shippingAddress": {"line1": "x" * 5000}}, None),
            ({**order, "items": [item], "shippingAddress": "London"}, ["invalid_value"]),
            ({**order, "items": [item], "shippingMethodId": "nope"}, None),
            ({**order, "customerId": "nope", "items": [item]}, None),
            ({"op": "customers.create", "email": "ADA@example.com", "firstName": "a", "lastName": "b"},
             ["already_exists"]),
            ({"op": "customers.create", "email": "no-at-sign", "firstName": "a", "lastName": "b"}, ["invalid_value"]),
            ({"op": "products.create", "name": "x", "basePrice": "1.00", "sku": "BAD"}, ["already_exists"]),
            ({"op": "inventory.adjust", "sku": "BAD", "quantityChange": -98, "reason": "LOST"}, ["below_reserved"]),
            ({"op": "inventory.adjust", "sku": "BAD", "quantityChange": 1, "reason": "COUNTED", "expectedQuantity": 7},
             ["version_conflict"]),
            ({"op": "inventory.reserve", "sku": "BAD", "quantity": 2, "reservationId": "bad-1", "ttlSeconds": 0},
             ["reservation_mismatch"]),
        ]
        check(len(draft) == 1, "a draft has its default variant")
        check_refusals(world, cases)
        bare = world.client.ok("customers.create", email="bare@example.com", firstName="a", lastName="b")["id"]
        check_refusals(world, [({**order, "customerId": bare, "items": [item]}, ["missing_field"])])


def ids_are_echoed(context):
    """An id is echoed byte for byte; an empty line is ignored; a CR before the newline is, too."""
    with World(context) as world:
        for identifier in (b"1", b"-0", b"1.50", b"1e5", b'"a"', b'"\\u0041\\/"', b'"\xc3\xa9"', b"0.1E-7",
                           b'"' + b"i" * 64 + b'"', b"12345678901234567890123"):
            world.client.send_raw(b'\n\r\n{"id":%b,"op":"ping"}\r\n' % identifier)
            line = world.client.read_line()
            check(line.startswith(b'{"id":%b,' % identifier), f"id {identifier!r} is echoed as {line[:120]!r}")
        for line, echoed in ((b'{"id":7,"op":"nope"}', 7), (b'{"op":"inventory.reserve","id":"z"}', "z")):
            check_equal(world.client.pipeline([line])[0].get("id"), echoed, f"the id of the error to {line!r}")


def ends_of_connections(context):
    """Over-long lines and HTTP get one error and the end; an unfinished last line is never run."""
    with World(context) as world:
        before = world.state()
        for data, code in ((b'{"op":"ping","x":"' + b"y" * LIMIT + b'"}\n', 413),
                           (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
                           (b"POST /orders HTTP/1.1\r\nA: b\r\n\r\n{}", None)):
            with world.server.connect() as client:
                try:
                    client.send_raw(data)
                except ConnectionEnded:
                    pass
                error = client.reply().get("error")
                check(error is not None, f"{data[:40]!r} has no error")
                check_error_form(error, data[:40])
                check(code is None or error["statusCode"] == code, f"{data[:40]!r}: {error}")
                try:
                    raise Failure(f"{data[:40]!r}: the connection goes on: {client.read_line()[:200]!r}")
                except ConnectionEnded:
                    pass
        padded = b'{"op":"ping"' + b" " * (LIMIT - 14) + b"}\n"
        check("ok" in world.client.pipeline([padded])[0], "a line of exactly 1 MiB is allowed")
        with world.server.connect() as client:
            client.send_raw(encode({**RESERVE, "reservationId": "unfinished"})[:-1])
            client.socket.shutdown(1)
            try:
                raise Failure(f"an unfinished line is answered: {client.read_line()[:200]!r}")
            except ConnectionEnded:
                pass
        check_equal(world.state(), before, "the state")


def signing_in(context):
    """Before `auth` only `ping` and `describe` are answered; wrong tokens are refused."""
    with World(context) as world, Connection(world.server.address) as client:
        before = world.state()
        for op in ("ping", "describe"):
            check("ok" in client.request(op), f"{op} before auth")
        operations = ["products.list", "orders.list", "customers.list", "inventory.list", "inventory.reserve",
                      "orders.create", "system.snapshot", "products.create", "inventory.adjust"]
        for op in operations:
            error = client.error(op)
            check_equal((error["code"], error["statusCode"]), ("unauthenticated", 401), f"{op} before auth")
        results = client.ok("batch", requests=[RESERVE, {"op": "ping"}])["results"]
        check_equal(results[0]["error"]["code"], "unauthenticated", "a reservation in a batch before auth")
        for token in ("", "x", world.server.token[:-1], world.server.token + "x", "é" * 20, "a.b.c"):
            error = client.error("auth", token=token)
            check(error["code"] in ("unauthenticated", "invalid_value"), f"auth with {token!r}: {error}")
        check_equal(client.error("orders.list")["code"], "unauthenticated", "after failed attempts")
        client.ok("auth", token=world.server.token)
        client.ok("orders.list")
        client.error("auth", token="x")
        check_equal(world.state(), before, "the state")


def one_name(context):
    """Hundreds of products may share a name; each gets a slug of its own, and a short one."""
    with World(context) as world:
        requests = [{"op": "products.create", "name": "Same", "basePrice": "1.00"}] * 600
        slugs = [reply["ok"]["slug"] for reply in world.client.pipeline(requests)]
        check_equal(len(set(slugs)), len(slugs), "slugs")
        check(max(map(len, slugs)) < 40, f"the longest slug is {max(slugs, key=len)}")


TESTS = [
    ("bad-input", "many products of one name", one_name),
    ("bad-input", "what is not a JSON object is malformed_json", malformed_lines),
    ("bad-input", "unknown, missing and mistyped have their codes", unknown_and_missing),
    ("bad-input", "quantities and money are refused, never wrapped", quantities_and_money),
    ("bad-input", "contradictions are refused", contradictions),
    ("bad-input", "ids are echoed byte for byte", ids_are_echoed),
    ("bad-input", "over-long lines and HTTP end the connection", ends_of_connections),
    ("bad-input", "nothing is done before auth", signing_in),
]
