"""JWTs of the seed's kit (HS256, `JWT_SECRET`): good ones are let in, forgeries are `unauthenticated`."""

import base64
import hashlib
import hmac
import json
import time

from harness import Skip, check, check_equal, wait_until
from holdfast_client import Connection
from http_peer import Peer
from server_process import ServerProcess
from shop import make_product

SECRET = b"a-secret-of-at-least-thirty-two-bytes, and as many again for the other algorithms"
HEADER = {"alg": "HS256", "typ": "JWT"}


def encoded(data):
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header, payload, secret=SECRET, digest=hashlib.sha256):
    """A token over a header and a payload, given as objects or as raw bytes."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    text = ".".join(encoded(part) for part in parts)
    return f"{text}.{encoded(hmac.new(secret, text.encode(), digest).digest())}"


def claims(**changes):
    """Claims of an administrator for the next hour; a change to None leaves the claim out."""
    values = {"sub": "user-1", "role": "ADMIN", "exp": int(time.time()) + 3600, **changes}
    return {name: value for name, value in values.items() if value is not None}


def forgeries():
    """Every token here must be refused: `(what it is, token)`."""
    good = signed(HEADER, claims())
    text, signature = good.rsplit(".", 1)
    raw = base64.urlsafe_b64decode(signature + "=")
    for alg in ("none", "None", "nOnE", "NONE", "", "RS256", "HS384", "HS512", "hs256", 256, None):
        yield f"alg {alg!r} signed with the secret", signed({"alg": alg, "typ": "JWT"}, claims())
    for alg in ("none", "HS256"):
        unsigned = f"{encoded(json.dumps({'alg': alg}).encode())}.{encoded(json.dumps(claims()).encode())}"
        yield f"alg {alg} without signature", unsigned + "."
        yield f"alg {alg} in two parts", unsigned
    yield "HS512 properly signed", signed({"alg": "HS512", "typ": "JWT"}, claims(), digest=hashlib.sha512)
    yield "another secret", signed(HEADER, claims(), secret=b"another-secret-of-thirty-two-bytes!!")
    yield "an empty secret", signed(HEADER, claims(), secret=b"")
    yield "a signature of 31 bytes", f"{text}.{encoded(raw[:31])}"
    yield "a signature of 33 bytes", f"{text}.{encoded(raw + b'x')}"
    for bit in range(256):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << (bit % 8)
        yield f"bit {bit} of the signature", f"{text}.{encoded(bytes(flipped))}"
    yield "no alg", signed({"typ": "JWT"}, claims())
    yield "alg twice", signed(b'{"alg":"none","alg":"HS256","typ":"JWT"}', claims())
    yield "typ JWE", signed({"alg": "HS256", "typ": "JWE"}, claims())
    yield "crit", signed({**HEADER, "crit": ["x"], "x": 1}, claims())
    yield "padding", good + "="
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    yield "bits after the end", good[:-1] + last[last.index(good[-1]) ^ 1]
    yield "a part more", good + "." + signature
    yield "white space", good.replace(".", ". ", 1)
    yield "standard base64", f"{text}.{base64.b64encode(b'~~~' * 10 + b'xx').decode().rstrip('=')}"
    yield "no exp", signed(HEADER, claims(exp=None))
    now = int(time.time())
    for exp in (now - 2, now - 3600, 0, -1, str(now + 3600), "never", True, [], {}):
        yield f"exp {exp!r}", signed(HEADER, claims(exp=exp))
    yield "exp 1e400", signed(HEADER, b'{"sub":"u","role":"ADMIN","exp":1e400}')
    yield "exp twice", signed(HEADER, b'{"sub":"u","role":"ADMIN","exp":1,"exp":%d}' % (now + 3600))
    yield "nbf tomorrow", signed(HEADER, claims(nbf=now + 86_400))
    yield "no sub", signed(HEADER, claims(sub=None))
    yield "a payload that is no object", signed(HEADER, b'["ADMIN"]')
    yield "a payload that is no JSON", signed(HEADER, b'{"sub":')
    other = claims(role="ADMIN", sub="user-2")
    yield "a payload exchanged", f"{text.split('.')[0]}.{encoded(json.dumps(other).encode())}.{signature}"
    for rubbish in ("..", ".", "a.b.c", "\u00e9.\u00e9.\u00e9", good + "\x00", "x" * 100_000):
        yield f"rubbish {rubbish[:10]!r}", rubbish


def secured(context):
    """A server with the secret in its environment."""
    return ServerProcess(context, context.path("data"), env={"JWT_SECRET": SECRET.decode()})


def good_tokens(context):
    """Roles and permissions of a good token count, on both protocols, and only until it expires."""
    with secured(context) as server, Connection(server.address) as client:
        administrator = signed(HEADER, claims())
        answer = client.ok("auth", token=administrator)
        check_equal(answer["subject"], "user-1", "the subject")
        make_product(client, "JWT", 5)
        if server.http_address is None:
            context.note("no HTTP: bearer tokens not checked")
        else:
            check_equal(server.get("/orders", administrator)[0], 200, "GET /orders as ADMIN")
            check_equal(server.get("/orders")[0], 401, "GET /orders without a token")
        reserve = {"sku": "JWT", "quantity": 1}
        client.ok("auth", token=signed(HEADER, claims(role="MANAGER")))
        client.ok("orders.list")
        error = client.error("inventory.reserve", **reserve)
        check_equal((error["code"], error["statusCode"]), ("forbidden", 403), "MANAGER reserves")
        client.ok("auth", token=signed(HEADER, claims(role=None, permissions=["inventory:write"])))
        client.ok("inventory.reserve", **reserve)
        check_equal(client.error("orders.list")["code"], "forbidden", "orders.list with inventory:write alone")
        client.ok("auth", token=signed(HEADER, claims(role=None, permissions=["orders:*"])))
        client.ok("orders.list")
        client.ok("auth", token=signed({"alg": "HS256"}, claims()))
        client.ok("auth", token=signed(HEADER, claims(exp=int(time.time()) + 2)))
        client.ok("orders.list")
        ended = wait_until(lambda: client.request("orders.list").get("error"), 10, "a token ends in its session")
        check_equal((ended["code"], ended["statusCode"]), ("unauthenticated", 401), "after exp")


def permission_matrix(context):
    """Every operation of `describe` asks for its permission before anything else, alone or in a batch."""
    with secured(context) as server, Connection(server.address) as client:
        operations = [row for row in client.ok("describe")["operations"] if row["permission"] is not None]
        permissions = {row["permission"] for row in operations}
        check(len(operations) > 30, f"operations that need a permission: {len(operations)}")
        for row in operations:
            name, own = row["name"], row["permission"]
            with Connection(server.address) as stranger:
                check_equal(stranger.error(name)["code"], "unauthenticated", f"{name} without signing in")
            for held in ([], sorted(permissions - {own})):
                client.ok("auth", token=signed(HEADER, claims(role=None, permissions=held)))
                check_equal(client.error(name)["code"], "forbidden", f"{name} with every permission but {own}")
                error = client.ok("batch", requests=[{"op": name}])["results"][0]["error"]
                check_equal(error["code"], "forbidden", f"{name} in a batch without {own}")
            for held in ([own], [own.split(":")[0] + ":*"]):
                client.ok("auth", token=signed(HEADER, claims(role=None, permissions=held)))
                code = client.request(name).get("error", {}).get("code")
                check(code not in ("forbidden", "unauthenticated"), f"{name} with {held}: {code}")
        context.note(f"{len(operations)} operations, {len(permissions)} permissions")


def forged_tokens(context):
    """None of the usual forgeries is let in, on either protocol."""
    with secured(context) as server, Connection(server.address) as client:
        wrong = []
        count = 0
        for what, token in forgeries():
            count += 1
            reply = client.request("auth", token=token)
            error = reply.get("error") or {"code": "accepted", "statusCode": 200}
            if (error["code"], error["statusCode"]) != ("unauthenticated", 401):
                wrong.append(f"{what}: {error['code']} {error['statusCode']}")
            printable = server.http_address and token.isascii() and token.isprintable() and len(token) < 2000
            if printable and not what.startswith("bit ") and server.get("/orders", token)[0] != 401:
                wrong.append(f"{what} over HTTP: {server.get('/orders', token)[0]}")
        check(not wrong, "; ".join(wrong))
        check_equal(client.error("orders.list")["code"], "unauthenticated", "after all of them")
        context.note(f"{count} forgeries")


def pyjwt():
    """The module, or a visible skip."""
    try:
        import jwt  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise Skip("pyjwt is not installed") from error
    return jwt


def interoperates(context):
    """A token made by PyJWT is taken."""
    jwt = pyjwt()
    with secured(context) as server, Connection(server.address) as client:
        client.ok("auth", token=jwt.encode(claims(), SECRET.decode(), algorithm="HS256"))
        client.ok("orders.list")


def interoperates_over_rest(context):
    """PyJWT's tokens over REST: the good one is taken, by each request anew; every other one is 401."""
    jwt = pyjwt()
    secret, now = SECRET.decode(), int(time.time())
    good = jwt.encode(claims(), secret, algorithm="HS256")
    refused = {
        "alg none": jwt.encode(claims(), "", algorithm="none"),
        "HS384": jwt.encode(claims(), secret, algorithm="HS384"),
        "HS512": jwt.encode(claims(), secret, algorithm="HS512"),
        "another secret": jwt.encode(claims(), secret[::-1], algorithm="HS256"),
        "expired": jwt.encode(claims(exp=now - 2), secret, algorithm="HS256"),
        "no exp": jwt.encode(claims(exp=None), secret, algorithm="HS256"),
        "not before tomorrow": jwt.encode(claims(nbf=now + 86_400), secret, algorithm="HS256"),
        "no sub": jwt.encode(claims(sub=None), secret, algorithm="HS256"),
        "a bad signature": good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"),
        "no signature": good.rsplit(".", 1)[0] + ".",
        "nothing": "",
    }
    with secured(context) as server, Peer(server.http_address) as peer:
        def status(authorization):
            return peer.ask("GET", "/orders", headers={"Authorization": authorization} if authorization else {})
        for what, token in refused.items():
            status(f"Bearer {good}").require(200, "the good token")
            answer = status(f"Bearer {token}")
            answer.refused(401, "unauthenticated")
            check_equal(answer.headers.get("www-authenticate"), "Bearer", f"WWW-Authenticate to {what}")
        for authorization in (None, good, f"Basic {good}", f"Bearer  {good}", f"Bearer {good} x", "Bearer"):
            status(authorization).refused(401, "unauthenticated")
        status(f"bearer {good}").require(200, "a scheme has no case")
        short = jwt.encode(claims(exp=int(time.time()) + 2), secret, algorithm="HS256")
        status(f"Bearer {short}").require(200, "a token for two seconds")
        wait_until(lambda: status(f"Bearer {short}").status == 401, 10, "a token ends on its connection")
        status(f"Bearer {good}").require(200, "the good token at last")
        few = jwt.encode(claims(role=None, permissions=["orders:read"]), secret, algorithm="HS256")
        answer = peer.ask("GET", "/customers", headers={"Authorization": f"Bearer {few}"})
        answer.refused(403, "forbidden")


TESTS = [
    ("jwt", "good tokens carry their permissions until they expire", good_tokens),
    ("jwt", "every operation asks for its permission", permission_matrix),
    ("jwt", "forged tokens are unauthenticated", forged_tokens),
    ("jwt", "a token made by PyJWT is taken", interoperates),
    ("jwt", "PyJWT over REST: good tokens are taken, all others are 401", interoperates_over_rest),
]
