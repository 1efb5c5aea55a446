"""Every page of the dashboard by name and path, with records of a given shop."""

from harness import wait_until


def first(shop, path):
    """The id of the first thing in a list."""
    return shop.ask("GET", f"{path}?limit=1").json["items"][0]["id"]


def pages(shop, quick=False):
    """`(name, path)` of every page; in the quick form one list and one record."""
    some = [("orders", "/orders"), ("order", f"/orders/{first(shop, '/orders')}")]
    if quick:
        return some
    return some + [
        ("product", f"/products/{first(shop, '/products')}"), ("inventory", "/inventory"),
        ("overview", ""), ("new order", "/orders/new"), ("products", "/products"), ("new product", "/products/new"),
        ("customers", "/customers"), ("new customer", "/customers/new"),
        ("customer", f"/customers/{first(shop, '/customers')}"), ("import", "/inventory/import"), ("live sale", "/live"),
        ("notifications", "/notifications"), ("settings", "/settings/shop"), ("users", "/settings/users"),
        ("roles", "/settings/roles"), ("API keys", "/settings/api-keys"), ("categories", "/settings/categories"),
        ("tags", "/settings/tags"), ("shipping methods", "/settings/shipping"), ("appearance", "/settings/appearance"),
        ("system", "/settings/system"), ("unknown", "/nowhere")]


def open_page(browser, path):
    """Opens a page of the dashboard and waits until its list or record stands."""
    browser.page(path)
    wait_until(lambda: not browser.all("main [aria-busy=true], main .skeleton"), 10, f"{path} at rest")
