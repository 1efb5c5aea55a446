"""A small client for JSON lines over TCP: one connection, or many driven from one thread.

It knows the framing and nothing of commerce. It shares no code with the server: the checking
half of these tests must not repeat the server's mistakes.
"""

import json
import selectors
import socket
from collections import deque

from harness import Failure


class Refused(Exception):
    """The server answered a request with an error; `error` is its body."""

    def __init__(self, error):
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.error = error
        self.code = error.get("code")


class ConnectionEnded(Exception):
    """The peer closed or reset the connection."""


def encode(request):
    """One request as a line; bytes are taken as they are."""
    if isinstance(request, bytes):
        return request if request.endswith(b"\n") else request + b"\n"
    return json.dumps(request, separators=(",", ":")).encode() + b"\n"


class Connection:
    """A blocking connection. Replies come in request order, so none needs to be looked up."""

    def __init__(self, address, token=None, timeout=30.0):
        self.socket = socket.create_connection(address, timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.next_id = 1
        if token is not None:
            self.ok("auth", token=token)

    def send_raw(self, data):
        """Sends bytes as they are."""
        try:
            self.socket.sendall(data)
        except (ConnectionResetError, BrokenPipeError) as error:
            raise ConnectionEnded(str(error)) from error

    def read_line(self):
        """The next reply line, without its newline."""
        while b"\n" not in self.buffer:
            try:
                chunk = self.socket.recv(1 << 18)
            except ConnectionResetError as error:
                raise ConnectionEnded(str(error)) from error
            except TimeoutError as error:
                raise Failure("no reply in time") from error
            if not chunk:
                raise ConnectionEnded("end of stream")
            self.buffer += chunk
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line

    def reply(self):
        """The next reply as an object."""
        line = self.read_line()
        try:
            return json.loads(line)
        except ValueError as error:
            raise Failure(f"a reply is not JSON: {line[:300]!r}") from error

    def request(self, op, **fields):
        """Sends one operation and returns its whole reply, having checked the echoed id."""
        number = self.next_id
        self.next_id += 1
        self.send_raw(encode({"id": number, "op": op, **fields}))
        reply = self.reply()
        if reply.get("id") != number:
            raise Failure(f"{op}: the reply's id is {reply.get('id')!r}, the request's was {number}")
        return reply

    def ok(self, op, **fields):
        """The result of an operation that must succeed."""
        reply = self.request(op, **fields)
        if "ok" not in reply:
            raise Refused(reply.get("error") or {"code": "no-error", "message": repr(reply)})
        return reply["ok"]

    def error(self, op, **fields):
        """The error of an operation that must be refused."""
        reply = self.request(op, **fields)
        if "error" not in reply:
            raise Failure(f"{op} {fields} should be refused, the reply is {json.dumps(reply)[:300]}")
        return reply["error"]

    def pipeline(self, requests, window=256):
        """Sends all `requests` with at most `window` in flight; the replies, in order."""
        lines = [encode(request) for request in requests]
        replies = []
        sent = 0
        while len(replies) < len(lines):
            if sent - len(replies) <= window // 2 and sent < len(lines):
                upper = min(len(lines), len(replies) + window)
                self.send_raw(b"".join(lines[sent:upper]))
                sent = upper
            replies.append(self.reply())
        return replies

    def close(self):
        """Closes the socket; what is unsent or unread is lost."""
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Lane:
    """One connection of a fleet: what is to be written, what was read of an unfinished line."""

    __slots__ = ("index", "socket", "output", "input", "in_flight", "exhausted", "open")

    def __init__(self, index, connected):
        self.index = index
        self.socket = connected
        self.output = b""
        self.input = b""
        self.in_flight = 0
        self.exhausted = False
        self.open = True


class Fleet:
    """Many pipelining connections driven by one thread and one selector.

    `run` asks `next_line(index)` for requests (bytes with newline, or None for no more) whenever a
    connection has fewer than `window` in flight, and tells `on_line(index, line)` every reply.
    """

    def __init__(self, address, token, count):
        self.selector = selectors.DefaultSelector()
        self.lanes = []
        for index in range(count):
            self.lanes.append(Lane(index, socket.create_connection(address, timeout=30)))
        self.sign_in(token)
        for lane in self.lanes:
            lane.socket.setblocking(False)
            lane.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(lane.socket, selectors.EVENT_READ, lane)

    def sign_in(self, token):
        """Signs every connection in, before anything else is sent."""
        auth = encode({"op": "auth", "token": token}) if token is not None else encode({"op": "ping"})
        for lane in self.lanes:
            lane.socket.sendall(auth)
        for lane in self.lanes:
            line = lane.socket.recv(1 << 16)
            if b'"ok"' not in line or not line.endswith(b"\n"):
                raise Failure(f"connection {lane.index} was not let in: {line[:300]!r}")

    def encode(self, lane, line):
        """What goes over the connection for a request line."""
        return line

    def take(self, lane):
        """Takes the complete reply lines from the front of the lane's input."""
        lines = lane.input.split(b"\n")
        lane.input = lines.pop()
        return lines

    def run(self, next_line, on_line, window=16, until=None):
        """Drives until every source is dry and answered, all connections ended, or `until()`."""
        self.window = window
        for lane in self.lanes:
            lane.exhausted = False
            self._feed(lane, next_line)
        while any(lane.open and (lane.in_flight or not lane.exhausted) for lane in self.lanes):
            if until is not None and until():
                return
            for key, events in self.selector.select(0.02):
                lane = key.data
                if events & selectors.EVENT_READ and self._read(lane, on_line):
                    self._feed(lane, next_line)
                elif events & selectors.EVENT_WRITE and lane.open:
                    self._write(lane)

    def drain(self, on_line, seconds=0.0):
        """Reads every reply that has already been sent, without sending anything more.

        With a positive `seconds` it also waits for the ends of all connections (a killed server).
        """
        for lane in self.lanes:
            if lane.open and seconds:
                lane.socket.settimeout(seconds)
            while lane.open and self._read(lane, on_line):
                pass

    def close(self):
        """Closes every connection."""
        for lane in self.lanes:
            lane.socket.close()
        self.selector.close()

    def _feed(self, lane, next_line):
        """Fills the window again once half of it has been answered."""
        if lane.exhausted or lane.in_flight > self.window // 2:
            return
        lines = []
        while lane.in_flight < self.window:
            line = next_line(lane.index)
            if line is None:
                lane.exhausted = True
                break
            lines.append(self.encode(lane, line))
            lane.in_flight += 1
        if lines:
            lane.output += b"".join(lines)
            self._write(lane)

    def _write(self, lane):
        try:
            sent = lane.socket.send(lane.output) if lane.output else 0
            lane.output = lane.output[sent:]
        except BlockingIOError:
            pass
        except (ConnectionResetError, BrokenPipeError):
            lane.output = b""  # what was answered may still be read
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if lane.output else 0)
        if self.selector.get_key(lane.socket).events != events:
            self.selector.modify(lane.socket, events, lane)

    def _read(self, lane, on_line):
        """Reads once; false if nothing was there or the connection ended."""
        try:
            chunk = lane.socket.recv(1 << 18)
        except (BlockingIOError, TimeoutError):
            return False
        except ConnectionResetError:
            chunk = b""
        if not chunk:
            lane.open = False
            self.selector.unregister(lane.socket)
            return False
        lane.input += chunk
        lines = self.take(lane)
        lane.in_flight -= len(lines)
        for line in lines:
            on_line(lane.index, line)
        return True


def run_requests(address, token, requests, connections=64, window=16):
    """Spreads `requests` (lines) over many connections; the replies as bytes, in no order."""
    waiting = deque(requests)
    replies = []
    fleet = Fleet(address, token, connections)
    try:
        fleet.run(lambda _: waiting.popleft() if waiting else None,
                  lambda _, line: replies.append(line), window)
    finally:
        fleet.close()
    if len(replies) != len(requests):
        raise Failure(f"{len(requests)} requests got {len(replies)} replies")
    return replies
