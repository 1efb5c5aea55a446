"""What every outside test stands on: a context, a verdict, and a directory of its own.

A test is a function that takes a `Context`. It returns when its rule holds, raises `Failure` when
the rule is broken, and `Skip` when this machine cannot show it (said visibly, never silently).
"""

import os
import random
import shutil
import tempfile
import time
from pathlib import Path


# Real input that is not part of the project; tests that need it are skipped where it is missing.
DATA = Path(os.environ.get("HOLDFAST_TEST_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))


class Failure(Exception):
    """The rule under test does not hold."""


class Skip(Exception):
    """This machine lacks what the test needs; the message says what."""


def check(condition, message):
    """Fails the running test with `message` unless `condition` is true."""
    if not condition:
        raise Failure(message)


def check_equal(found, expected, what):
    """Fails unless `found == expected`, showing both."""
    if found != expected:
        raise Failure(f"{what}: expected {expected!r}, found {found!r}")


class Context:
    """What one test is given: the binary, how long it may take, its seed, and its own directory."""

    def __init__(self, binary, name, *, quick=False, seed=1, rounds=None, keep=False, full=False):
        self.binary = str(Path(binary).resolve())
        self.name = name
        self.quick = quick
        self.seed = seed
        self.rounds = rounds
        self.keep = keep
        self.full = full
        self.random = random.Random(f"{name}-{seed}")
        self.work = Path(tempfile.mkdtemp(prefix=f"holdfast-{name}-"))
        self.notes = []

    def path(self, *parts):
        """A path inside this test's own directory."""
        return self.work.joinpath(*parts)

    def note(self, text):
        """Adds a short measured fact to the test's result line."""
        self.notes.append(text)

    def discard(self):
        """Removes the test's directory, unless it was asked to stay."""
        if not self.keep:
            shutil.rmtree(self.work, ignore_errors=True)


def require_root():
    """Skips the test unless it may mount file systems."""
    if os.geteuid() != 0:
        raise Skip("needs root to mount file systems")


def memory_directory(context):
    """A directory in memory where the machine has one, for many copies that no power cut is about.

    Whoever asks for it removes it.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30:
        return Path(tempfile.mkdtemp(prefix=f"holdfast-{context.name}-", dir=memory))
    context.path("files").mkdir()
    return context.path("files")


def require_room(directory, gibibytes):
    """Skips the test unless its disk has room to spare: others may be working on it."""
    free = shutil.disk_usage(directory).free
    if free < gibibytes << 30:
        raise Skip(f"only {free >> 30} GiB free for {directory}")


def wait_until(condition, seconds, what):
    """Polls `condition` until it holds; fails after `seconds`. Returns what it returned."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"not within {seconds} s: {what}")
        time.sleep(0.01)


def percentile(values, fraction):
    """The value at `fraction` (0...1) of the sorted `values`."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * fraction))]
