#!/usr/bin/env python3
"""Whatever HTTPWire accepts, h11 and httptools accept alike: the same requests, byte for byte, ending at the same byte.

    python3 Tests/BlackBox/http/test_http_parser.py [--quick] [--seed 1]

They may accept more: strictness is the point. Needs `pip install h11 httptools` and the Swift compiler.
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from harness import Context, Failure, Skip, check  # noqa: E402  (after the path above)
import cases  # noqa: E402
import probe  # noqa: E402

try:
    import references
except ImportError as missing:
    references = missing

PARTS = ("method", "target", "version", "fields", "body", "end")


def require_references():
    """Skips the test where the other parsers are missing."""
    if isinstance(references, ImportError):
        raise Skip(f"{references}; pip install h11 httptools")


def compare(data, verdict):
    """Why the reference parsers do not agree to what was accepted of `data`; `None` if they do."""
    start = 0
    for request in verdict.requests:
        end = request["end"]
        for name, read in (("h11", lambda: references.read_h11(data, start)),
                           ("httptools", lambda: references.read_httptools(data, start, end))):
            try:
                other = read()
            except Exception as error:  # pylint: disable=broad-except  (each has kinds of its own)
                return f"{name} refuses {data[start:end]!r}: {error!r}"
            request["fields"] = references.normal(request["fields"])
            for part in PARTS:
                if request[part] != other[part]:
                    return (f"{name} reads another {part} in {data[start:end]!r}: "
                            f"{other[part]!r} for {request[part]!r}")
        start = end
    return None


def compare_all(binary, inputs):
    """Compares all inputs and returns their verdicts."""
    verdicts = probe.verdicts(binary, inputs)
    wrong = [reason for data, verdict in zip(inputs, verdicts) if (reason := compare(data, verdict))]
    check(not wrong, f"{len(wrong)} disagreements, the first: {wrong[0] if wrong else ''}")
    return verdicts


def table(context):
    """Each row gets the verdict it is listed under, and the references agree to what is accepted."""
    require_references()
    binary = probe.binary(context.binary)
    for data, verdict in zip(cases.ACCEPTED, compare_all(binary, cases.ACCEPTED)):
        count = data.count(b" HTTP/1.")
        check(verdict.end == "incomplete" and len(verdict.requests) == count,
              f"{len(verdict.requests)} of {count} requests, then {verdict.end}: {data!r}")
    for data, verdict in zip(cases.REFUSED, compare_all(binary, cases.REFUSED)):
        check(verdict.status is not None and not verdict.requests, f"not refused: {data!r}")
    context.note(f"{len(cases.ACCEPTED)} accepted, {len(cases.REFUSED)} refused")


def mutations(context):
    """The same for damaged requests."""
    require_references()
    binary = probe.binary(context.binary)
    originals = cases.ACCEPTED * 2 + cases.REFUSED
    count = 20_000 if context.quick else 200_000
    inputs = [cases.mutate(originals[number % len(originals)], context.random) for number in range(count)]
    verdicts = compare_all(binary, inputs)
    accepted = sum(len(verdict.requests) for verdict in verdicts)
    refused = sum(verdict.status is not None for verdict in verdicts)
    check(accepted > count // 10 and refused > count // 10, f"{accepted} accepted, {refused} refused")
    context.note(f"{count} inputs, {accepted} requests accepted, {refused} refusals")


TESTS = [
    ("http-parser", "a table of requests is read as h11 and httptools read it", table),
    ("http-parser", "damaged requests that are accepted are read alike", mutations),
]


def main():
    """Runs the tests alone; true if none failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    failures = 0
    for group, title, function in TESTS:
        context = Context("", group, quick=arguments.quick, seed=arguments.seed)
        verdict = "passed"
        try:
            function(context)
        except Skip as skip:
            verdict = f"skipped ({skip})"
        except Failure as failure:
            verdict = f"failed ({failure})"
            failures += 1
        finally:
            context.discard()
        print(f"{group}: {title}: {verdict} {'; '.join(context.notes)}", flush=True)
    return failures == 0


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
