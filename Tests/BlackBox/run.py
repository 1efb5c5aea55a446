#!/usr/bin/env python3
"""Runs the outside tests against a real `holdfast` binary.

    python3 Tests/BlackBox/run.py --binary .build/release/holdfast [--quick] [--only kill,disk]
                                  [--rounds 20] [--seed 1] [--list] [--keep] [--full]

One line per test with its duration, a way to repeat each failure, and at last
`N passed, N failed, N skipped`. The exit code is 1 if anything failed.
"""

import argparse
import importlib
import os
import resource
import shlex
import signal
import sys
import time
import traceback

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, "http"), os.path.join(HERE, "browser")]

from harness import Context, Failure, Skip, require_room  # noqa: E402  (after the lines above)
from holdfast_client import ConnectionEnded, Refused  # noqa: E402

MODULES = ["test_exactness", "test_reservations", "test_bad_input", "test_mutation", "test_command_line",
           "test_jwt", "test_http_parser", "test_http", "test_http_load", "test_openapi", "test_backpressure",
           "test_kill", "test_syscall_kill", "test_power_cut", "test_disk", "test_damage", "test_clock",
           "test_real_input"]
# Journeys through the pages: every file of the folder.
MODULES += sorted(name[:-3] for name in os.listdir(os.path.join(HERE, "browser")) if name.startswith("test_"))


def parse_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=".build/release/holdfast")
    parser.add_argument("--quick", action="store_true", help="the short form for continuous integration")
    parser.add_argument("--full", action="store_true", help="pages in every size and look, not only the usual one")
    parser.add_argument("--only", help="groups or parts of titles, separated by commas, or one title")
    parser.add_argument("--rounds", type=int, help="rounds of the loops that have them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the directories of tests that passed, too")
    parser.add_argument("--list", action="store_true", help="only name the tests")
    return parser.parse_args()


def selected(arguments):
    """The tests asked for: `(group, title, function)`."""
    tests = [test for name in MODULES for test in importlib.import_module(name).TESTS]
    if not arguments.only:
        return tests
    if any(arguments.only == title for _, title, _ in tests):
        return [test for test in tests if test[1] == arguments.only]  # titles may have commas
    wanted = arguments.only.split(",")
    groups = {test[0] for test in tests}
    return [test for test in tests
            if any(word == test[0] if word in groups else word in test[1] for word in wanted)]


def run_one(arguments, group, title, function):
    """Runs one test, prints its line, and returns `passed`, `failed` or `skipped`."""
    context = Context(arguments.binary, group, quick=arguments.quick, seed=arguments.seed,
                      rounds=arguments.rounds, keep=arguments.keep, full=arguments.full)
    began = time.monotonic()
    verdict, reason = "passed", ""
    try:
        require_room(context.work, 4)
        function(context)
    except Skip as skip:
        verdict, reason = "skipped", f": {skip}"
    except (Failure, Refused, ConnectionEnded) as failure:
        verdict, reason = "failed", f": {type(failure).__name__}: {failure}"
    except Exception:  # pylint: disable=broad-except  (a test's own mistake is a failure too)
        verdict, reason = "failed", f": {traceback.format_exc()}"
    notes = f" ({'; '.join(context.notes)})" if context.notes else ""
    print(f"{verdict:7} {time.monotonic() - began:7.2f} s  {group}: {title}{notes}{reason}", flush=True)
    if verdict == "failed":
        flags = " --quick" if arguments.quick else ""
        flags += f" --rounds {arguments.rounds}" if arguments.rounds else ""
        flags += " --full" if arguments.full else ""
        print(f"        repeat: python3 Tests/BlackBox/run.py --binary {arguments.binary}{flags} "
              f"--seed {arguments.seed} --only {shlex.quote(title)}   files: {context.work}", flush=True)
    else:
        context.discard()
    return verdict


def main():
    """Runs what was asked for; true if nothing failed."""
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and mounts are taken down
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for group, title, function in selected(arguments):
        if arguments.list:
            print(f"{group}: {title}")
        else:
            counts[run_one(arguments, group, title, function)] += 1
    if not arguments.list:
        print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return counts["failed"] == 0


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
