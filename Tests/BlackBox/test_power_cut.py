"""T4: what was acknowledged survives a power cut; the control without sync must lose data.

The data directory is a real ext4 in an image on a tmpfs. Under load the server is stopped and the
image copied: the copy holds only what had been written back, as a disk after a power cut. A server
started on the copy is judged by the oracle. The same cut with `--durability none` has to lose
acknowledged orders: otherwise this rig would prove nothing.
"""

import signal
import time

from harness import Failure, check
from holdfast_client import Refused
from oracle import Oracle
from rig import Mounts, copy_image
from server_process import ServerEnded, ServerProcess
from shop import order_total
from test_kill import check_round, load_until


def cut(context, mounts, name, durability, seconds, snapshots):
    """Loads a server, cuts the power, and returns the oracle and the directory after the cut.

    The first of the mounts is the memory that the images lie in.
    """
    ram = mounts.points[0]
    image = mounts.ext4_image(ram / f"{name}.img", "512M")
    disk = mounts.loop(image, context.path(f"{name}-before"))
    oracle = Oracle(context)
    server = ServerProcess(context, disk / "data", durability=durability, name=name,
                           flags=["--snapshot-interval", "0"])
    with server:
        with server.connect() as client:
            oracle.open_shop(client)
        deadline = time.monotonic() + seconds
        fleet, on_line, completed = load_until(server, oracle, lambda: time.monotonic() >= deadline,
                                               snapshots=snapshots)
        server.signal_group(signal.SIGSTOP)
        copy = ram / f"{name}-after.img"
        copy_image(image, copy)
        fleet.drain(on_line)  # what was answered before the cut counts
        server.kill()
        fleet.drain(on_line, 10)
        fleet.close()
    mounts.unmount(disk)
    oracle.snapshots = next(completed)
    return oracle, mounts.loop(copy, context.path(f"{name}-after")) / "data"


def always_keeps_everything(context):
    """With durability `always` a power cut loses nothing, with snapshots under way or not."""
    cuts = 2 if context.quick else 8
    with Mounts() as mounts:
        mounts.tmpfs(context.path("ram"), "4g")
        for number in range(cuts):
            oracle, data = cut(context, mounts, f"always-{number}", "always",
                               context.random.uniform(0.5, 2.0), snapshots=number % 2 == 1)
            with ServerProcess(context, data, name=f"always-{number}-again") as server:
                unknown, _ = check_round(server, oracle, everything=True)
            context.note(f"{oracle.acknowledged} acknowledged, {unknown} unknown, {oracle.snapshots} snapshots")
            mounts.unmount(data.parent)
            oracle.close()


def orders_kept(context, data, name):
    """How many orders a server shows after the cut; 0 if it finds nothing it can use."""
    try:
        with ServerProcess(context, data, name=name) as server, server.connect() as client:
            return order_total(client)
    except (ServerEnded, Refused) as error:
        context.note(f"nothing usable left ({type(error).__name__})")
        return 0


def interval_loses_little(context):
    """With durability `interval` only what was acknowledged in the last moments may be lost."""
    with Mounts() as mounts:
        mounts.tmpfs(context.path("ram"), "2g")
        oracle, data = cut(context, mounts, "interval", "interval", 4.0, snapshots=False)
        times = oracle.order_times
        old = sum(taken < times[-1] - 2.0 for taken in times)
        kept = orders_kept(context, data, "interval-again")
        oracle.close()
        check(old > 0, "no orders two seconds before the cut")
        check(kept >= old, f"{kept} orders kept, {old} were acknowledged more than two seconds before the cut")
        context.note(f"{len(times) - kept} of {len(times)} acknowledged orders lost")


def none_loses(context):
    """The control: with durability `none` the same cut must lose acknowledged orders."""
    for attempt in range(5):
        with Mounts() as mounts:
            mounts.tmpfs(context.path(f"{attempt}", "ram"), "2g")
            oracle, data = cut(context, mounts, f"{attempt}", "none", 0.4, snapshots=False)
            acknowledged = len(oracle.model.orders)
            kept = orders_kept(context, data, f"{attempt}-again")
            oracle.close()
        check(acknowledged > 0, "the control took no orders")
        if kept < acknowledged:
            context.note(f"{acknowledged - kept} of {acknowledged} acknowledged orders lost, as it must be")
            return
    raise Failure("five cuts without sync lost nothing: the rig proves nothing")


TESTS = [
    ("power-cut", "durability always survives a power cut", always_keeps_everything),
    ("power-cut", "durability interval loses the last moments at most", interval_loses_little),
    ("power-cut", "durability none loses data (the control)", none_loses),
]
