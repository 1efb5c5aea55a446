"""A random mix of everything that moves stock, as pipelining clients would send it.

Each connection owns the reservations and orders it makes, so what it sends next is well defined even
while replies are outstanding; the variants are shared by all, and scarce, so refusals are common.
"""

import json

LEDGER = "LEDGER"
VARIANTS = 40
OPENING_STOCK = 400


def skus():
    """All variants of the mix: shared scarce ones, and a ledger that only grows."""
    return [f"MIX-{number}" for number in range(VARIANTS)] + [LEDGER]


class ConnectionState:
    """What one connection has made and may still use."""

    def __init__(self):
        self.reservations = []
        self.orders = []


class Workload:
    """Chooses requests; told of verdicts so that later requests make sense.

    Every request carries what makes it exactly-once: a reservation's own id, or an idempotency key.
    """

    def __init__(self, random, customer, prefix, connections):
        self.random = random
        self.customer = customer
        self.prefix = prefix
        self.number = 0
        self.states = [ConnectionState() for _ in range(connections)]

    def next_request(self, connection):
        """The next request of a connection: `(number, request)`."""
        self.number += 1
        state = self.states[connection]
        roll = self.random.random()
        if roll < 0.28:
            return self.number, self._reserve(state)
        if roll < 0.42 and state.reservations:
            return self.number, self._release(state)
        if roll < 0.47 and state.reservations:
            return self.number, self._extend(state)
        if roll < 0.64:
            return self.number, self._order(state)
        if roll < 0.86 and state.orders:
            return self.number, self._advance(state)
        if roll < 0.90:
            return self.number, {"op": "inventory.getByVariant", "sku": LEDGER}
        return self.number, self._adjust()

    def settled(self, connection, request, accepted, order):
        """A verdict: a refused reservation is forgotten, an order with an id may be changed again."""
        state = self.states[connection]
        if request["op"] == "inventory.reserve" and not accepted:
            if request["reservationId"] in state.reservations:
                state.reservations.remove(request["reservationId"])
        elif order is not None and order.status in ("PENDING", "PROCESSING", "SHIPPED", "DELIVERED"):
            if order.status != "DELIVERED" or (order.payment == "PAID" and order.has_distinct_lines()):
                state.orders.append(order)

    def _key(self):
        return f"{self.prefix}-{self.number}"

    def _sku(self):
        return f"MIX-{min(self.random.randrange(VARIANTS), self.random.randrange(VARIANTS))}"

    def _reserve(self, state):
        identifier = f"{self.prefix}-r{self.number}"
        state.reservations.append(identifier)
        return {"op": "inventory.reserve", "sku": self._sku(), "quantity": self.random.randint(1, 3),
                "reservationId": identifier, "ttlSeconds": self.random.choice((0, 36_000))}

    def _take_reservation(self, state):
        return state.reservations.pop(self.random.randrange(len(state.reservations)))

    def _release(self, state):
        request = {"op": "inventory.release", "reservationId": self._take_reservation(state)}
        if self.random.random() < 0.5:
            request["idempotencyKey"] = self._key()
        return request

    def _extend(self, state):
        return {"op": "inventory.extend", "reservationId": self.random.choice(state.reservations),
                "ttlSeconds": 72_000, "idempotencyKey": self._key()}

    def _order(self, state):
        items = []
        for _ in range(self.random.randint(1, 3)):
            if state.reservations and self.random.random() < 0.2:
                items.append({"reservationId": self._take_reservation(state)})
            else:
                items.append({"sku": self._sku(), "quantity": self.random.randint(1, 2)})
        return {"op": "orders.create", "idempotencyKey": self._key(), "customerId": self.customer,
                "items": items, "customerNotes": self._key()}

    def _advance(self, state):
        """One step of an order's life. The order is out of reach until the verdict is in."""
        order = state.orders.pop(self.random.randrange(len(state.orders)))
        body = {"orderId": order.order_id, "idempotencyKey": self._key()}
        roll = self.random.random()
        if order.payment == "PENDING" and roll < 0.3:
            return {"op": "orders.updatePayment", "paymentStatus": "PAID", **body}
        if order.status == "DELIVERED":
            return {"op": "orders.refund", "reason": "returned", "lines": self._returned(order), **body}
        if order.status == "SHIPPED":
            return {"op": "orders.updateStatus", "status": "DELIVERED", **body}
        if roll < 0.4:
            return {"op": "orders.cancel", "reason": "CUSTOMER", **body}
        if order.status == "PENDING":
            return {"op": "orders.updateStatus", "status": "PROCESSING", **body}
        owed = order.unshipped()
        if order.has_distinct_lines() and roll < 0.75:
            sku = self.random.choice(sorted(owed))
            lines = [{"sku": sku, "quantity": self.random.randint(1, owed[sku])}]
            return {"op": "orders.fulfil", "lines": lines, **body}
        return {"op": "orders.fulfil", **body}

    def _returned(self, order):
        """Lines of a refund: one of what is left, or all of it."""
        left = sorted(order.refundable().items())
        if self.random.random() < 0.5:
            sku, units = self.random.choice(left)
            left = [(sku, self.random.randint(1, units))]
        return [{"sku": sku, "quantity": units, "restock": self.random.random() < 0.7} for sku, units in left]

    def _adjust(self):
        body = {"op": "inventory.adjust", "idempotencyKey": self._key()}
        if self.random.random() < 0.3:
            return {**body, "sku": LEDGER, "quantityChange": 1, "reason": "RECEIVED"}
        if self.random.random() < 0.3:
            return {**body, "sku": self._sku(), "quantityChange": -1, "reason": "DAMAGED"}
        return {**body, "sku": self._sku(), "quantityChange": self.random.randint(5, 25), "reason": "RECEIVED"}


def as_line(number, request):
    """A request with its id, as it goes over the wire."""
    return json.dumps({"id": number, **request}, separators=(",", ":")).encode() + b"\n"
