"""At least 100,000 randomly damaged requests: one answer each, in the right form, and the server lives."""

import json
import re
from collections import Counter, deque

from harness import DATA, Skip, check, check_equal
from server_process import ServerProcess, run_tool
from shop import ADDRESS, make_customer, make_product
from test_bad_input import check_error_form

CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
TOKENS = [b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"-1", b"0", b"1e400", b"1.5", b"\x00",
          b"\xff", b"\xc3", b"\\ud800", b"\\u0000", b"9223372036854775808", b"18446744073709551616", b"[" * 40,
          b'{"a":' * 40, b'""', b'"quantity":-5', b'"sku"', b'"op":"ping"', b"99999999.99", b"\r", b"\t", b" ",
          b"\xe2\x80\xa8", b'"id":"x"', b"NaN", b"Infinity", b"0x10", b"01", b"'", b"/**/"]
STATUS = {"malformed_json": {400}, "unknown_field": {400}, "missing_field": {400}, "invalid_value": {400},
          "insufficient_stock": {400}, "unauthenticated": {401}, "forbidden": {403}, "key_reused": {422},
          "invalid_transition": {409}, "version_conflict": {409}, "reservation_mismatch": {409},
          "reservation_ended": {409}, "not_sellable": {409}, "already_exists": {409}, "below_reserved": {409}}


def valid_requests(customer, order):
    """What gets damaged: a bit of everything a client sends."""
    item = {"sku": "MUT-1", "quantity": 2}
    address = json.dumps(ADDRESS)
    requests = [
        {"op": "ping"}, {"op": "inventory.reserve", "sku": "MUT-1", "quantity": 1},
        {"op": "inventory.reserve", "sku": "MUT-2", "quantity": 1, "reservationId": "cart-1", "ttlSeconds": 600},
        {"op": "inventory.release", "reservationId": "cart-1"}, {"op": "inventory.getByVariant", "sku": "MUT-1"},
        {"op": "inventory.extend", "reservationId": "cart-1", "ttlSeconds": 60},
        {"op": "inventory.adjust", "sku": "MUT-2", "quantityChange": 3, "reason": "RECEIVED", "notes": "n"},
        {"op": "orders.create", "idempotencyKey": "key-1", "customerId": customer, "items": [item]},
        {"op": "orders.create", "customerId": customer, "items": [item, {"sku": "MUT-2", "quantity": 1,
                                                                         "unitPrice": "4.95"}],
         "shippingAddress": json.loads(address), "tax": "0.10", "discount": "0.05", "customerNotes": "hello"},
        {"op": "orders.get", "orderId": order}, {"op": "orders.list", "limit": 1},
        {"op": "orders.updateStatus", "orderId": order, "status": "PROCESSING", "notes": "go"},
        {"op": "customers.create", "email": "m@example.com", "firstName": "M", "lastName": "N"},
        {"op": "products.create", "name": "New", "basePrice": "1.00", "sku": "NEW-1", "quantity": 5},
        {"op": "batch", "requests": [{"op": "ping"}, {"op": "inventory.reserve", "sku": "MUT-1", "quantity": 1}]},
    ]
    return [json.dumps({"id": number, **request}, separators=(",", ":")).encode()
            for number, request in enumerate(requests, 1)]


def damage(random, line):
    """One to four random changes to a line; never a newline, never an empty line."""
    data = bytearray(line)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        kind = random.randrange(7)
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((1, 1, 2, 5, 20)))
        if kind == 0 and start < len(data):
            data[start] ^= 1 << random.randrange(8)
        elif kind == 1:
            del data[start:end]
        elif kind == 2:
            data[start:start] = random.choice(TOKENS)
        elif kind == 3:
            data[start:end] = random.choice(TOKENS)
        elif kind == 4:
            data[start:start] = data[start:end] * random.choice((1, 2, 50))
        elif kind == 5:
            del data[start:]
        else:
            other = random.randrange(len(data) + 1)
            data[start:start] = data[other:other + 12]
    cleaned = bytes(data).replace(b"\n", b" ")
    return cleaned if cleaned.strip(b" \t\r") else b"x"


def python_reads(line):
    """True or False: Python's reader takes this line as an object; None where the wire is stricter."""
    def members(pairs):
        if len(dict(pairs)) != len(pairs):
            raise OverflowError
        return dict(pairs)

    def constant(_):
        raise ValueError("not JSON")

    try:
        text = line.removesuffix(b"\r").decode()
        if "\\ud" in text.lower():
            return None
        return isinstance(json.loads(text, object_pairs_hook=members, parse_constant=constant), dict)
    except (OverflowError, RecursionError):
        return None
    except ValueError:
        return False


class Verdicts:
    """Judges each reply against the line it answers, and counts."""

    def __init__(self):
        self.sent = {}
        self.codes = Counter()
        self.created = Counter()

    def judge(self, line, answer):
        """One reply to one damaged line."""
        what = f"{line[:300]!r} is answered {answer[:300]!r}"
        reply = json.loads(answer)
        check(("ok" in reply) != ("error" in reply) and set(reply) <= {"id", "ok", "error"}, what)
        readable = python_reads(line)
        if "error" in reply:
            error = reply["error"]
            check_error_form(error, line[:200])
            check(CODE.match(error["code"]) and error["statusCode"] < 500, what)
            self.codes[error["code"], error["statusCode"]] += 1
            check(error["statusCode"] in STATUS.get(error["code"], {error["statusCode"]}), what)
            if error["code"] == "malformed_json":
                check(readable is not True or line.count(b"{") + line.count(b"[") > 30, f"good JSON: {what}")
            return
        check(readable is not False, f"bad JSON is accepted: {what}")
        self.codes["ok", 200] += 1
        result = reply["ok"]
        self.created["orders"] += "orderNumber" in result and result.get("replayed") is False
        self.created["customers"] += "email" in result
        self.created["products"] += "variants" in result


def random_mutations(context):
    """100,000 damaged requests over 16 connections: one error each of the right form; the server lives."""
    count = 100_000 if context.quick else 1_000_000
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        for sku in ("MUT-1", "MUT-2"):
            make_product(client, sku, 1_000_000)
        order = client.ok("orders.create", customerId=customer, items=[{"sku": "MUT-1", "quantity": 1}])["orderId"]
        lines = valid_requests(customer, order)
        verdicts, in_flight, left = Verdicts(), [deque() for _ in range(16)], [count]

        def next_line(lane):
            if left[0] == 0:
                return None
            left[0] -= 1
            line = damage(context.random, context.random.choice(lines))
            in_flight[lane].append(line)
            return line + b"\n"

        fleet = server.fleet(16)
        fleet.run(next_line, lambda lane, answer: verdicts.judge(in_flight[lane].popleft(), answer), 64)
        ended = [lane for lane in range(16) if not fleet.lanes[lane].open]
        check(not ended, f"connections ended; unanswered first: {[in_flight[lane][0] for lane in ended]}")
        fleet.close()
        check_equal(sum(verdicts.codes.values()), count, "answers")
        check_equal(client.ok("orders.list", limit=1)["total"], 1 + verdicts.created["orders"], "orders")
        check_equal(client.ok("customers.list", limit=1)["total"], 1 + verdicts.created["customers"], "customers")
        check_equal(client.ok("products.list", limit=1)["total"], 2 + verdicts.created["products"], "products")
        server.terminate()
    code, output, errors = run_tool(context, "verify", context.path("data"), "--json")
    check_equal((code, json.loads(output)["violations"]), (0, []), f"verify afterwards ({errors[-300:]})")
    refused = sum(number for (name, _), number in verdicts.codes.items() if name != "ok")
    context.note(f"{refused} of {count} refused with {len(verdicts.codes) - 1} codes")


def json_test_suite(context):
    """The cases of JSONTestSuite as a member of a request: read, or malformed_json; `i_` either."""
    folder = DATA / "json-test-suite"
    if not folder.is_dir():
        raise Skip(f"{folder} is not here")
    cases = []
    for path in sorted(folder.glob("*.json")):
        content = path.read_bytes()
        if b"\n" in content.strip(b"\n"):
            continue  # a newline ends a line of the wire
        line = b'{"op":"ping","x":' + content.strip(b"\n") + b"}"
        cases.append((path.name, line, python_reads(line)))
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        replies = client.pipeline([line for _, line, _ in cases])
    wrong = []
    for (name, line, readable), reply in zip(cases, replies):
        code = reply.get("error", {}).get("code")
        expected = {"unknown_field", "malformed_json"}
        if name.startswith("y_") and readable:
            expected = {"unknown_field"}
        elif name.startswith("n_") and readable is False:
            expected = {"malformed_json"}
        if code not in expected:
            wrong.append(f"{name}: {json.dumps(reply)[:120]}")
    check(not wrong, "; ".join(wrong))
    context.note(f"{len(cases)} cases")


TESTS = [
    ("mutation", "a hundred thousand damaged requests and more", random_mutations),
    ("mutation", "the JSON test suite through the socket", json_test_suite),
]
