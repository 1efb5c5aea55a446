"""A client that floods or does not read slows itself down and nobody else; idle ones cost little."""

import resource
import select
import socket
import threading
import time

from harness import Skip, check, check_equal, percentile
from holdfast_client import Connection, encode
from server_process import ServerProcess
from shop import make_product, stock

MEBIBYTE = 1 << 20


def latencies(client, seconds):
    """Milliseconds of a polite client's reservations, one at a time."""
    results = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        client.ok("inventory.reserve", sku="CALM", quantity=1)
        results.append((time.perf_counter() - began) * 1000)
    return results


def check_unharmed(context, alone, crowded, what):
    """The polite client's 99th percentile stays near what it was alone, with room for a busy machine."""
    before, now = percentile(alone, 0.99), percentile(crowded, 0.99)
    context.note(f"p99 {before:.2f} ms alone, {now:.2f} ms {what}")
    check(now < 3 * before + 50, f"p99 of the polite client: {before:.2f} ms alone, {now:.2f} ms {what}")


def push_without_reading(address, token, seconds):
    """Sends and never reads; the bytes that the peer took before it stopped taking."""
    connection = Connection(address, token)
    connection.socket.setblocking(False)
    chunk = encode({"op": "products.list", "limit": 100}) * 200
    sent, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([], [connection.socket], [], 0.1)[1]:
            continue
        try:
            sent += connection.socket.send(chunk)
        except BlockingIOError:
            pass
        except (ConnectionResetError, BrokenPipeError):
            break  # a server may also end such a connection
    return sent, connection


def who_does_not_read(context):
    """Four clients that never read are stopped: bounded memory, and the polite one is as fast as before."""
    seconds = 2.0 if context.quick else 6.0
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "CALM", 1_000_000)
        for number in range(100):
            make_product(client, f"FAT-{number}", 1)
        alone = latencies(client, 1.0)
        before = server.resident_bytes()
        taken = []
        threads = [threading.Thread(target=lambda: taken.append(push_without_reading(
            server.address, server.token, seconds))) for _ in range(4)]
        for thread in threads:
            thread.start()
        crowded = latencies(client, seconds)
        grown = server.resident_bytes() - before
        for thread in threads:
            thread.join()
        check_equal(len(taken), 4, "clients that pushed")
        for sent, connection in taken:
            check(sent < 16 * MEBIBYTE, f"the server took {sent} bytes from a client that does not read")
            connection.close()
        check(grown < 128 * MEBIBYTE, f"the server grew by {grown // MEBIBYTE} MiB")
        check_unharmed(context, alone, crowded, "beside four that do not read")
        context.note(f"grew {grown // MEBIBYTE} MiB")


def flood(address, token, stop):
    """Keeps a thousand requests in flight, reading everything."""
    connection = Connection(address, token)
    chunk = encode({"op": "inventory.getByVariant", "sku": "CALM"}) * 500
    connection.send_raw(chunk)
    while not stop.is_set():
        connection.send_raw(chunk)
        left = 500
        while left > 0:
            left -= connection.socket.recv(1 << 18).count(b"\n")
    connection.close()


def who_floods(context):
    """Four flooding clients take turns with a polite one; it still gets its answers in time."""
    seconds = 2.0 if context.quick else 6.0
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "CALM", 1_000_000)
        alone = latencies(client, 1.0)
        stop = threading.Event()
        threads = [threading.Thread(target=flood, args=(server.address, server.token, stop), daemon=True)
                   for _ in range(4)]
        for thread in threads:
            thread.start()
        crowded = latencies(client, seconds)
        stop.set()
        for thread in threads:
            thread.join(10)
        check_unharmed(context, alone, crowded, "beside four that flood")


def a_thousand_in_flight(context):
    """1,024 requests may be in flight on a connection that has not read one reply."""
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "CALM", 2_000)
        client.send_raw(encode({"op": "inventory.reserve", "sku": "CALM", "quantity": 1}) * 1024)
        with server.connect() as other:
            end = time.monotonic() + 10
            while stock(other, "CALM")[1] < 1024:
                check(time.monotonic() < end, f"only {stock(other, 'CALM')[1]} of 1,024 were executed")
        check(all("ok" in client.reply() for _ in range(1024)), "all are answered")


def ten_thousand_idle(context):
    """10,000 idle connections stay open, cost little, and slow nobody down."""
    count = 10_000
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < count + 200:
        raise Skip(f"only {resource.getrlimit(resource.RLIMIT_NOFILE)[0]} descriptors allowed")
    with ServerProcess(context, context.path("data")) as server, server.connect() as client:
        make_product(client, "CALM", 1_000_000)
        alone = latencies(client, 1.0)
        before = server.resident_bytes()
        idle = []
        try:
            for _ in range(count):
                idle.append(socket.create_connection(server.address, timeout=30))
            for connection in idle:
                connection.sendall(b'{"op":"ping"}\n')
            for number, connection in enumerate(idle):
                check(b'"ok"' in connection.recv(4096), f"connection {number} is not served")
            crowded = latencies(client, 1.0)
            grown = server.resident_bytes() - before
            for number, connection in enumerate(idle):
                connection.sendall(b'{"op":"ping"}\n')
                check(b'"ok"' in connection.recv(4096), f"connection {number} was not kept")
        finally:
            for connection in idle:
                connection.close()
        check(grown < 400 * MEBIBYTE, f"{count} connections cost {grown // MEBIBYTE} MiB")
        check_unharmed(context, alone, crowded, f"beside {count} idle ones")
        context.note(f"{grown // count} bytes each")


TESTS = [
    ("backpressure", "a client that does not read harms nobody", who_does_not_read),
    ("backpressure", "a client that floods harms nobody", who_floods),
    ("backpressure", "1,024 requests in flight", a_thousand_in_flight),
    ("backpressure", "10,000 idle connections", ten_thousand_idle),
]
