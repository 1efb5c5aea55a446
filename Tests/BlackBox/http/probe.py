"""Runs HTTPWire's parser on byte strings, through the small program in `Tests/HTTPWireProbe`."""

import functools
import glob
import json
import os
import struct
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


@functools.cache
def directory():
    """A directory that goes when the program ends."""
    return tempfile.TemporaryDirectory(prefix="holdfast-http-probe-")


@functools.cache
def binary(server=""):
    """The probe that the package has built beside the server; else compiles it once, in about ten seconds."""
    built = os.path.join(os.path.dirname(os.path.abspath(server)), "HTTPWireProbe")
    if server and os.access(built, os.X_OK):
        return built
    path = os.path.join(directory().name, "http-probe")
    sources = sorted(glob.glob(os.path.join(ROOT, "Sources", "HTTPWire", "*.swift")))
    # One module of all, so that no package has to be built.
    subprocess.run(["swiftc", "-O", "-swift-version", "6", "-package-name", "holdfast", "-module-name", "HTTPProbe",
                    "-o", path, *sources, os.path.join(ROOT, "Tests", "HTTPWireProbe", "main.swift")], check=True)
    return path


class Verdict:
    """What became of the bytes of one connection."""

    def __init__(self, line):
        reply = json.loads(line)
        self.end = reply["end"]
        self.status = reply.get("status")
        self.requests = [
            {"method": request["method"].encode(), "target": bytes.fromhex(request["target"]),
             "version": request["version"].encode(), "keeps_alive": request["keepsAlive"], "end": request["end"],
             "fields": [(bytes.fromhex(name), bytes.fromhex(value)) for name, value in request["fields"]],
             "body": bytes.fromhex(request["body"])}
            for request in reply["requests"]]


def verdicts(path, inputs):
    """The verdict on each input, in order."""
    with tempfile.TemporaryFile() as file:
        for item in inputs:
            file.write(struct.pack(">I", len(item)) + item)
        file.seek(0)
        result = subprocess.run([path], stdin=file, stdout=subprocess.PIPE, check=True)
    lines = result.stdout.splitlines()
    if len(lines) != len(inputs):
        raise RuntimeError(f"{len(lines)} verdicts on {len(inputs)} inputs")
    return [Verdict(line) for line in lines]
