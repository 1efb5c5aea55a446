"""Exactness under contention: as many winners as there are units, whatever the crowd."""

import json
from collections import Counter

from harness import check, check_equal
from holdfast_client import encode, run_requests
from server_process import ServerProcess
from shop import make_customer, make_product, order_total, stock


def outcomes(replies):
    """Counts replies by `ok` or error code, parsing only what is needed."""
    counts = Counter()
    for line in replies:
        reply = json.loads(line)
        counts["ok" if "ok" in reply else reply["error"]["code"]] += 1
    return counts


def flash_sale_of_reservations(context):
    """10,000 units, 100,000 requests over 64 connections: exactly 10,000 succeed, every time."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        for run in range(1 if context.quick else 3):
            sku = f"FLASH-{run}"
            make_product(client, sku, 10_000)
            requests = [encode({"op": "inventory.reserve", "sku": sku, "quantity": 1,
                                "reservationId": f"{sku}-{number}", "ttlSeconds": 3600})
                        for number in range(100_000)]
            counts = outcomes(run_requests(server.address, server.token, requests))
            check_equal(dict(counts), {"ok": 10_000, "insufficient_stock": 90_000}, f"outcomes of {sku}")
            check_equal(stock(client, sku), (10_000, 10_000, 0), f"stock of {sku}")


def flash_sale_of_orders(context):
    """The same with whole orders; numbers have no gap, and no loser leaves an order behind."""
    units, crowd = (2_000, 20_000) if context.quick else (10_000, 100_000)
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "SALE", units)
        requests = [encode({"op": "orders.create", "idempotencyKey": f"sale-{number}", "customerId": customer,
                            "items": [{"sku": "SALE", "quantity": 1}]}) for number in range(crowd)]
        replies = run_requests(server.address, server.token, requests)
        check_equal(dict(outcomes(replies)), {"ok": units, "insufficient_stock": crowd - units}, "outcomes")
        check_equal(stock(client, "SALE"), (units, units, 0), "stock")
        check_equal(order_total(client), units, "orders")
        placed = [reply["ok"] for reply in map(json.loads, replies) if "ok" in reply]
        numbers = sorted(int(order["orderNumber"].removeprefix("ORD-")) for order in placed)
        check_equal(numbers, list(range(numbers[0], numbers[0] + units)), "order numbers")
        listed = client.ok("customers.orders", customerId=customer, limit=1)["total"]
        check_equal(listed, units, "orders in the customer's history")


def last_unit(context):
    """The last unit among 500 racers on 500 connections: one wins."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        for run in range(5 if context.quick else 20):
            sku = f"LAST-{run}"
            make_product(client, sku, 1)
            requests = [encode({"op": "inventory.reserve", "sku": sku, "quantity": 1})] * 500
            counts = outcomes(run_requests(server.address, server.token, requests, 500, 1))
            check_equal(dict(counts), {"ok": 1, "insufficient_stock": 499}, f"outcomes of {sku}")
            check_equal(stock(client, sku), (1, 1, 0), f"stock of {sku}")


def duplicate_lines(context):
    """Lines of one SKU are summed before the check, by SKU or by variant id alike."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        variant = make_product(client, "TWICE", 5)
        items = [{"sku": "TWICE", "quantity": 3}, {"variantId": variant, "quantity": 3}]
        error = client.error("orders.create", customerId=customer, items=items)
        check_equal(error["code"], "insufficient_stock", "3 + 3 of 5")
        details = error["details"]
        check_equal((details["sku"], details["requested"], details["available"]), ("TWICE", 6, 5), "details")
        check_equal(stock(client, "TWICE"), (5, 0, 5), "stock after the refusal")
        items[1]["quantity"] = 2
        order = client.ok("orders.create", customerId=customer, items=items)
        check_equal(order["total"], "24.75", "total of five at 4.95")
        check_equal(stock(client, "TWICE"), (5, 5, 0), "stock after 3 + 2")


def thousand_copies_of_a_key(context):
    """A thousand concurrent copies of one key make one order; another body with it is refused."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "KEY", 100)
        body = {"op": "orders.create", "idempotencyKey": "one-and-only", "customerId": customer,
                "items": [{"sku": "KEY", "quantity": 7}]}
        reordered = dict(reversed(body.items()))
        requests = [encode(body), encode(reordered)] * 500
        replies = [json.loads(line) for line in run_requests(server.address, server.token, requests, 100, 10)]
        check(all("ok" in reply for reply in replies), "every copy of a key must be answered with the order")
        check_equal(len({(reply["ok"]["orderId"], reply["ok"]["orderNumber"]) for reply in replies}), 1, "orders")
        fresh = sum(reply["ok"]["replayed"] is False for reply in replies)
        check_equal(fresh, 1, "replies that say the order is new")
        check_equal(stock(client, "KEY"), (100, 7, 93), "stock")
        other = {**body, "items": [{"sku": "KEY", "quantity": 8}]}
        error = client.request(**other)["error"]
        check_equal((error["code"], error["statusCode"]), ("key_reused", 422), "the key with another body")
        check_equal(order_total(client), 1, "orders")


def a_refusal_does_not_use_the_key(context):
    """A key whose request was refused is free: with stock, the same request succeeds once."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "LATER", 0)
        body = {"op": "orders.create", "idempotencyKey": "again", "customerId": customer,
                "items": [{"sku": "LATER", "quantity": 2}]}
        requests = [encode(body)] * 200
        counts = outcomes(run_requests(server.address, server.token, requests, 50, 4))
        check_equal(dict(counts), {"insufficient_stock": 200}, "copies without stock")
        client.ok("inventory.adjust", sku="LATER", quantityChange=5, reason="RECEIVED")
        replies = [json.loads(line) for line in run_requests(server.address, server.token, requests, 50, 4)]
        check_equal(sum(reply.get("ok", {}).get("replayed") is False for reply in replies), 1, "new orders")
        check_equal(stock(client, "LATER"), (5, 2, 3), "stock")


def releasing_twice(context):
    """Releasing a reservation twice, or two hundred times at once, frees its units once."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "FREE", 100)
        client.ok("inventory.reserve", sku="FREE", quantity=10, reservationId="r1", ttlSeconds=600)
        client.ok("inventory.reserve", sku="FREE", quantity=5, reservationId="r2", ttlSeconds=600)
        check_equal(client.ok("inventory.release", reservationId="r1")["released"], 10, "first release")
        check_equal(client.ok("inventory.release", reservationId="r1")["released"], 0, "second release")
        requests = [encode({"op": "inventory.release", "reservationId": "r2"})] * 200
        replies = [json.loads(line) for line in run_requests(server.address, server.token, requests, 50, 4)]
        check_equal(sorted(reply["ok"]["released"] for reply in replies), [0] * 199 + [5], "units freed")
        check_equal(stock(client, "FREE"), (100, 0, 100), "stock")
        error = client.error("inventory.release", reservationId="never-made")
        check_equal((error["code"], error["statusCode"]), ("reservation_not_found", 404), "an unknown id")
        ended = client.error("inventory.reserve", sku="FREE", quantity=10, reservationId="r1", ttlSeconds=600)
        check_equal((ended["code"], ended["statusCode"]), ("reservation_ended", 409), "an ended id again")


def a_loser_leaves_nothing(context):
    """Of two opposing crowds over two scarce variants every unit is sold, and losers hold none."""
    units, crowd = 300, 4_000
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        for sku in ("LEFT", "RIGHT"):
            make_product(client, sku, units)
        make_product(client, "PLENTY", 1_000_000)
        lines = [["PLENTY", "LEFT", "RIGHT"], ["RIGHT", "LEFT", "PLENTY"]]
        requests = [encode({"op": "orders.create", "idempotencyKey": f"o{number}", "customerId": customer,
                            "items": [{"sku": sku, "quantity": 1} for sku in lines[number % 2]]})
                    for number in range(crowd)]
        counts = outcomes(run_requests(server.address, server.token, requests))
        check_equal(dict(counts), {"ok": units, "insufficient_stock": crowd - units}, "outcomes")
        for sku in ("LEFT", "RIGHT"):
            check_equal(stock(client, sku), (units, units, 0), f"stock of {sku}")
        check_equal(stock(client, "PLENTY"), (1_000_000, units, 1_000_000 - units), "stock of PLENTY")
        check_equal(order_total(client), units, "orders")


def compare_and_set(context):
    """Of many adjustments that expect the same quantity, one wins; the others are conflicts."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "CAS", 50)
        for expected in range(50, 60):
            requests = [encode({"op": "inventory.adjust", "sku": "CAS", "quantityChange": 1,
                                "reason": "COUNTED", "expectedQuantity": expected})] * 128
            counts = outcomes(run_requests(server.address, server.token, requests, 64, 2))
            check_equal(dict(counts), {"ok": 1, "version_conflict": 127}, f"outcomes at {expected}")
        check_equal(stock(client, "CAS"), (60, 0, 60), "stock")


TESTS = [
    ("exactness", "10,000 units, 100,000 reservations, 64 connections", flash_sale_of_reservations),
    ("exactness", "a crowd of orders sells every unit once", flash_sale_of_orders),
    ("exactness", "the last unit among 500 racers", last_unit),
    ("exactness", "lines of one SKU are summed", duplicate_lines),
    ("exactness", "a thousand copies of one key make one order", thousand_copies_of_a_key),
    ("exactness", "a refusal does not use the key up", a_refusal_does_not_use_the_key),
    ("exactness", "releasing twice frees once", releasing_twice),
    ("exactness", "a loser of a race leaves nothing behind", a_loser_leaves_nothing),
    ("exactness", "compare-and-set has one winner", compare_and_set),
]
