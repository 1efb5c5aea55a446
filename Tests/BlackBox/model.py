"""The naive model: what stock, reservations and orders must be after a known list of operations.

Written from the specification alone. `apply` takes an operation that is known to have happened and
returns which units it moved; it judges nothing, because only the server's verdicts are replayed.
Effects of different connections commute on the counters, so no order between them is needed.
"""

from collections import defaultdict

PRICE_CENTS = 495


def money(cents):
    """Integer cents as the wire's decimal string."""
    return f"{cents // 100}.{cents % 100:02d}"


class Operation:
    """One intent: what was sent, on which connection, and what became of it."""

    __slots__ = ("number", "connection", "request", "line", "result")

    def __init__(self, number, connection, request, line):
        self.number = number
        self.connection = connection
        self.request = request
        self.line = line
        self.result = None


class Order:
    """An order as the model knows it: units per SKU, what has shipped, and its history."""

    def __init__(self, operation, units, lines):
        self.operation = operation
        self.key = operation.request["idempotencyKey"]
        self.units = units
        self.lines = lines
        self.shipped = defaultdict(int)
        self.refunded = defaultdict(int)
        self.status = "PENDING"
        self.payment = "PENDING"
        self.history = ["PENDING"]
        self.order_id = None
        self.order_number = None

    def unshipped(self):
        """Units still owed, by SKU."""
        return {sku: units - self.shipped[sku] for sku, units in self.units.items() if units > self.shipped[sku]}

    def has_distinct_lines(self):
        """Whether a SKU names one line."""
        return len(self.units) == len(self.lines)

    def refundable(self):
        """Units that have not been refunded, by SKU."""
        return {sku: units - self.refunded[sku] for sku, units in self.units.items() if units > self.refunded[sku]}

    def move(self, status):
        """Takes a new status into the history."""
        self.status = status
        self.history.append(status)

    def total(self):
        """The total as the wire writes it."""
        return money(PRICE_CENTS * sum(self.units.values()))


class Model:
    """Σ over everything known to have happened: quantity and claims per SKU, orders by id."""

    def __init__(self):
        self.quantity = defaultdict(int)
        self.reserved = defaultdict(int)
        self.reservations = {}
        self.orders = {}
        self.by_key = {}
        self.touched = set()

    def levels(self, skus):
        """`{sku: (quantity, reserved)}`."""
        return {sku: (self.quantity[sku], self.reserved[sku]) for sku in skus}

    def apply(self, operation, result):
        """Takes in an operation that happened. Returns its moves: `[(sku, quantity, reserved)]`."""
        moves = self._moves(operation, result)
        for sku, quantity, reserved in moves:
            self.quantity[sku] += quantity
            self.reserved[sku] += reserved
        return moves

    def _moves(self, operation, result):
        request = operation.request
        op = request["op"]
        if op == "inventory.reserve":
            self.reservations[request["reservationId"]] = (request["sku"], request["quantity"])
            return [(request["sku"], 0, request["quantity"])]
        if op == "inventory.release":
            sku, quantity = self.reservations.pop(request["reservationId"])
            return [(sku, 0, -quantity)]
        if op == "inventory.adjust":
            return [(request["sku"], request["quantityChange"], 0)]
        if op == "orders.create":
            return self._place(operation, result)
        if op in ("orders.cancel", "orders.updateStatus", "orders.fulfil", "orders.updatePayment", "orders.refund"):
            return self._change_order(op, request)
        return []

    def _place(self, operation, result):
        units = defaultdict(int)
        lines = []
        moves = []
        for item in operation.request["items"]:
            if "reservationId" in item:
                sku, quantity = self.reservations.pop(item["reservationId"])
                moves.append((sku, 0, -quantity))
            else:
                sku, quantity = item["sku"], item["quantity"]
            units[sku] += quantity
            lines.append((sku, quantity))
            moves.append((sku, 0, quantity))
        order = Order(operation, dict(units), lines)
        order.order_id = result["orderId"]
        order.order_number = result["orderNumber"]
        self.orders[order.order_id] = order
        self.by_key[order.key] = order
        self.touched.add(order.order_id)
        return moves

    def _change_order(self, op, request):
        order = self.orders[request["orderId"]]
        self.touched.add(order.order_id)
        if op == "orders.updatePayment":
            order.payment = request["paymentStatus"]
            return []
        if op == "orders.refund":
            for line in request["lines"]:
                order.refunded[line["sku"]] += line["quantity"]
            if order.refunded == order.units:
                order.payment = "REFUNDED"
                order.move("REFUNDED")
            return [(line["sku"], line["quantity"], 0) for line in request["lines"] if line["restock"]]
        if op == "orders.cancel":
            owed = order.unshipped()
            order.move("CANCELLED")
            return [(sku, 0, -units) for sku, units in owed.items()]
        if op == "orders.updateStatus" and request["status"] != "SHIPPED":
            order.move(request["status"])
            return []
        parcel = order.unshipped()
        if "lines" in request:
            parcel = {line["sku"]: line["quantity"] for line in request["lines"]}
        for sku, units in parcel.items():
            order.shipped[sku] += units
        if not order.unshipped():
            order.move("SHIPPED")
        return [(sku, -units, -units) for sku, units in parcel.items()]
