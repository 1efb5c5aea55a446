"""Mistakes on the command line: one clear line on standard error and the sysexits code."""

import os
import re
import socket

from harness import check, check_equal
from http_peer import Peer
from server_process import ServerProcess, run_tool
from shop import make_product

USAGE, DATA, CANNOT_CREATE, BUSY, CONFIGURATION = 64, 65, 73, 75, 78


def check_complaint(context, codes, mentions, *arguments, **options):
    """Runs `holdfast`; it must end with one of `codes` and one line that mentions something."""
    what = "holdfast " + " ".join(map(str, arguments))
    code, output, errors = run_tool(context, *arguments, seconds=20, **options)
    check(code in codes, f"{what}: exit code {code}, not {codes}: {errors[-300:]}")
    complaints = [line for line in errors.splitlines() if line.strip() and '"level":"info"' not in line]
    check_equal(len(complaints), 1, f"{what}: lines of complaint in {errors[-600:]!r}")
    check(len(complaints[0]) < 400, f"{what}: the complaint is long: {complaints[0]}")
    check(mentions in complaints[0], f"{what}: {mentions!r} is not in {complaints[0]!r}")
    check("ready" not in output, f"{what}: says ready")


def bad_flags(context):
    """An unknown command or flag, a flag without or with a bad value: 64, naming it."""
    data = context.path("data")
    serve = ["serve", "--data", data, "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    for mentions, arguments in [
        ("nonsense", ["nonsense"]), ("--bogus", [*serve, "--bogus"]), ("--bogus", [*serve, "--bogus=1"]),
        ("--durability", [*serve, "--durability", "sometimes"]), ("--durability", [*serve, "--durability"]),
        ("--listen", ["serve", "--data", data, "--listen", "nonsense"]),
        ("--listen", ["serve", "--data", data, "--listen", "127.0.0.1:99999"]),
        ("--http", ["serve", "--data", data, "--http", "127.0.0.1:-1"]),
        ("--snapshot-interval", [*serve, "--snapshot-interval", "-1"]),
        ("--snapshot-interval", [*serve, "--snapshot-interval", "soon"]),
        ("extra", [*serve, "extra"]), ("--bogus", ["verify", data, "--bogus"]), ("", ["verify"]), ("", ["replay"]),
        ("online-retail", ["replay", "nonsense", "-", "--connect", "127.0.0.1:1"]),
        ("--connect", ["replay", "online-retail", "-"]), ("", ["call"]), ("", ["call", "127.0.0.1:1"]),
    ]:
        check_complaint(context, {USAGE}, mentions, *arguments)
    check(not data.exists(), "a refused command line makes no data directory")
    code, _, errors = run_tool(context)
    check_equal(code, USAGE, "no command at all")
    check(errors.strip() != "", "no command at all says how it is used")


def data_directories(context):
    """A data directory that cannot be made, is another's, or is in use: a code that says which."""
    plain = context.path("plain-file")
    plain.write_text("x")
    ports = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    check_complaint(context, {CANNOT_CREATE}, "plain-file", "serve", "--data", plain / "below", *ports)
    check_complaint(context, {CANNOT_CREATE}, "plain-file", "serve", "--data", plain, *ports)
    foreign = context.path("foreign")
    foreign.mkdir()
    (foreign / "photos.txt").write_text("not ours")
    (foreign / "journal-00000000000000000001.wal").write_bytes(b"not a journal" * 500)
    check_complaint(context, {DATA, CANNOT_CREATE, CONFIGURATION}, "foreign", "serve", "--data", foreign, *ports)
    check_equal((foreign / "photos.txt").read_text(), "not ours", "a foreign file")
    with ServerProcess(context, context.path("used")) as server, server.connect() as client:
        make_product(client, "USED", 1)
        check_complaint(context, {BUSY}, "used", "serve", "--data", context.path("used"), *ports)
        check_complaint(context, {BUSY}, "used", "verify", context.path("used"))
        client.ok("ping")
    check(run_tool(context, "verify", context.path("nowhere"))[0] in (65, 66, 73, 74), "verify of nothing")
    if os.geteuid() == 0:
        locked = context.path("locked")
        locked.mkdir(mode=0o555)
        for parent in (context.work, locked):
            parent.chmod(0o755 if parent == context.work else 0o555)
        readable = run_tool(context, "verify", locked, user=65534)[0] is not None
        check(readable, "the binary can be run by another user")
        check_complaint(context, {CANNOT_CREATE}, "locked", "serve", "--data", locked / "data", *ports, user=65534)
        check_complaint(context, {CANNOT_CREATE}, "locked", "serve", "--data", locked, *ports, user=65534)


def serves_http(context):
    """Whether this server listens for HTTP at all; notes it if not."""
    with ServerProcess(context, context.path("http")) as server:
        if server.http_address is None:
            context.note("no HTTP: its port not checked")
        return server.http_address is not None


def ports_and_secrets(context):
    """A port in use, an open address without TLS, a short secret: refused at the start, by name."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        check_complaint(context, {69, 71, CANNOT_CREATE, BUSY, CONFIGURATION}, address, "serve", "--data",
                        context.path("a"), "--listen", address, "--http", "127.0.0.1:0")
        if serves_http(context):
            check_complaint(context, {69, 71, CANNOT_CREATE, BUSY, CONFIGURATION}, address, "serve", "--data",
                            context.path("b"), "--listen", "127.0.0.1:0", "--http", address)
    ports = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"]
    check_complaint(context, {USAGE, CONFIGURATION}, "0.0.0.0", "serve", "--data", context.path("c"), "--listen",
                    "0.0.0.0:0", "--http", "127.0.0.1:0")
    check_complaint(context, {USAGE, CONFIGURATION}, "insecure-no-auth", "serve", "--data", context.path("d"),
                    "--listen", "0.0.0.0:0", "--http", "127.0.0.1:0", "--insecure-no-auth")
    check_complaint(context, {CONFIGURATION}, "JWT_SECRET", "serve", "--data", context.path("e"), *ports,
                    env={"JWT_SECRET": "s" * 31})
    check_complaint(context, {CANNOT_CREATE}, "token", "serve", "--data", context.path("f"), *ports,
                    "--admin-token-file", context.path("no-such-directory", "token"))


def file_modes(context):
    """The token file is 0600, what the server makes is for its user alone."""
    with ServerProcess(context, context.path("data")) as server:
        check_equal(oct(server.token_path.stat().st_mode & 0o777), "0o600", "the mode of the token file")
        check_equal(context.path("data").stat().st_mode & 0o077, 0, "rights of others on the data directory")
        for path in context.path("data").rglob("*"):
            check_equal(path.stat().st_mode & 0o077, 0, f"rights of others on {path.name}")


def call_command(context):
    """`call` speaks to a server: 0 and the result, or not 0 and one line."""
    with ServerProcess(context, context.path("data")) as server:
        address = f"127.0.0.1:{server.address[1]}"
        token = ["--token-file", server.token_path]
        code, output, errors = run_tool(context, "call", address, "products.create", "name=Cup", "basePrice=1.50",
                                        "sku=CUP", "quantity=7", "status=PUBLISHED", *token)
        check_equal(code, 0, f"call products.create ({errors})")
        check('"CUP"' in output, f"call products.create prints {output[:200]}")
        code, output, _ = run_tool(context, "call", address, "inventory.getByVariant", "sku=CUP", *token)
        check(code == 0 and '"available"' in output, f"call inventory.getByVariant: {code} {output[:200]}")
        code, output, errors = run_tool(context, "call", address, "inventory.reserve", "sku=CUP", "quantity=8", *token)
        check(code != 0 and "insufficient_stock" in output + errors, f"a refused call: {code} {output} {errors}")
        code, _, errors = run_tool(context, "call", address, "orders.list")
        check(code != 0 and "unauthenticated" in errors + _, f"a call without token: {code} {errors}")
        server.terminate()
        code, _, errors = run_tool(context, "call", address, "ping")
        check(code != 0 and len(errors.splitlines()) == 1, f"a call to nobody: {code} {errors!r}")


def first_start(context):
    """Where nobody could sign in, the first start makes an administrator and says the password once."""
    with ServerProcess(context, context.path("data"), secured=False) as server:
        said = re.findall(r"administrator, shown only now: (\S+), password ([\w-]+)", server.log())
        check_equal(len(said), 1, "administrators that the log tells")
        email, password = said[0]
        check(len(password) >= 20, "the password is long")
        with Peer(server.http_address) as peer:
            peer.ask("POST", "/sessions", {"email": email, "password": password[:-1]}).refused(401)
            token = peer.ask("POST", "/sessions", {"email": email, "password": password}).require(201).json["accessToken"]
        with Peer(server.http_address, token) as peer:
            check(peer.ask("GET", "/sessions/current").require(200).json["permissions"], "an administrator may something")
            peer.ask("POST", "/products", {"name": "Lamp", "basePrice": "1.00"}).require(201)
        server.terminate()
        server.start()
        check_equal(server.log().count(password), 1, "times the password is told")


TESTS = [
    ("command-line", "bad flags end with 64", bad_flags),
    ("command-line", "data directories that cannot be used", data_directories),
    ("command-line", "ports in use, open addresses, weak secrets", ports_and_secrets),
    ("command-line", "files are the server's user's alone", file_modes),
    ("command-line", "the first start tells an administrator's password once", first_start),
    ("command-line", "call answers and refuses", call_command),
]
