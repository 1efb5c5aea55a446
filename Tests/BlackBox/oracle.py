"""The outside oracle: its own log of intents and replies, and the checks after a crash.

Before a request is sent its intent is in the log; a reply is logged when it is read. An intent without
a reply is *unknown*. After a restart it must hold that

    a. everything acknowledged is there exactly once,
    b. everything unknown is there once, whole, or not at all,
    c. a repeat of an acknowledged request answers what it answered first,
    d. there is no effect without an operation: orders and Σ units agree to the last one,
    e. the stock arithmetic holds for every variant, and every order's own arithmetic for itself,
    f. no order id or number is ever used twice, and nobody was shown what a crash took back.
"""

import json
import time
from collections import deque

from harness import Failure, check, check_equal
from model import Model, Operation, money, PRICE_CENTS
from shop import make_customer, make_product, order_total, stocks
from workload import LEDGER, OPENING_STOCK, Workload, as_line, skus

SAMPLED_ORDERS = 1500


class Oracle:
    """Sends a workload through a fleet, remembers everything, and judges the server afterwards."""

    def __init__(self, context, connections=64):
        self.context = context
        self.connections = connections
        self.model = Model()
        self.log = open(context.path("oracle.log"), "wb", buffering=1 << 20)
        self.in_flight = [deque() for _ in range(connections)]
        self.workload = None
        self.numbers = {}
        self.order_times = []
        self.acknowledged = 0
        self.refused = 0
        self.ledger_seen = 0
        self.disk_may_be_full = False
        self.full_count = 0
        self.recent = deque(maxlen=400)

    def open_shop(self, client):
        """Makes the customer and the variants all operations are about."""
        customer = make_customer(client)
        for sku in skus():
            make_product(client, sku, OPENING_STOCK, price=money(PRICE_CENTS))
            self.model.quantity[sku] = OPENING_STOCK
        self.workload = Workload(self.context.random, customer, f"s{self.context.seed}", self.connections)

    def next_line(self, connection):
        """Logs the next intent of a connection and returns its line."""
        number, request = self.workload.next_request(connection)
        line = as_line(number, request)
        operation = Operation(number, connection, request, line)
        self.in_flight[connection].append(operation)
        self.log.write(b'{"opId":%d,"conn":%d,"t0":%.6f,"intent":%b}\n'
                       % (number, connection, time.monotonic(), line[:-1]))
        return line

    def on_line(self, connection, line):
        """Logs a reply and takes its effect into the model."""
        operation = self.in_flight[connection].popleft()
        self.log.write(b'{"opId":%d,"t1":%.6f,"reply":%b}\n' % (operation.number, time.monotonic(), line))
        reply = json.loads(line)
        if reply.get("id") != operation.number:
            raise Failure(f"reply out of order: {line[:200]!r} answers {operation.line[:200]!r}")
        self._settle(operation, reply, first=True)

    def _settle(self, operation, reply, first):
        """Takes in a final verdict. Returns the moves it caused."""
        request = operation.request
        if "error" in reply:
            self._judge_refusal(operation, reply["error"])
            self.refused += 1
            self.workload.settled(operation.connection, request, False, self._order_of(request))
            return []
        result = reply["ok"]
        operation.result = result
        self.acknowledged += 1
        if first and request["op"] == "inventory.release":
            units = self.model.reservations[request["reservationId"]][1]
            check_equal(result["released"], units, f"the units released by {operation.line!r}")
        if request["op"] == "inventory.getByVariant":
            self.ledger_seen = max(self.ledger_seen, result["quantity"])
            return []
        moves = self.model.apply(operation, result)
        if request["op"] == "orders.create":
            self.order_times.append(time.monotonic())
            self._take_number(operation, result)
        self._judge_reply(operation, result, first)
        if "idempotencyKey" in request and first:
            self.recent.append(operation)
        self.workload.settled(operation.connection, request, True, self._order_of(request))
        return moves

    def _order_of(self, request):
        if request["op"] == "orders.create":
            return self.model.by_key.get(request["idempotencyKey"])
        return self.model.orders.get(request.get("orderId"))

    def _take_number(self, operation, result):
        """Rule f: an id or a number means one order, for ever."""
        for name in (result["orderId"], result["orderNumber"]):
            check(name not in self.numbers, f"{name} was given to operation {self.numbers.get(name)} before "
                                            f"operation {operation.number}")
            self.numbers[name] = operation.number

    def _judge_reply(self, operation, result, first):
        """What a success must say, as far as it is known from outside."""
        request = operation.request
        if request["op"] == "orders.create":
            order = self.model.orders[result["orderId"]]
            check_equal(result["total"], order.total(), f"the total answered to {operation.line!r}")
            check(not first or result["replayed"] is False, f"a new key was answered as replayed: {operation.line!r}")
        elif request["op"] == "inventory.reserve":
            check_equal(result["quantity"], request["quantity"], f"the quantity answered to {operation.line!r}")

    def _judge_refusal(self, operation, error):
        """Only scarcity may refuse this workload, and what follows from it."""
        op = operation.request["op"]
        allowed = {
            "inventory.reserve": {"insufficient_stock"},
            "inventory.release": {"reservation_not_found"},
            "inventory.extend": {"reservation_not_found"},
            "inventory.adjust": {"below_reserved"},
            "orders.create": {"insufficient_stock", "reservation_not_found"},
        }
        if error["code"] == "storage_full" and self.disk_may_be_full:
            self.full_count += 1
            return
        check(error["code"] in allowed.get(op, ()),
              f"unexpected refusal {json.dumps(error)} of {operation.line!r}")

    def unknown(self):
        """Every intent without a reply, in the order of each connection."""
        return [operation for lane in self.in_flight for operation in lane]

    def check_after_restart(self, client):
        """Rules a to f, by reading everything back, repeating the unknown, and reading again."""
        names = skus()
        found_before = stocks(client, names)
        orders_before = order_total(client)
        unknown = [operation for operation in self.unknown()
                   if operation.request["op"] != "inventory.getByVariant"]
        for lane in self.in_flight:
            lane.clear()
        replies = client.pipeline([operation.line for operation in unknown])
        late, late_orders = {sku: [0, 0] for sku in names}, 0
        missing = {}
        for operation, reply in zip(unknown, replies):
            moves, was_there = self._settle_repeat(operation, reply)
            if not was_there:
                late_orders += "ok" in reply and operation.request["op"] == "orders.create"
                for sku, quantity, reserved in moves:
                    late[sku][0] += quantity
                    late[sku][1] += reserved
            self._judge_order_of_survival(operation, was_there, missing)
        expected = self.model.levels(names)
        expected_before = {sku: (quantity - late[sku][0], reserved - late[sku][1])
                           for sku, (quantity, reserved) in expected.items()}
        self._compare(found_before, expected_before, f"after the restart, {len(unknown)} unknown")
        check_equal(orders_before, len(self.model.orders) - late_orders, "orders after the restart")
        self._compare(stocks(client, names), expected, "after repeating the unknown")
        check_equal(order_total(client), len(self.model.orders), "orders after repeating the unknown")
        seen, there = self.ledger_seen, found_before[LEDGER][0]
        check(seen <= there, f"a reader was shown quantity {seen} of {LEDGER}, after the crash it is {there}")
        return len(unknown)

    def _judge_order_of_survival(self, operation, was_there, missing):
        """Of one connection, nothing survives that came after something that did not.

        Only received stock counts as missing for sure: anything else may have been refused at first.
        """
        earlier = missing.get(operation.connection)
        check(not (was_there and earlier), f"{operation.line!r} survived, {earlier and earlier.line!r} "
                                           "before it on the same connection did not")
        if not was_there and operation.request.get("quantityChange", 0) > 0:
            missing[operation.connection] = operation

    def _settle_repeat(self, operation, reply):
        """The verdict on a repeated unknown: its moves, and whether it had happened before the crash."""
        op = operation.request["op"]
        result = reply.get("ok")
        if op == "inventory.reserve" and reply.get("error", {}).get("code") == "reservation_ended":
            return self.model.apply(operation, None), True  # made and ended, both unknown
        if op == "inventory.release" and "idempotencyKey" not in operation.request and result is not None:
            was_there = result["released"] == 0
        else:
            was_there = result is not None and result.get("replayed") is True
        return self._settle(operation, reply, first=False), was_there

    def _compare(self, found, expected, when):
        wrong = {sku: {"found": found[sku], "expected": expected[sku]}
                 for sku in expected if found[sku] != expected[sku]}
        check(not wrong, f"(quantity, reserved) {when}: {json.dumps(wrong)}")

    def check_repeats(self, client):
        """Rule c: a sample of acknowledged requests answers again what it answered first."""
        sample = self.context.random.sample(list(self.recent), min(60, len(self.recent)))
        for operation, reply in zip(sample, client.pipeline([operation.line for operation in sample])):
            result = dict(reply.get("ok") or {})
            check(result.pop("replayed", None) is True,
                  f"the repeat of an acknowledged {operation.line!r} answers {json.dumps(reply)[:300]}")
            first = {name: value for name, value in operation.result.items() if name != "replayed"}
            check_equal(result, first, f"the repeat of {operation.line!r}")
        self.recent.clear()

    def check_orders(self, client, everything=False):
        """Rule e for orders: status, units, totals and history, of all or of those touched since the last check.

        Of very many touched ones only a sample is read: the units of all of them are in the stock anyway.
        """
        names = sorted(self.model.orders if everything else self.model.touched)
        if not everything and len(names) > SAMPLED_ORDERS:
            names = self.context.random.sample(names, SAMPLED_ORDERS)
        self.model.touched.clear()
        requests = [{"op": "orders.get", "orderId": name, "view": "full"} for name in names]
        for name, reply in zip(names, client.pipeline(requests, window=128)):
            check("ok" in reply, f"order {name} is lost: {json.dumps(reply)[:300]}")
            self._check_order(self.model.orders[name], reply["ok"])
        sample = self.context.random.sample(names, min(100, len(names)))
        histories = client.pipeline([{"op": "orders.history", "orderId": name} for name in sample])
        for name, reply in zip(sample, histories):
            steps = [step["toStatus"] for step in reply["ok"]["items"]]
            check_equal(steps, self.model.orders[name].history, f"the status history of order {name}")
        return len(names)

    def _check_order(self, order, found):
        what = f"order {order.order_id} ({order.key})"
        check_equal(found["orderNumber"], order.order_number, f"{what}: number")
        check_equal(found["status"], order.status, f"{what}: status")
        check_equal(found["paymentStatus"], order.payment, f"{what}: payment")
        check_equal(found["total"], order.total(), f"{what}: total")
        check_equal(found["customerNotes"], order.key, f"{what}: notes")
        units = {}
        for item in found["items"]:
            units[item["sku"]] = units.get(item["sku"], 0) + item["quantity"]
        check_equal(units, order.units, f"{what}: units")

    def close(self):
        """Closes the log."""
        self.log.close()
