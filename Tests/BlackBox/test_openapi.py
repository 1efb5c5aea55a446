"""`/openapi.json` and the server agree: schemathesis asks what the document says, and sees what comes back.

Operations, parameters and shapes are those of the document, whatever there is. The shop is seeded, and ids of the
seeded things are put where the document wants ids, so that much of what is asked succeeds.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from harness import Failure, Skip, check
from http_peer import Peer, fill
from server_process import ServerProcess
from shop import make_customer, make_product, ADDRESS
from test_jwt import HEADER, SECRET, claims, signed

HERE = Path(__file__).resolve().parent

# What a request that fits the document may be answered beside success: stock, state, versions, keys and names that
# are taken decide, and no schema can say that a text has too many bytes.
DECIDED_LATER = ["2xx", "304", "400", "401", "403", "404", "409", "422", "429", "503", "507"]


def program():
    """The command of schemathesis, of this interpreter's environment."""
    beside = Path(sys.executable).with_name("st")
    found = str(beside) if beside.exists() else shutil.which("st")
    if found is None:
        raise Skip("schemathesis is not installed")
    return found


def seed(server):
    """Some of each thing, so that ids lead somewhere: `{letter of the id: [ids]}`, and texts by their name."""
    with server.connect() as client:
        customer = make_customer(client, "openapi@example.com")
        variant = make_product(client, "OPEN-1", 1_000_000, price="2.50")
        make_product(client, "OPEN-2", 0)
        client.ok("shippingMethods.create", name="Post", price="3.00")
        order = client.ok("orders.create", customerId=customer, items=[{"variantId": variant, "quantity": 2}])
        client.ok("orders.create", customerId=customer, items=[{"sku": "OPEN-1", "quantity": 1}])
        client.ok("inventory.reserve", sku="OPEN-1", quantity=1, reservationId="open", ttlSeconds=0)
        product = client.ok("products.list", limit=1)["items"][0]
    names = {"sku": ["OPEN-1", "OPEN-2"], "reservationId": ["open"], "slug": [product["slug"]],
             "orderNumber": [order["orderNumber"]], "quantity": [1, 2], "country": ["GB"],
             "shippingAddress": [ADDRESS], "billingAddress": [ADDRESS]}
    return {"names": names, "ids": collect_ids(server)}


def collect_ids(server):
    """Every id that a list shows, by its letter."""
    found = {}
    with Peer(server.http_address, server.token) as peer:
        paths = peer.ask("GET", "/openapi.json").require(200).json["paths"]
        for path in paths:
            if "{" not in path and "get" in paths[path]:
                answer = peer.ask("GET", path)
                for text in re.findall(rb'"([a-z][0-9a-hjkmnp-tv-z]{16})"', answer.body):
                    found.setdefault(text[:1].decode(), set()).add(text.decode())
    return {letter: sorted(ids) for letter, ids in found.items()}


def configuration():
    """The settings of schemathesis."""
    statuses = json.dumps(DECIDED_LATER)
    return f"""
[checks]
positive_data_acceptance.expected-statuses = {statuses}
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "414", "415", "422", "429", "431", "5xx"]
"""


def agrees(context):
    """No answer of 5xx, and none that the document does not have, to anything that it describes or forbids."""
    command = program()
    # A token that no operation can revoke: keys, sessions and users come and go.
    token = signed(HEADER, claims())
    with ServerProcess(context, context.path("data"), durability="none", flags=["--demo"],
                       env={"JWT_SECRET": SECRET.decode()}) as server:
        context.path("seed.json").write_text(json.dumps(seed(server)))
        context.path("schemathesis.toml").write_text(configuration())
        host, port = server.http_address
        # One worker: with several, CPython 3.11 loses count of how deep its parser is.
        done = subprocess.run(
            [command, "--config-file", str(context.path("schemathesis.toml")), "run",
             f"http://{host}:{port}/openapi.json", "--checks", "all",
             "--header", f"Authorization: Bearer {token}",
             "--max-examples", "5" if context.quick else "40", "--seed", str(context.seed),
             "--phases", "examples,coverage,fuzzing,stateful", "--workers", "1", "--generation-database", "none",
             "--no-color", "--suppress-health-check", "all", "--continue-on-failure"],
            cwd=context.path("."), env={**os.environ, "SCHEMATHESIS_HOOKS": "openapi_hooks",
                           "HOLDFAST_SEED": str(context.path("seed.json")), "PYTHONPATH": str(HERE)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, check=False)
        context.path("schemathesis.txt").write_text(done.stdout)
        summary = re.findall(r"(?:Operations|Test cases|API Operations|Selected|Tested|Generated|generated).*", done.stdout)
        context.note("; ".join(line.strip() for line in summary[-4:]))
        check(server.process.poll() is None, f"the server ended: {server.log()[-500:]}")
        if done.returncode != 0:
            begin = done.stdout.find("FAILURES")
            raise Failure(f"schemathesis ended with {done.returncode}: {done.stdout[max(begin, 0):][:6000]}")
        server.terminate()


def is_whole(context):
    """The document names what it refers to, every operation of the table, and nothing twice."""
    with ServerProcess(context, context.path("data")) as server, Peer(server.http_address) as peer:
        document = peer.ask("GET", "/openapi.json").require(200).json
        text = json.dumps(document)
        for name in set(re.findall(r'"#/components/schemas/([^"]+)"', text)):
            check(name in document["components"]["schemas"], f"{name} is not there")
        operations = {operation["operationId"]: (method, path) for path, item in document["paths"].items()
                      for method, operation in item.items()}
        check(len(operations) == sum(len(item) for item in document["paths"].values()), "an operationId twice")
        for row in peer.ask("GET", "/describe").require(200).json["operations"]:
            expected = (row["method"].lower(), row["path"]) if row["path"] else None
            check(operations.get(row["name"]) == expected, f"{row['name']}: {operations.get(row['name'])}")
            if row["signIn"] and row["path"]:
                answer = peer.ask(row["method"], fill(row["path"], {}))
                answer.refused(401, "unauthenticated")
                check(answer.headers.get("www-authenticate") == "Bearer", f"WWW-Authenticate of {row['name']}")
        context.note(f"{len(operations)} operations")


TESTS = [
    ("openapi", "the document is whole, and asks who asks as the table does", is_whole),
    ("openapi", "schemathesis finds the server to be as the document says", agrees),
]
