"""A disk that is full (T6) and a disk that fails (T5): refuse, or stop; never promise and forget."""

import json
import shutil
import time

from harness import check, check_equal, wait_until
from holdfast_client import ConnectionEnded, encode
from oracle import Oracle
from rig import Mounts, copy_image, require_tool, run
from server_process import ServerEnded, ServerProcess
from shop import make_product, stock
from test_kill import check_round, load_until

FILLER = "x" * 900


def write_until_full(client, acknowledged):
    """Adjusts with fat notes until the first `storage_full`; that error."""
    while True:
        requests = [{"op": "inventory.adjust", "sku": "DISK", "quantityChange": 1, "reason": "RECEIVED",
                     "notes": FILLER}] * 200
        replies = client.pipeline(requests, window=64)
        acknowledged[0] += sum("ok" in reply for reply in replies)
        errors = [reply["error"] for reply in replies if "error" in reply]
        if errors:
            codes = {(error["code"], error["statusCode"]) for error in errors}
            check_equal(codes, {("storage_full", 507)}, "refusals on a full disk")
            return errors[0]


def full_disk(context):
    """Full: writes are refused with 507, reads go on, writes resume with room, and nothing is lost."""
    with Mounts() as mounts:
        small = mounts.tmpfs(context.path("small"), "16m")
        ballast = small / "ballast"
        ballast.write_bytes(bytes(6 << 20))
        acknowledged = [0]
        with ServerProcess(context, small / "data", flags=["--snapshot-interval", "0"]) as server:
            with server.connect() as client:
                make_product(client, "DISK", 0)
                for turn in range(2):
                    error = write_until_full(client, acknowledged)
                    check_equal(sorted(set(error) - {"details"}), ["code", "error", "message", "statusCode"],
                                "the members of the error")
                    check_equal(stock(client, "DISK")[0], acknowledged[0], "a read while the disk is full")
                    check_health(context, server, 503, "while the disk is full")
                    if turn == 0:
                        ballast.unlink()
                        wait_until(lambda: writes_again(client, acknowledged), 15, "writes resume with room")
                        check_health(context, server, 200, "with room again")
            server.kill()
            run_again_with_room(context, mounts, small, acknowledged)
        context.note(f"{acknowledged[0]} adjustments fitted")


def check_health(context, server, ready, when):
    """`/livez` is 200 always, `/readyz` tells whether writes are taken."""
    if server.http_address is None:
        context.notes = ["no HTTP: /readyz and /livez not checked"]
        return
    check_equal(server.get("/livez")[0], 200, f"GET /livez {when}")
    check_equal(server.get("/readyz")[0], ready, f"GET /readyz {when}")


def writes_again(client, acknowledged):
    """True once a write is accepted."""
    # As long as those that were refused: a shorter one may have had room all the time.
    reply = client.request("inventory.adjust", sku="DISK", quantityChange=1, reason="RECEIVED", notes=FILLER)
    acknowledged[0] += "ok" in reply
    return "ok" in reply


def run_again_with_room(context, mounts, small, acknowledged):
    """After a crash on the full disk, a start on a larger one shows exactly what was acknowledged."""
    large = mounts.tmpfs(context.path("large"), "256m")
    run("cp", "-a", small / "data", large / "data")
    with ServerProcess(context, large / "data", name="again") as server, server.connect() as client:
        check_equal(stock(client, "DISK"), (acknowledged[0], 0, acknowledged[0]), "stock after the crash")


def failing_disk(context):
    """A disk that fails on sync: exit code 74 at once, no reply for the batch, nothing lost.

    A sparse ext4 on a tmpfs that is smaller: where the tmpfs ends, syncing fails. Where in the server's
    work that is depends on the size, so several are tried. A server may also notice that a *coming* segment
    has no room and refuse writes as on a full disk; some sizes must end it.
    """
    sizes = (24, 96, 112) if context.quick else range(24, 264, 8)
    codes = [fail_at(context, f"{size}m") for size in sizes]
    check(74 in codes, f"no sync failed: {codes}")


def fail_at(context, size):
    """Loads a server until its disk ends; its exit code, or None if it refuses writes instead."""
    with Mounts() as mounts:
        small = mounts.tmpfs(context.path(size, "small"), size)
        image = mounts.ext4_image(small / "disk.img", "1G")
        disk = mounts.loop(image, context.path(size, "disk"))
        oracle = Oracle(context)
        oracle.disk_may_be_full = True
        server = ServerProcess(context, disk / "data", flags=["--snapshot-interval", "0"], name=f"fails-{size}")
        opened = load_until_it_fails(server, oracle)
        code = server.process.poll()
        if oracle.full_count == 0:
            code = server.process.wait(10)
        if code is None:
            server.kill()
        else:
            check_equal(code, 74, f"{size}: the exit code after a failed sync ({server.log()[-300:]})")
            check_names_failure(server)
        large = mounts.tmpfs(context.path(size, "large"), "2g")
        copy_image(image, large / "disk.img")
        mounts.unmount(disk)
        again = mounts.loop(large / "disk.img", context.path(size, "again"))
        with ServerProcess(context, again / "data", name=f"again-{size}") as restarted:
            unknown = check_round(restarted, oracle)[0] if opened else 0
        context.note(f"{size}: {'refuses' if code is None else code} after {oracle.acknowledged}, {unknown} unknown")
        oracle.close()
    return code


def load_until_it_fails(server, oracle):
    """Loads until the server ends, or has refused for want of room; true if the shop was opened before."""
    opened = False
    server.launch()
    try:
        server.wait_ready()
        with server.connect() as client:
            oracle.open_shop(client)
        opened = True
        deadline = time.monotonic() + 60
        fleet, on_line, _ = load_until(
            server, oracle, lambda: time.monotonic() > deadline or oracle.full_count > 20_000, window=64)
        fleet.drain(on_line, 10 if oracle.full_count == 0 else 0)
        fleet.close()
    except (ConnectionEnded, ConnectionError, ServerEnded) as ended:
        check(not opened or not isinstance(ended, ServerEnded), f"{ended}")
    return opened


def check_names_failure(server):
    """The log says, on one line, that writing or syncing failed, and of which file."""
    lines = [line for line in server.log().splitlines()
             if ("sync" in line or "write" in line) and "errno" in line and server.data in line]
    check_equal(len(lines), 1, f"lines that name the failure in {server.log()[-600:]!r}")


def injected_sync_error(context):
    """One `fdatasync` that answers EIO ends the process with 74 and without a reply; then all is there."""
    require_tool("strace")
    for when in (3, 12) if context.quick else (1, 2, 3, 5, 8, 12, 20, 40):
        inject_once(context, when, "fdatasync", "EIO")


def injected_write_error(context):
    """A write that fails with EIO ends the process with 74 and without a reply; then all is there."""
    require_tool("strace")
    for when in (3, 12) if context.quick else (2, 3, 5, 8, 12, 20, 40):
        inject_once(context, when, "pwrite64,pwritev,pwritev2", "EIO")


def inject_once(context, when, calls, error):
    """Runs a server under strace that fails the `when`-th of `calls` of each thread, then checks."""
    name = f"{calls.split(',', maxsplit=1)[0]}-{when}"
    data = context.path(name)
    with ServerProcess(context, data, name=f"{name}-prepare") as server, server.connect() as client:
        make_product(client, "EIO", 0)
        server.kill()
    prefix = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}",
              "-e", f"inject={calls}:error={error}:when={when}"]
    server = ServerProcess(context, data, name=name, prefix=prefix)
    acknowledged, sent = 0, 0
    try:
        server.launch()
        try:
            server.wait_ready()
            with server.connect() as client:
                for sent in range(1, 301):
                    client.send_raw(encode({"op": "inventory.adjust", "sku": "EIO", "quantityChange": 1,
                                            "reason": "RECEIVED"}))
                    check("ok" in client.reply(), f"adjustment {sent} with {calls} {when} failing")
                    acknowledged += 1
        except ConnectionEnded:
            pass
        except Exception as ended:  # it may end before it is ready
            if getattr(ended, "code", None) != 74:
                raise
        check(acknowledged < 300, f"{calls} never failed for the {when}th time")
        check_equal(server.process.wait(10), 74, f"the exit code after {calls} failed the {when}th time")
        check_names_failure(server)
    finally:
        if server.process.poll() is None:
            server.kill()
    with ServerProcess(context, data, name=f"{name}-again") as server, server.connect() as client:
        found = stock(client, "EIO")[0]
    check(found in (acknowledged, sent),
          f"{calls} {when}: {acknowledged} acknowledged of {sent} sent, found {json.dumps(found)}")
    shutil.rmtree(data)


TESTS = [
    ("disk", "a full disk refuses writes with storage_full, serves reads, and resumes", full_disk),
    ("disk", "a disk that fails on sync ends the process with 74 and loses nothing", failing_disk),
    ("disk", "an injected fdatasync EIO ends the process with 74", injected_sync_error),
    ("disk", "an injected write EIO ends the process with 74", injected_write_error),
]
