#!/usr/bin/env python3
"""A product read over REST, beside a static file of the same size from nginx.

    swift build -c release
    python3 Benchmarks/HTTPCompare/compare.py [--rounds 5] [--seconds 2] [--connections 64] [--json FILE]

`wrk` has one processor; the server, one worker of nginx or holdfast with all its threads, has the other one. Both keep
connections alive and answer the same number of bytes of content. They take turns round by round; medians over the
rounds are reported, and the median of the ratios within each. Every response must be 200, or the run fails.

Needs nginx and wrk (Debian: apt-get install nginx-light wrk). Exit codes: 0 measured; 1 a response was not 200;
69 a program is missing.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER_PROCESSOR, CLIENT_PROCESSOR = "0", "1"
NGINX = """
worker_processes 1; daemon off; master_process off; pid {directory}/nginx.pid; error_log {directory}/error.log;
events {{ worker_connections 4096; use epoll; }}
http {{
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_timeout 65; keepalive_requests 1000000000;
  open_file_cache max=100 inactive=60s; open_file_cache_valid 60s; types {{ application/json json; }}
  client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
  server {{ listen 127.0.0.1:{port}; root {directory}/files; }}
}}
"""


def pinned(processor, *command):
    return ["taskset", "-c", processor, *map(str, command)]


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_holdfast(binary, directory):
    """Holdfast with its demo catalog and a token; answers the process, the address and the headers to send."""
    token = directory / "token"
    process = subprocess.Popen(
        pinned(SERVER_PROCESSOR, binary, "serve", "--demo", "--data", directory / "data", "--listen", "127.0.0.1:0",
               "--http", "127.0.0.1:0", "--admin-token-file", token), stdout=subprocess.PIPE, text=True)
    ready = process.stdout.readline()
    address = re.search(r"http=(\S+)", ready)
    if not address:
        sys.exit(f"holdfast did not start: {ready!r}")
    return process, f"http://{address[1]}", {"Authorization": f"Bearer {token.read_text().strip()}"}


def start_nginx(directory, content):
    files = directory / "files"
    files.mkdir()
    (files / "product.json").write_bytes(content)
    port = free_port()
    configuration = directory / "nginx.conf"
    configuration.write_text(NGINX.format(directory=directory, port=port))
    process = subprocess.Popen(pinned(SERVER_PROCESSOR, "nginx", "-p", directory, "-c", configuration))
    return process, f"http://127.0.0.1:{port}/product.json"


def fetch(url, headers):
    for _ in range(100):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
                return response.read()
        except OSError as error:
            last = error
            time.sleep(0.05)
    sys.exit(f"{url}: {last}")


def measure(url, headers, options):
    """Requests a second, and the 99th percentile in milliseconds."""
    extra = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    text = subprocess.run(
        pinned(CLIENT_PROCESSOR, "wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--latency",
               *extra, url), capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"{url}: not every response was right\n{text}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
            float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=ROOT / ".build/release/holdfast")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--json")
    options = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin"
    for program, package in (("nginx", "nginx-light"), ("wrk", "wrk"), ("taskset", "util-linux")):
        if not shutil.which(program):
            print(f"{program} is missing (Debian: apt-get install {package})", file=sys.stderr)
            return 69
    directory = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-http-"))
    processes = []
    try:
        process, base, headers = start_holdfast(options.binary, directory)
        processes.append(process)
        product = json.loads(fetch(f"{base}/products?limit=1", headers))["items"][0]["id"]
        ours = f"{base}/products/{product}"
        content = fetch(ours, headers)
        process, theirs = start_nginx(directory, content)
        processes.append(process)
        if fetch(theirs, {}) != content:
            sys.exit("nginx answers other bytes")
        rounds = []
        for number in range(options.rounds):
            rounds.append({"holdfast": measure(ours, headers, options), "nginx": measure(theirs, {}, options)})
            if sys.stderr.isatty():
                print(f"\rround {number + 1} of {options.rounds}", end="", file=sys.stderr)
        if sys.stderr.isatty():
            print(file=sys.stderr)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(directory)
    print(f"GET of {len(content)} bytes, {options.connections} connections kept alive, {options.rounds} rounds of "
          f"{options.seconds} s")
    for name in ("holdfast", "nginx"):
        print(f"{name:10} {statistics.median(row[name][0] for row in rounds):10,.0f}/s   p99 "
              f"{statistics.median(row[name][1] for row in rounds):.2f} ms")
    ratio = statistics.median(row["holdfast"][0] / row["nginx"][0] for row in rounds)
    print(f"ratio, median by round: {ratio:.2f}")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps({"bytes": len(content), "ratio": ratio, "rounds": rounds}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
