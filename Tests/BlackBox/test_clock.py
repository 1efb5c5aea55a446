"""T14: the wall clock jumps; deadlines, orders' times and tokens behave all the same."""

import time
from contextlib import contextmanager
from pathlib import Path

from harness import check, check_equal, wait_until
from holdfast_client import Connection
from rig import require_tool
from server_process import ServerProcess
from shop import make_customer, make_product, stock
from test_jwt import HEADER, SECRET, claims, signed

# Only the calendar jumps: what measures durations goes on as it was.
STEADY = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "JWT_SECRET": SECRET.decode()}


@contextmanager
def at(context, offset, name):
    """A running server on this test's data whose wall clock is off by `offset` (as faketime takes it)."""
    require_tool("faketime")
    server = ServerProcess(context, context.path("data"), prefix=["faketime", "-f", offset], env=STEADY, name=name)
    try:
        with server:
            yield server
    finally:  # faketime leaves these behind where its program is killed
        for left in ("faketime_shm_", "sem.faketime_sem_"):
            Path(f"/dev/shm/{left}{server.process.pid}").unlink(missing_ok=True)


def back_a_day(context):
    """A clock set back a day: times do not run backwards, and deadlines are kept."""
    with at(context, "+0d", "today") as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "CLOCK", 10)
        first = client.ok("orders.create", customerId=customer, items=[{"sku": "CLOCK", "quantity": 1}], view="full")
        client.ok("inventory.reserve", sku="CLOCK", quantity=2, reservationId="old", ttlSeconds=2)
        server.kill()
    with at(context, "-1d", "yesterday") as server, server.connect() as client:
        second = client.ok("orders.create", customerId=customer, items=[{"sku": "CLOCK", "quantity": 1}], view="full")
        check(second["createdAt"] >= first["createdAt"], f"{second['createdAt']} after {first['createdAt']}")
        client.ok("inventory.reserve", sku="CLOCK", quantity=3, reservationId="new", ttlSeconds=2)
        wait_until(lambda: stock(client, "CLOCK") == (10, 2, 8), 8, "both reservations lapse in seconds")


def forward_a_day_and_back(context):
    """A day ahead reservations have lapsed; what was sold then stays sold when the clock is right again."""
    with at(context, "+0d", "today") as server, server.connect() as client:
        customer = make_customer(client)
        make_product(client, "CLOCK", 2)
        client.ok("inventory.reserve", sku="CLOCK", quantity=1, reservationId="timed", ttlSeconds=600)
        client.ok("inventory.reserve", sku="CLOCK", quantity=1, reservationId="endless", ttlSeconds=0)
        server.kill()
    with at(context, "+1d", "tomorrow") as server, server.connect() as client:
        check_equal(stock(client, "CLOCK"), (2, 1, 1), "a day ahead")
        client.ok("orders.create", customerId=customer, items=[{"sku": "CLOCK", "quantity": 1}])
        with Connection(server.address) as other:
            error = other.error("auth", token=signed(HEADER, claims(exp=int(time.time()) + 3600)))
            check_equal(error["code"], "unauthenticated", "a token of an hour, a day ahead")
        server.kill()
    with at(context, "+0d", "today-again") as server, server.connect() as client:
        check_equal(stock(client, "CLOCK"), (2, 2, 0), "back again")
        check_equal(client.ok("inventory.release", reservationId="timed")["released"], 0, "the lapsed one")
        check_equal(client.ok("inventory.release", reservationId="endless")["released"], 1, "the endless one")


TESTS = [
    ("clock", "a clock set back a day", back_a_day),
    ("clock", "a clock a day ahead, and right again", forward_a_day_and_back),
]
