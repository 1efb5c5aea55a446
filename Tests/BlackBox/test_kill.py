"""T1: nothing acknowledged is lost by kill -9, however often and whenever it comes.

Every round: 64 pipelined connections send the mix of `workload.py`, the server is killed after a
random 50...1,500 ms, started again, and the oracle of `oracle.py` checks. Every third round kills
again 0...100 ms after a start (during recovery); every third takes snapshots while it works.
"""

import itertools
import json
import time

from harness import check_equal
from holdfast_client import ConnectionEnded, encode
from oracle import Oracle
from rest_fleet import RESTFleet
from server_process import ServerProcess, run_tool
from workload import skus

CONNECTIONS = 64
SNAPSHOT_LANE = CONNECTIONS


def load_until(server, oracle, stop, window=16, snapshots=False, rest=False):
    """Sends the oracle's workload until `stop()` or until every connection has ended.

    With `snapshots` one more connection asks for one snapshot after the other, with `rest` all speak HTTP. Returns
    the fleet, its reply handler, and a counter of the snapshots that were completed.
    """
    count = CONNECTIONS + (1 if snapshots else 0)
    fleet = RESTFleet(server, count) if rest else server.fleet(count)
    snapshot_line = encode({"op": "system.snapshot"})
    completed = itertools.count()

    def next_line(lane):
        return snapshot_line if lane == SNAPSHOT_LANE else oracle.next_line(lane)

    def on_line(lane, line):
        if lane == SNAPSHOT_LANE:
            next(completed)
        else:
            oracle.on_line(lane, line)

    try:
        fleet.run(next_line, on_line, window, stop)
        return fleet, on_line, completed
    except BaseException:
        fleet.close()
        raise


def kill_under_load(server, oracle, seconds, snapshots, rest=False):
    """Loads the server and kills it after `seconds`; every reply it ever sent is read."""
    end = []

    def is_over():
        end.append(time.monotonic() + seconds) if not end else None  # counted from the first request
        return time.monotonic() >= end[0]

    fleet, on_line, completed = load_until(server, oracle, is_over, snapshots=snapshots, rest=rest)
    server.kill()
    fleet.drain(on_line, 10)
    fleet.close()
    return next(completed)


def kill_during_recovery(context, server):
    """Starts the server and kills it 0...100 ms later, up to three times."""
    for _ in range(context.random.randint(1, 3)):
        server.launch()
        time.sleep(context.random.uniform(0.0, 0.1))
        server.kill()


def check_round(server, oracle, everything=False):
    """All rules after a restart."""
    with server.connect() as client:
        unknown = oracle.check_after_restart(client)
        oracle.check_repeats(client)
        orders = oracle.check_orders(client, everything)
    return unknown, orders


def kill_loop(context):
    """At least 20 rounds of kill -9 under load, in recovery and in snapshots: nothing is lost."""
    rounds = context.rounds or (20 if context.quick else 60)
    longest = 1.5 if context.quick else 3.0
    oracle = Oracle(context, CONNECTIONS)
    server = ServerProcess(context, context.path("data"), flags=["--snapshot-interval", "0"])
    unknown_total, snapshot_total, recoveries = 0, 0, []
    with server:
        with server.connect() as client:
            oracle.open_shop(client)
        for number in range(rounds):
            seconds = context.random.uniform(0.05, longest)
            snapshot_total += kill_under_load(server, oracle, seconds, snapshots=number % 3 == 2)
            if number % 3 == 1:
                kill_during_recovery(context, server)
            began = time.monotonic()
            server.start()
            recoveries.append(time.monotonic() - began)
            unknown_total += check_round(server, oracle)[0]
            if number in (0, 3, 6) or number % 15 == 0:  # the next rounds recover from snapshot and journal
                with server.connect(timeout=180) as client:
                    client.ok("system.snapshot")
                    snapshot_total += 1
        server.terminate()
        check_verify(context, oracle)
        server.start()
        check_round(server, oracle, everything=True)
        server.terminate()
    oracle.close()
    context.note(f"{rounds} rounds, {oracle.acknowledged} acknowledged, {unknown_total} unknown, "
                 f"{len(oracle.model.orders)} orders, {snapshot_total} snapshots, "
                 f"slowest start {max(recoveries):.2f} s")


def check_verify(context, oracle):
    """The offline proof agrees with the oracle's own arithmetic."""
    code, output, errors = run_tool(context, "verify", context.path("data"), "--json")
    check_equal(code, 0, f"the exit code of verify ({errors[-300:]})")
    report = json.loads(output)
    levels = oracle.model.levels(skus())
    check_equal(report["ok"], True, f"verify: {output[:400]}")
    check_equal(report["violations"], [], "violations")
    check_equal(report["orders"], len(oracle.model.orders), "orders according to verify")
    check_equal(report["variants"], len(levels), "variants according to verify")
    check_equal(report["unitsOnHand"], sum(level[0] for level in levels.values()), "units on hand")
    check_equal(report["unitsReserved"], sum(level[1] for level in levels.values()), "units reserved")


def kill_under_rest(context):
    """The same over REST: what was answered with 200 or 201 survives, and a key holds over both protocols."""
    rounds = context.rounds or (4 if context.quick else 20)
    oracle = Oracle(context, CONNECTIONS)
    server = ServerProcess(context, context.path("data"), flags=["--snapshot-interval", "0"])
    unknown_total = 0
    with server:
        with server.connect() as client:
            oracle.open_shop(client)
        for number in range(rounds):
            kill_under_load(server, oracle, context.random.uniform(0.2, 1.5), snapshots=number % 2 == 1, rest=True)
            server.start()
            unknown_total += check_round(server, oracle)[0]
        server.terminate()
        check_verify(context, oracle)
    oracle.close()
    context.note(f"{rounds} rounds, {oracle.acknowledged} acknowledged, {unknown_total} unknown")


def terminate_under_load(context):
    """SIGTERM under load: ends with 0, and everything acknowledged is there afterwards."""
    oracle = Oracle(context, CONNECTIONS)
    with ServerProcess(context, context.path("data")) as server:
        with server.connect() as client:
            oracle.open_shop(client)
        for _ in range(2):
            deadline = time.monotonic() + 0.5
            fleet, on_line, _ = load_until(server, oracle, lambda end=deadline: time.monotonic() >= end)
            server.process.terminate()
            fleet.drain(on_line, 15)
            fleet.close()
            check_equal(server.wait(), 0, "the exit code after SIGTERM under load")
            server.start()
            check_round(server, oracle)
    oracle.close()


def interrupted_snapshot_requests(context):
    """A snapshot that was answered is on disk: after kill -9 the server starts from it, none is torn."""
    with ServerProcess(context, context.path("data"), flags=["--snapshot-interval", "0"]) as server:
        oracle = Oracle(context, CONNECTIONS)
        with server.connect() as client:
            oracle.open_shop(client)
        for delay in (0.0, 0.002, 0.005, 0.01, 0.02):
            with server.connect() as client:
                client.send_raw(encode({"op": "system.snapshot"}) * 20)
                time.sleep(delay)
                server.kill()
                try:
                    while True:
                        client.reply()
                except ConnectionEnded:
                    pass
            server.start()
            check_round(server, oracle)
        oracle.close()


TESTS = [
    ("kill", "kill -9 loop under 64 pipelined connections", kill_loop),
    ("kill", "kill -9 loop under 64 connections of REST", kill_under_rest),
    ("kill", "SIGTERM under load ends with 0 and keeps everything", terminate_under_load),
    ("kill", "kill -9 while snapshots are taken", interrupted_snapshot_requests),
]
