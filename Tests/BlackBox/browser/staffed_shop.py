"""A shop with a catalog, orders and people, for journeys through its pages."""

from holdfast_client import Refused
from http_peer import Peer
from server_process import ServerProcess
from shop import make_customer, make_product

PASSWORD = "a long enough passphrase"
ADMIN = "admin@example.com"
MANAGER = "manager@example.com"
NOBODY = "nobody@example.com"


class StaffedShop(ServerProcess):
    """A server with an administrator, a manager and somebody without a role, all with the same password.

    `demo` fills it with the demo catalog; `orders` places as many orders of one customer.
    """

    def __init__(self, context, *, demo=True, orders=0, flags=(), name="server"):
        super().__init__(context, context.path(f"{name}-data"), durability="none", name=name,
                         flags=[*(["--demo"] if demo else []), *flags])
        self.wanted_orders = orders
        self.email = "grace@example.com" if demo else "ada@example.com"  # the demo has an Ada
        self.customer = None
        self.orders = []

    def start(self, seconds=60.0):
        super().start(seconds)
        with self.connect() as client:
            try:
                self._hire(client)
            except Refused:
                return self  # started again: everybody is there
            self._sell(client)
        return self

    def _hire(self, client):
        roles = {role["name"]: role["id"] for role in client.ok("roles.list")["items"]}
        for email, name, held in [(ADMIN, "Ana Ruiz", ["ADMIN"]), (MANAGER, "Max Moor", ["MANAGER"]),
                                  (NOBODY, "Nora None", [])]:
            client.ok("users.create", email=email, name=name, password=PASSWORD,
                      roleIds=[roles[role] for role in held])

    def _sell(self, client):
        if not self.wanted_orders:
            return
        make_product(client, "JOURNEY-1", 10_000, price="12.90", name="White mug")
        make_product(client, "JOURNEY-2", 10_000, price="4.10", name="Tea towel")
        self.customer = make_customer(client, self.email)
        for index in range(self.wanted_orders):
            lines = [{"sku": "JOURNEY-1", "quantity": 1 + index % 3}]
            if index % 2:
                lines.append({"sku": "JOURNEY-2", "quantity": 2})
            made = client.ok("orders.create", customerId=self.customer, items=lines)
            self.orders.append(client.ok("orders.getByNumber", orderNumber=made["orderNumber"]))

    def ask(self, method, path, body=None, headers=()):
        """One request by HTTP as the administrator of the tests."""
        with Peer(self.http_address, self.token) as peer:
            return peer.ask(method, path, body, headers)

    def fetch(self, path, headers=()):
        """One GET by nobody in particular."""
        with Peer(self.http_address) as peer:
            return peer.ask("GET", path, None, headers)
