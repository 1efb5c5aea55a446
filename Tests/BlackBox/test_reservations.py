"""Reservations, keys and batches one at a time: the details that scripts lean on."""

import json

from harness import check, check_equal, wait_until
from server_process import ServerProcess
from shop import make_customer, make_product, order_total, stock


def same_reservation_again(context):
    """The same id and content gives the same answer; other content is a mismatch."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "R", 10)
        body = {"sku": "R", "quantity": 2, "reservationId": "cart", "ttlSeconds": 600}
        first = client.ok("inventory.reserve", **body)
        again = client.ok("inventory.reserve", **body)
        check(again.pop("replayed") is True, "a repeated reservation says replayed")
        first.pop("replayed", None)
        check_equal(again, first, "the repeated answer")
        error = client.error("inventory.reserve", **{**body, "quantity": 3})
        check_equal((error["code"], error["statusCode"]), ("reservation_mismatch", 409), "other content")
        check_equal(stock(client, "R"), (10, 2, 8), "stock")
        endless = client.ok("inventory.reserve", sku="R", quantity=1, reservationId="endless", ttlSeconds=0)
        check_equal(endless["expiresAt"], None, "expiresAt of ttlSeconds 0")


def deadlines(context):
    """A reservation past its deadline blocks nobody, before and after kill -9."""
    with ServerProcess(context, context.path("data")) as server:
        with server.connect() as client:
            make_product(client, "TTL", 3)
            client.ok("inventory.reserve", sku="TTL", quantity=1, reservationId="short", ttlSeconds=1)
            client.ok("inventory.reserve", sku="TTL", quantity=1, reservationId="longer", ttlSeconds=3)
            client.ok("inventory.reserve", sku="TTL", quantity=1, reservationId="saved", ttlSeconds=1)
            client.ok("inventory.extend", reservationId="saved", ttlSeconds=600)
            check_equal(client.error("inventory.reserve", sku="TTL", quantity=1)["code"], "insufficient_stock",
                        "a fourth unit of three")
            wait_until(lambda: stock(client, "TTL")[2] == 1, 5, "a lapsed reservation frees its unit")
            check_equal(client.ok("inventory.release", reservationId="short")["released"], 0, "release after")
        server.kill()
        server.start()
        with server.connect() as client:
            wait_until(lambda: stock(client, "TTL")[2] == 2, 6, "a deadline survives a crash")
            check_equal(client.error("inventory.extend", reservationId="longer", ttlSeconds=60)["code"],
                        "reservation_ended", "extending a lapsed reservation")
            client.ok("inventory.reserve", sku="TTL", quantity=2)
            check_equal(stock(client, "TTL"), (3, 3, 0), "stock")


def conversion(context):
    """An order line converts a reservation exactly once; a refused order gives it back."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "A", 5)
        make_product(client, "B", 0)
        client.ok("inventory.reserve", sku="A", quantity=4, reservationId="cart", ttlSeconds=600)
        converting = [{"reservationId": "cart"}]
        refused = client.error("orders.create", customerId=customer,
                               items=[*converting, {"sku": "B", "quantity": 1}])
        check_equal(refused["code"], "insufficient_stock", "an order over an empty variant")
        check_equal(stock(client, "A"), (5, 4, 1), "the reservation is still there")
        check("error" in client.request("orders.create", customerId=customer, items=converting * 2),
              "an order that names one reservation twice is refused")
        client.ok("orders.create", customerId=customer, items=converting)
        check_equal(stock(client, "A"), (5, 4, 1), "a conversion takes no second claim")
        ended = client.error("orders.create", customerId=customer, items=converting)
        check_equal((ended["code"], ended["statusCode"]), ("reservation_ended", 409), "converting twice")
        check_equal(client.ok("inventory.release", reservationId="cart")["released"], 0, "releasing it")
        check_equal(order_total(client), 1, "orders")


def batches(context):
    """A batch answers each request in order, each seeing what those before it did."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "BATCH", 3)
        reserve = {"op": "inventory.reserve", "sku": "BATCH", "quantity": 2}
        requests = [reserve, reserve, {"op": "nonsense"}, {"op": "inventory.getByVariant", "sku": "BATCH"}]
        results = client.ok("batch", requests=requests)["results"]
        check_equal([next(iter(result)) for result in results], ["ok", "error", "error", "ok"], "verdicts")
        check_equal(results[1]["error"]["code"], "insufficient_stock", "the second reservation")
        check_equal(results[2]["error"]["code"], "unknown_operation", "the third request")
        check_equal(results[3]["ok"]["reserved"], 2, "what the last request sees")
        many = client.ok("batch", requests=[{"op": "ping"}] * 1000)["results"]
        check_equal(len(many), 1000, "results of a full batch")
        check("error" in client.request("batch", requests=[{"op": "ping"}] * 1001), "1,001 are too many")


def keys_survive_a_crash(context):
    """Every keyed operation answers after kill -9 what it answered first."""
    with ServerProcess(context, context.path("data")) as server:
        with server.connect() as client:
            customer = make_customer(client, idempotencyKey="c1")
            make_product(client, "K", 50, idempotencyKey="p1")
            requests = [
                {"op": "inventory.adjust", "idempotencyKey": "a1", "sku": "K", "quantityChange": 5,
                 "reason": "RECEIVED"},
                {"op": "inventory.reserve", "idempotencyKey": "r1", "sku": "K", "quantity": 2},
                {"op": "orders.create", "idempotencyKey": "o1", "customerId": customer,
                 "items": [{"sku": "K", "quantity": 3}]},
            ]
            first = [client.ok(**request) for request in requests]
            order = first[2]["orderId"]
            more = [{"op": "orders.updateStatus", "idempotencyKey": "s1", "orderId": order,
                     "status": "PROCESSING"},
                    {"op": "orders.fulfil", "idempotencyKey": "f1", "orderId": order,
                     "lines": [{"sku": "K", "quantity": 1}]}]
            first += [client.ok(**request) for request in more]
            requests += more
            before = stock(client, "K")
        server.kill()
        server.start()
        with server.connect() as client:
            for request, answer in zip(requests, first):
                again = client.ok(**request)
                check(again.pop("replayed", None) is True, f"replayed is missing: {json.dumps(request)}")
                answer.pop("replayed", None)
                check_equal(again, answer, f"the replay of {request['op']}")
            check_equal(make_customer(client, idempotencyKey="c1"), customer, "the customer")
            make_product(client, "K", 50, idempotencyKey="p1")
            check_equal(stock(client, "K"), before, "stock")
            check_equal(before, (54, 4, 50), "stock before")


def shipping_and_cancelling(context):
    """Shipping lowers quantity and claims alike, cancelling frees what has not shipped."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "S", 20)
        order = client.ok("orders.create", customerId=customer, items=[{"sku": "S", "quantity": 8}])["orderId"]
        early = client.error("orders.fulfil", orderId=order)
        check_equal((early["code"], early["statusCode"]), ("invalid_transition", 409), "fulfilling a PENDING order")
        client.ok("orders.updateStatus", orderId=order, status="PROCESSING")
        client.ok("orders.fulfil", orderId=order, lines=[{"sku": "S", "quantity": 3}])
        check_equal(stock(client, "S"), (17, 5, 12), "after shipping 3 of 8")
        same = client.error("orders.updateStatus", orderId=order, status="PROCESSING")
        check_equal(same["code"], "invalid_transition", "a move to the same status")
        client.ok("orders.cancel", orderId=order, reason="CUSTOMER")
        check_equal(stock(client, "S"), (17, 0, 17), "after cancelling the rest")
        again = client.error("orders.cancel", orderId=order, reason="CUSTOMER")
        check_equal(again["code"], "invalid_transition", "cancelling twice")
        below = client.error("inventory.adjust", sku="S", quantityChange=-18, reason="LOST")
        check("code" in below, "quantity below zero")
        client.ok("inventory.reserve", sku="S", quantity=10)
        below = client.error("inventory.adjust", sku="S", quantityChange=-8, reason="LOST")
        check_equal(below["code"], "below_reserved", "an adjustment below the claims")


TESTS = [
    ("reservations", "the same id and content answers the same", same_reservation_again),
    ("reservations", "a deadline is exact and survives a crash", deadlines),
    ("reservations", "an order converts a reservation once", conversion),
    ("reservations", "a batch is executed in order", batches),
    ("reservations", "keys answer the same after kill -9", keys_survive_a_crash),
    ("reservations", "shipping and cancelling move the right units", shipping_and_cancelling),
]
