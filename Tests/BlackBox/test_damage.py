"""T7, T8 from outside: damage in the files of a real run is cut and named, or refused; never another state.

A run of single, awaited operations notes the state after each one. Then copies of its directory are
damaged, and judged: `serve` must show the final state, or end with 65 naming file and byte. Where the
damage is in the last thing written (or the end is cut off) it may show an earlier state of the same run.
`verify` must say the same.
"""

import json
import re
import shutil
import subprocess

from harness import check, check_equal, memory_directory
from server_process import ServerEnded, ServerProcess, run_tool
from shop import make_customer, make_product


class Run:
    """A finished run: its directory, and the state after every operation.

    As a context manager it removes its files, those in memory too.
    """

    def __init__(self, context):
        self.context = context
        self.directory = memory_directory(context)
        self.data = self.directory / "original"
        self.states = []
        self.ends = []
        self.cases = 0
        server = ServerProcess(context, self.data, flags=["--snapshot-interval", "0"], name="original")
        with server:
            self._operate(server)
        sparse = self.directory / "sparse"
        subprocess.run(["cp", "-a", "--sparse=always", self.data, sparse], check=True)
        shutil.rmtree(self.data)
        self.data = sparse

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.directory, ignore_errors=True)

    def _operate(self, server):
        """Twelve operations a start, four starts, a snapshot in the second and the third; kill -9 each time."""
        for start in range(4):
            if start > 0:
                server.start()
            with server.connect() as client:
                if start == 0:
                    self.states.append(state(client))
                    self.customer = make_customer(client)
                    for sku in ("D-1", "D-2"):
                        self.states.append(state(client))
                        make_product(client, sku, 100)
                for step in range(12):
                    self.states.append(state(client))
                    self._step(client, start, step)
                    if start in (1, 2) and step == 5:
                        client.ok("system.snapshot")
                    if start == 3:
                        self.ends.append(self.used(self.last_journal()))
                self.states.append(state(client))
            server.kill()

    def _step(self, client, start, step):
        kind = step % 4
        if kind == 0:
            client.ok("inventory.adjust", sku="D-1", quantityChange=step + 1, reason="RECEIVED", notes="n" * 40)
        elif kind == 1:
            items = [{"sku": "D-1", "quantity": 1}, {"sku": "D-2", "quantity": 2}]
            self.order = client.ok("orders.create", customerId=self.customer, items=items)["orderId"]
        elif kind == 2:
            client.ok("inventory.reserve", sku="D-2", quantity=1, reservationId=f"d{start}-{step}", ttlSeconds=0)
        else:
            client.ok("orders.cancel", orderId=self.order, reason="STOCK")

    def files(self, pattern="*"):
        """Files of the directory that hold anything, by name, oldest first."""
        paths = (path for path in self.data.rglob(pattern) if path.is_file())
        return sorted(path.relative_to(self.data) for path in paths if path.read_bytes().strip(b"\0"))

    def last_journal(self):
        """The journal that was being written last."""
        return self.files("journal-*.wal")[-1]

    def used(self, name):
        """The length of a file without the zeros at its end (a journal may be preallocated)."""
        return len((self.data / name).read_bytes().rstrip(b"\0"))

    def _judge_cut(self, server, what, found, blank_from):
        """A cut end is named, and a later start shows what the first one showed.

        Where nothing but zeros is left behind the end of a record there is nothing to name: it looks as if
        never written. (A record may itself end in a few zeros.)
        """
        if not any(end <= (blank_from or 0) <= end + 8 for end in [*self.ends, 4096]):
            check("torn" in server.log(), f"{what}: cut without a word: {server.log()[-300:]}")
        with server, server.connect() as client:
            check_equal(state(client), found, f"{what}: at the second start")

    def judge(self, what, damage, earlier_from, blank_from=None):
        """Damages a copy with `damage(directory)` and checks that `serve` and `verify` judge it alike.

        `earlier_from` is the first of the noted states that may be shown; the last is always allowed.
        `blank_from` is where the file has nothing but zeros, or nothing at all, from now on.
        """
        self.cases += 1
        copy = self.directory / f"case-{self.cases}"
        subprocess.run(["cp", "-a", self.data, copy], check=True)
        damage(copy)
        code, output, errors = run_tool(self.context, "verify", copy, "--json")
        check(code in (0, 65), f"{what}: verify ends with {code}: {errors[-300:]}")
        server = ServerProcess(self.context, copy, name=f"case-{self.cases}")
        try:
            with server, server.connect() as client:
                found = state(client)
        except ServerEnded as ended:
            check_equal(ended.code, 65, f"{what}: the exit code ({ended.log[-300:]})")
            check_equal(code, 65, f"{what}: verify says ok, serve refuses: {ended.log[-300:]}")
            for text in (ended.log, errors + output):
                check(re.search(r"(wal|snapshot|manifest)", text, re.IGNORECASE) and re.search(r"\d", text),
                      f"{what}: refused without naming file and byte: {text[-300:]!r}")
            verdict = "refused"
        else:
            check_equal(code, 0, f"{what}: verify refuses, serve starts: {errors[-300:]}{output[-300:]}")
            check(json.loads(output)["ok"] is True, f"{what}: verify: {output[:300]}")
            allowed = self.states[earlier_from:]
            check(found in allowed, f"{what}: shows a state that never was, or one too old: {found} "
                                    f"(the last is {self.states[-1]})")
            verdict = "same" if found == self.states[-1] else "earlier"
            if verdict == "earlier":
                self._judge_cut(server, what, found, blank_from)
        shutil.rmtree(copy)
        return verdict


def state(client):
    """What can be seen from outside, as text."""
    lists = client.pipeline([{"op": "inventory.list", "limit": 100}, {"op": "orders.list", "limit": 100},
                             {"op": "products.list", "limit": 1}, {"op": "customers.list", "limit": 1}])
    for reply in lists:
        check("ok" in reply, f"a list is refused: {json.dumps(reply)[:300]}")
    levels = sorted((row.get("sku") or "", row["quantity"], row["reserved"]) for row in lists[0]["ok"]["items"])
    orders = sorted((row["orderNumber"], row["status"], row["total"]) for row in lists[1]["ok"]["items"])
    return json.dumps([levels, orders, lists[2]["ok"]["total"], lists[3]["ok"]["total"]])


def flip_bit(name, position, bit):
    """A change that turns one bit of a file over."""
    def damage(directory):
        with open(directory / name, "r+b") as file:
            file.seek(position)
            byte = file.read(1)[0]
            file.seek(position)
            file.write(bytes([byte ^ 1 << bit]))
    return damage


def cut(name, length, keep_size):
    """A change that ends a file at `length`, or leaves nothing but zeros behind it."""
    def damage(directory):
        path = directory / name
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.truncate(length)
            if keep_size:
                file.truncate(size)
    return damage


def report(context, run, verdicts):
    """Notes how often each outcome came."""
    counts = ", ".join(f"{verdicts.count(name)} {name}" for name in ("same", "earlier", "refused"))
    context.note(f"{run.cases} cases: {counts}")


def bit_flips(context):
    """One bit turned over in a journal or snapshot: the same state, or refused; earlier only at the very end."""
    with Run(context) as run:
        names, last = run.files(), run.last_journal()
        check(len(names) >= 3, f"journals and snapshots: {names}")
        last_two = len(run.states) - 3
        verdicts = []
        for number in range(24 if context.quick else 1500):
            name = last if number % 4 == 0 else context.random.choice(names)
            position, bit = context.random.randrange(run.used(name)), context.random.randrange(8)
            if number % 12 == 0:
                position = run.used(name) - 1 - context.random.randrange(60)
            what = f"bit {bit} of byte {position} of {name}"
            verdicts.append(run.judge(what, flip_bit(name, position, bit), last_two))
        check("refused" in verdicts, "no flip was refused")
        report(context, run, verdicts)


def truncations(context):
    """A file cut off anywhere: the end of the last journal may be missing, anything else is refused or the same."""
    with Run(context) as run:
        verdicts = []
        last = run.last_journal()
        of_last_start = len(run.states) - 13
        for number in range(14 if context.quick else 800):
            name = context.random.choice([*run.files(), last, last, last])
            length = context.random.randrange(run.used(name) + 1)
            if name == last and number % 3:
                length = run.used(name) - context.random.randrange(min(1000, run.used(name)))
            earliest = of_last_start - 1 if name == last else len(run.states) - 1
            keep_size = number % 2 == 0
            what = f"{name} {'blank' if keep_size else 'cut'} from {length}"
            verdicts.append(run.judge(what, cut(name, length, keep_size), earliest, length))
        report(context, run, verdicts)


def delete(name):
    """A change that removes a file."""
    return lambda directory: (directory / name).unlink()


def exchange(one, other):
    """A change that gives two files each other's name."""
    def damage(directory):
        (directory / one).rename(directory / "x")
        (directory / other).rename(directory / one)
        (directory / "x").rename(directory / other)
    return damage


def overwrite(name, offset, data):
    """A change that writes over a place in a file."""
    def damage(directory):
        with open(directory / name, "r+b") as file:
            file.seek(offset)
            file.write(data)
    return damage


def missing_and_mixed_up(context):
    """Deleted, exchanged, duplicated, zeroed or extended files never give a state that never was."""
    with Run(context) as run:
        journals, newest = run.files("journal-*.wal"), run.last_journal()
        last, end = len(run.states) - 1, len(run.states) - 14
        verdicts = []
        for name in run.files():
            earliest = end if name == newest else last
            verdicts.append(run.judge(f"{name} deleted", delete(name), earliest))
            verdicts.append(run.judge(f"{name} emptied", cut(name, 0, False), earliest))
            for offset in range(0, run.used(name), 4096):
                zeros = bytes(min(4096, run.used(name) - offset))
                verdicts.append(run.judge(f"{name} at {offset} zeroed", overwrite(name, offset, zeros), earliest,
                                          offset if len(zeros) < 4096 else None))
        for one, other in zip(journals, journals[1:]):
            verdicts.append(run.judge(f"{one} and {other} exchanged", exchange(one, other), last))
            verdicts.append(run.judge(f"{one} copied over {other}", lambda directory, one=one, other=other:
                                      shutil.copy(directory / one, directory / other), end))
        garbage = context.random.randbytes(5000)
        verdicts.append(run.judge("garbage behind the end", overwrite(newest, run.used(newest) + 64, garbage), last))
        verdicts.append(run.judge("garbage at the end", overwrite(newest, run.used(newest), garbage), last - 1))
        report(context, run, verdicts)


TESTS = [
    ("damage", "bit flips give the same state or are refused", bit_flips),
    ("damage", "truncated files lose the end at most", truncations),
    ("damage", "missing and mixed-up files are refused", missing_and_mixed_up),
]
