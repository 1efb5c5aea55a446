"""Worlds in a line: customers, products and stock for tests, made through the socket like anyone's."""

import json

from harness import check, check_equal

ADDRESS = {"firstName": "Ada", "lastName": "Lovelace", "line1": "12 St James's Square", "city": "London",
           "postalCode": "SW1Y 4JH", "country": "GB"}


def make_customer(connection, email="ada@example.com", **fields):
    """Creates a customer with addresses; its id."""
    body = {"email": email, "firstName": "Ada", "lastName": "Lovelace", "shippingAddress": ADDRESS,
            "billingAddress": ADDRESS, **fields}
    return connection.ok("customers.create", **body)["id"]


def make_product(connection, sku, quantity, price="4.95", **fields):
    """Creates a published product with one default variant; the variant's id."""
    body = {"name": f"Product {sku}", "status": "PUBLISHED", "basePrice": price, "sku": sku,
            "quantity": quantity, **fields}
    variants = connection.ok("products.create", **body)["variants"]
    check_equal(len(variants), 1, f"variants of a product made without any ({sku})")
    return variants[0]["id"]


def stock(connection, sku):
    """`(quantity, reserved, available)` of a variant, having checked that they add up."""
    level = connection.ok("inventory.getByVariant", sku=sku)
    check(level["available"] == level["quantity"] - level["reserved"], f"{sku} does not add up: {level}")
    return level["quantity"], level["reserved"], level["available"]


def stocks(connection, skus):
    """`{sku: (quantity, reserved)}` of many variants, having checked that each adds up."""
    replies = connection.pipeline([{"op": "inventory.getByVariant", "sku": sku} for sku in skus])
    levels = {}
    for sku, reply in zip(skus, replies):
        check("ok" in reply, f"inventory.getByVariant {sku}: {json.dumps(reply)[:300]}")
        level = reply["ok"]
        check(level["available"] == level["quantity"] - level["reserved"], f"{sku} does not add up: {level}")
        check(level["reserved"] >= 0, f"{sku} has negative claims: {level}")
        levels[sku] = (level["quantity"], level["reserved"])
    return levels


def order_total(connection):
    """How many orders the server says there are."""
    return connection.ok("orders.list", limit=1)["total"]
