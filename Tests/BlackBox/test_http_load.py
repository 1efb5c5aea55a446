"""Many HTTP connections, slow and greedy ones among them, harm neither memory nor other clients."""

import resource
import select
import socket
import threading
import time

from harness import Skip, check, check_equal, percentile
from http_peer import Peer
from server_process import ServerProcess

MEBIBYTE = 1 << 20
PRODUCT = {"name": "Calm", "basePrice": "1.00", "status": "PUBLISHED", "sku": "CALM", "quantity": 100_000_000}


def latencies(peer, seconds):
    """Milliseconds of a polite client's requests, one at a time, a change and a read in turn."""
    results = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        peer.ask("POST", "/inventory/reserve", {"sku": "CALM", "quantity": 1}).require(201)
        peer.ask("GET", "/products?limit=1").require(200)
        results.append((time.perf_counter() - began) * 1000)
    return results


def check_unharmed(context, alone, crowded, what):
    """The 99th percentile stays within twice what it was alone in the same run, with room for a busy machine."""
    before, now = percentile(alone, 0.99), percentile(crowded, 0.99)
    context.note(f"p99 {before:.2f} ms alone, {now:.2f} ms {what}")
    check(now < 2 * before + 30, f"p99 of the polite client: {before:.2f} ms alone, {now:.2f} ms {what}")


def push_without_reading(server, path, seconds):
    """Sends requests and never reads; the bytes that the server took before it stopped taking, and the connection."""
    peer = Peer(server.http_address, server.token)
    peer.socket.setblocking(False)
    chunk = peer.request("GET", path) * 200
    sent, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([], [peer.socket], [], 0.1)[1]:
            continue
        try:
            sent += peer.socket.send(chunk)
        except (BlockingIOError, ConnectionResetError, BrokenPipeError):
            pass
    return sent, peer


def who_does_not_read(context):
    """Four clients that pipeline and never read are stopped: bounded memory, and the polite one unharmed."""
    seconds = 2.0 if context.quick else 6.0
    with ServerProcess(context, context.path("data"), flags=["--demo"]) as server, \
            Peer(server.http_address, server.token) as polite:
        polite.ask("POST", "/products", PRODUCT).require(201)
        alone = latencies(polite, seconds)
        before, taken = server.resident_bytes(), []
        threads = [threading.Thread(target=lambda: taken.append(
            push_without_reading(server, "/products?limit=100", seconds))) for _ in range(4)]
        for thread in threads:
            thread.start()
        crowded = latencies(polite, seconds)
        grown = server.resident_bytes() - before
        for thread in threads:
            thread.join()
        check_equal(len(taken), 4, "clients that pushed")
        for sent, peer in taken:
            check(sent < 16 * MEBIBYTE, f"the server took {sent} bytes from a client that does not read")
            peer.close()
        check(grown < 128 * MEBIBYTE, f"the server grew by {grown // MEBIBYTE} MiB")
        check_unharmed(context, alone, crowded, "beside four that do not read")
        context.note(f"grew {grown // MEBIBYTE} MiB")


def crowd(context):
    """Slow readers, slow writers and huge pipelines at once leave the polite client's latency alone."""
    seconds = 3.0 if context.quick else 10.0
    with ServerProcess(context, context.path("data"), flags=["--demo"]) as server, \
            Peer(server.http_address, server.token) as polite:
        polite.ask("POST", "/products", PRODUCT).require(201)
        stop, harm = threading.Event(), {"read": 0, "written": 0, "answers": 0}

        def trickle():
            """Two hundred connections: half read a little at a time, half send a request byte by byte."""
            readers = [Peer(server.http_address, server.token) for _ in range(100)]
            writers = [Peer(server.http_address, server.token) for _ in range(100)]
            for peer in readers:
                peer.send(peer.request("GET", "/products?limit=100") * 20)
            request = writers[0].request("POST", "/inventory/check", {"sku": "CALM", "quantity": 1})
            position = 0
            while not stop.wait(0.05):
                for peer in readers:
                    harm["read"] += len(peer.socket.recv(64))
                for peer in writers:
                    peer.send(request[position:position + 1])
                    harm["written"] += 1
                position = (position + 1) % len(request)
            for peer in readers + writers:
                peer.close()

        def pipeline():
            """Two thousand requests at once, again and again, in pieces that leave the processor to others."""
            with Peer(server.http_address, server.token) as peer:
                batch = peer.request("GET", "/ping") * 2_000
                while not stop.wait(0.05):
                    peer.send(batch)
                    for _ in range(2_000):
                        peer.read().require(200)
                        harm["answers"] += 1

        alone = latencies(polite, seconds)
        threads = [threading.Thread(target=work, daemon=True) for work in (trickle, pipeline)]
        for thread in threads:
            thread.start()
        latencies(polite, seconds / 2)  # The crowd gathers.
        crowded = latencies(polite, seconds)
        stop.set()
        for thread in threads:
            thread.join(20)
        check(all(count > 0 for count in harm.values()), f"the crowd did nothing: {harm}")
        check_unharmed(context, alone, crowded, "in a crowd")
        context.note(", ".join(f"{count} {name}" for name, count in harm.items()))


def ten_thousand_idle(context):
    """10,000 idle connections, each after a request, stay open, cost little, and slow nobody down."""
    count = 10_000
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < count + 200:
        raise Skip(f"only {resource.getrlimit(resource.RLIMIT_NOFILE)[0]} descriptors allowed")
    with ServerProcess(context, context.path("data")) as server, \
            Peer(server.http_address, server.token) as polite:
        polite.ask("POST", "/products", PRODUCT).require(201)
        alone = latencies(polite, 1.0)
        before = server.resident_bytes()
        request, idle = polite.request("GET", "/ping"), []
        try:
            for _ in range(count):
                connection = socket.create_connection(server.http_address, timeout=10)
                connection.sendall(request)
                idle.append(connection)
            check(all(b" 200 OK" in connection.recv(4096) for connection in idle), "a connection was not served")
            crowded = latencies(polite, 1.0)
            grown = server.resident_bytes() - before
            for number, connection in enumerate(idle):
                connection.sendall(request)
                check(b" 200 OK" in connection.recv(4096), f"connection {number} was not kept")
        finally:
            for connection in idle:
                connection.close()
        check(grown < 200 * MEBIBYTE, f"{count} connections cost {grown // MEBIBYTE} MiB")
        check_unharmed(context, alone, crowded, f"beside {count} idle ones")
        context.note(f"{grown // count} bytes each")


TESTS = [
    ("http-load", "a client that does not read harms nobody", who_does_not_read),
    ("http-load", "slow readers, slow writers and huge pipelines harm nobody", crowd),
    ("http-load", "10,000 idle connections", ten_thousand_idle),
]
