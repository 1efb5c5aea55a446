"""The server as a process: start it, wait until it is ready, end it politely or not at all politely."""

import http.client
import os
import select
import signal
import subprocess
import time

from harness import Failure, check_equal
from holdfast_client import Connection, Fleet


class ServerEnded(Failure):
    """The server ended before it was ready; `code` is its exit code, `log` what it said."""

    def __init__(self, code, log):
        super().__init__(f"the server ended with {code} before it was ready: {log[-600:]}")
        self.code = code
        self.log = log


class ServerProcess:
    """One `holdfast serve` on ports of its own choosing, with its log in a file.

    As a context manager it starts the server, and kills it at the end if it still runs.
    """

    def __init__(self, context, data, *, durability="always", flags=(), env=None, prefix=(), name="server",
                 secured=True):
        self.binary = context.binary
        self.data = str(data)
        self.log_path = context.path(f"{name}.log")
        self.token_path = context.path(f"{name}.token")
        self.environment = {**os.environ, **(env or {})}
        self.command = [*prefix, context.binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0",
                        "--http", "127.0.0.1:0", "--durability", durability, *flags]
        if secured:
            self.command += ["--admin-token-file", str(self.token_path)]
        self.secured = secured
        self.process = None
        self.address = None
        self.http_address = None
        self.token = None

    def launch(self):
        """Starts the process without waiting for it."""
        log = open(self.log_path, "ab")
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=log, env=self.environment, start_new_session=True)
        log.close()
        return self

    def wait_ready(self, seconds=60.0):
        """Waits for the line `ready tcp=… http=…` and takes the addresses and the token."""
        deadline = time.monotonic() + seconds
        output = b""
        descriptor = self.process.stdout.fileno()
        while True:
            for line in output.decode(errors="replace").splitlines(keepends=True):
                if line.startswith("ready ") and line.endswith("\n"):
                    return self._take_ready_line(line)
            ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self.kill()
                raise Failure(f"the server was not ready in {seconds} s: {self.log()[-600:]}")
            chunk = os.read(descriptor, 4096)
            if not chunk:
                raise ServerEnded(self.wait(), self.log())
            output += chunk

    def start(self, seconds=60.0):
        """Starts the server and waits until it is ready."""
        return self.launch().wait_ready(seconds)

    def _take_ready_line(self, line):
        fields = dict(part.split("=", 1) for part in line.split()[1:])
        host, port = fields["tcp"].rsplit(":", 1)
        self.address = (host, int(port))
        if ":" in fields["http"]:
            host, port = fields["http"].rsplit(":", 1)
            self.http_address = (host, int(port))
        self.token = self.token_path.read_text().rstrip("\n") if self.secured else None
        return self

    def connect(self, timeout=30.0):
        """A connection signed in as the administrator; no reply may take longer than `timeout` seconds."""
        return Connection(self.address, self.token, timeout)

    def fleet(self, count):
        """Many connections signed in as the administrator."""
        return Fleet(self.address, self.token, count)

    def get(self, path, token=None):
        """Status and body of an HTTP GET. Ask only a server that has an `http_address`."""
        connection = http.client.HTTPConnection(*self.http_address, timeout=10)
        try:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def kill(self):
        """kill -9, and waits until the process is gone. A tracer around it dies with it."""
        self.signal_group(signal.SIGKILL)
        return self.wait()

    def signal_group(self, number):
        """Sends a signal to the server (and to the tracer around it)."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def wait(self, seconds=30.0):
        """The exit code of a process that is about to end."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"the server still runs after {seconds} s: {self.log()[-600:]}") from error
        self.process.stdout.close()
        return code

    def terminate(self, seconds=30.0):
        """SIGTERM: the server must drain and end with 0."""
        self.process.send_signal(signal.SIGTERM)
        check_equal(self.wait(seconds), 0, "the exit code after SIGTERM")

    def resident_bytes(self):
        """The server's resident memory now."""
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def log(self):
        """What the server has written to standard error so far."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.kill()


def run_tool(context, *arguments, seconds=120.0, stdin=None, env=None, **options):
    """Runs `holdfast` with arguments to its end: exit code, standard output, standard error."""
    try:
        done = subprocess.run([context.binary, *map(str, arguments)], stdin=stdin or subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, check=False,
                              env={**os.environ, **(env or {})}, **options)
    except subprocess.TimeoutExpired as error:
        raise Failure(f"holdfast {' '.join(map(str, arguments))}: still runs after {seconds} s") from error
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
