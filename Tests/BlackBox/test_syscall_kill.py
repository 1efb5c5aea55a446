"""T2: the server is killed at its k-th call of each kind, for k = 1, 2, … until a run finishes untouched.

The workload is small and always the same: adjustments and orders one by one with two snapshots between.
strace sends SIGKILL at the chosen system call, so every step of writing, syncing, renaming and deleting
is once the last one. After each kill the server starts again and shows what was acknowledged.
"""

import shutil
import signal

from harness import Failure, check, check_equal, memory_directory
from holdfast_client import ConnectionEnded
from rig import require_tool
from server_process import ServerEnded, ServerProcess
from shop import make_customer, make_product, stocks

CALLS = ["fdatasync", "fsync", "pwrite64,pwritev,pwritev2,write,writev", "renameat,renameat2,rename", "ftruncate",
         "unlink,unlinkat", "fallocate"]


def steps(customer):
    """The requests of one run, each with what it adds to `(quantity, reserved)` of T-1 and T-2."""
    for number in range(12):
        yield ({"op": "inventory.adjust", "sku": "T-1", "quantityChange": 1, "reason": "RECEIVED",
                "idempotencyKey": f"a{number}"}, ((1, 0), (0, 0)))
        yield ({"op": "orders.create", "customerId": customer, "idempotencyKey": f"o{number}",
                "items": [{"sku": "T-1", "quantity": 1}, {"sku": "T-2", "quantity": 2}]}, ((0, 1), (0, 2)))
        if number in (4, 8):
            yield {"op": "system.snapshot"}, ((0, 0), (0, 0))


def run_killed(context, directory, calls, when):
    """One run with a kill at the `when`-th call; true if the run finished untouched."""
    name = f"{calls.split(',', maxsplit=1)[0]}-{when}"
    data = directory / name
    with ServerProcess(context, data, name=f"{name}-prepare") as server, server.connect() as client:
        customer = make_customer(client)
        for sku in ("T-1", "T-2"):
            make_product(client, sku, 100)
        server.kill()
    prefix = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}",
              "-e", f"inject={calls}:signal=SIGKILL:when={when}"]
    server = ServerProcess(context, data, name=name, prefix=prefix)
    levels, pending = [[100, 0], [100, 0]], None
    try:
        server.start()
        with server.connect() as client:
            for request, moves in steps(customer):
                pending = (request, moves)
                check("ok" in client.request(**request), f"{name}: {request}")
                add(levels, moves)
                pending = None
    except ConnectionEnded:
        pass
    except ServerEnded as ended:
        check_equal(ended.code, -signal.SIGKILL, f"{name}: the end before it was ready")
    finally:
        untouched = server.process.poll() is None and pending is None
        server.kill()
    check_recovered(context, data, name, levels, pending)
    shutil.rmtree(data)  # there are hundreds of them
    return untouched


def add(levels, moves):
    """Adds moves to levels."""
    for level, move in zip(levels, moves):
        level[0] += move[0]
        level[1] += move[1]


def check_recovered(context, data, name, levels, pending):
    """What was acknowledged is there; what was pending is there whole or not at all; a repeat settles it."""
    with ServerProcess(context, data, name=f"{name}-again") as server, server.connect() as client:
        found = [list(level) for level in stocks(client, ["T-1", "T-2"]).values()]
        possible = [[list(level) for level in levels]]
        if pending is not None:
            add(levels, pending[1])
            possible.append(levels)
        check(found in possible, f"{name}: found {found}, possible are {possible}")
        if pending is not None:
            client.ok(**pending[0])
            found = [list(level) for level in stocks(client, ["T-1", "T-2"]).values()]
            check_equal(found, levels, f"{name}: after repeating {pending[0]}")


def kill_at_every_call(context):
    """Killed at any single system call of the journal and snapshot path, the server loses nothing."""
    require_tool("strace")
    directory = memory_directory(context)  # a kill leaves memory's files as it leaves a disk's
    try:
        runs = sum(kill_at_every(context, directory, calls) for calls in CALLS)
        context.note(f"{runs} kills")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def kill_at_every(context, directory, calls):
    """Kills at every call of one kind (every seventeenth in the quick form); how many kills there were."""
    step = 17 if context.quick else 1
    when = context.random.randint(1, step)
    kills = 0
    while not run_killed(context, directory, calls, when):
        kills += 1
        when += step if when < 200 else 20
        if when > 2000:
            raise Failure(f"{calls}: no run finishes untouched")
    return kills


TESTS = [("syscall-kill", "kill -9 at every system call of journal and snapshot", kill_at_every_call)]
