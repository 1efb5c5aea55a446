"""The Online Retail data set through the socket: known counts, twice, and after kill -9.

The file is not part of the project; HOLDFAST_TEST_DATA names a directory that has it (default: `../shared/data`
beside the project). Without it the tests are skipped.
"""

import json
import subprocess

from harness import DATA, Skip, check, check_equal
from rig import require_tool
from server_process import ServerProcess, run_tool

FILE = DATA / "online-retail" / "2010-12_to_2011-08.csv.xz"
EXPECTED = {"rows": 320_705, "saleLines": 313_056, "returnLines": 5_847, "unitsOrdered": 3_325_397,
            "unitsReturned": 149_402, "revenue": "6293764.00", "skus": 3_626, "customers": 3_317,
            "rowsRefused": {"nonPositiveQuantity": 925, "nonPositivePrice": 874, "other": 3}, "conservation": "ok"}
ORDERS = 12_494


def replay(context, server, *flags):
    """Runs the replay from standard input; its report."""
    if not FILE.exists():
        raise Skip(f"{FILE} is not here")
    require_tool("xz")
    with subprocess.Popen(["xz", "-dc", str(FILE)], stdout=subprocess.PIPE) as source:
        code, output, errors = run_tool(
            context, "replay", "online-retail", "-", "--connect", f"127.0.0.1:{server.address[1]}", "--token-file",
            server.token_path, "--json", *flags, stdin=source.stdout, seconds=300)
        source.stdout.close()
    check_equal(code, 0, f"the exit code of replay ({errors[-300:]})")
    return json.loads(output)


def check_report(report, placed, replayed):
    """The report has the known counts."""
    found = {name: report.get(name) for name in EXPECTED}
    check_equal(found, EXPECTED, "the report")
    check_equal((report["ordersPlaced"], report["ordersReplayed"]), (placed, replayed), "placed and replayed")
    check_equal(sum(report["ordersRefused"].values()), 0, f"refused orders: {report['ordersRefused']}")


def nine_months(context):
    """Nine months of a shop: every order, once; verify agrees after kill -9; a second run adds nothing."""
    with ServerProcess(context, context.path("data")) as server:
        report = replay(context, server)
        check_report(report, ORDERS, 0)
        context.note(f"{report['ordersPerSecond']:.0f} orders/s")
        server.kill()
        code, output, errors = run_tool(context, "verify", context.path("data"), "--json")
        check_equal(code, 0, f"the exit code of verify ({errors[-300:]})")
        proof = json.loads(output)
        check_equal((proof["ok"], proof["orders"], proof["violations"]), (True, ORDERS, []), "verify")
        check_equal(proof["unitsReserved"], EXPECTED["unitsOrdered"], "units reserved according to verify")
        check_equal(proof["unitsOnHand"], EXPECTED["unitsOrdered"] + EXPECTED["unitsReturned"], "units on hand")
        check_equal(proof["revenue"], EXPECTED["revenue"], "revenue according to verify")
        server.start()
        check_report(replay(context, server), 0, ORDERS)


def scarce_stock(context):
    """With little stock of each, orders are refused for that reason alone, and the units still add up."""
    with ServerProcess(context, context.path("data")) as server:
        report = replay(context, server, "--stock", "100")
        check_equal(report["conservation"], "ok", "conservation")
        check_equal(set(report["ordersRefused"]), {"insufficient_stock"}, "reasons for refusal")
        refused = report["ordersRefused"]["insufficient_stock"]
        check_equal(report["ordersPlaced"] + refused, ORDERS, "orders placed and refused")
        check(refused > 1000, f"only {refused} orders refused")
        context.note(f"{refused} refused")


TESTS = [
    ("real-input", "nine months of a real shop", nine_months),
    ("real-input", "nine months with scarce stock", scarce_stock),
]
