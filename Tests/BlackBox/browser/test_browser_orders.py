"""Orders and customers through their pages: from sale to refund, and what must hold while people are at work."""

from browser import Browser, Keys, require_browser
from harness import check, check_equal, wait_until
from staffed_shop import ADMIN, PASSWORD, StaffedShop
from test_browser_sign_in import NOT_SIGNED_IN

HOSTILE = "\"'><img src=x onerror=window.hostile=1><script>window.hostile=1</script>{{7*7}}"


def enter(shop, browser, path, heading=None):
    """Signs in as the administrator and opens a page."""
    browser.allow(NOT_SIGNED_IN)
    browser.page("/sign-in").sign_in(ADMIN, PASSWORD)
    return browser.page(path, heading)


def pick(browser, label, text, option):
    """Types into a field that looks things up, and takes the option that begins so."""
    field = browser.fill(label, text)
    options = "return [...document.querySelectorAll('[role=option]')].filter(one => one.checkVisibility()).map(one => one.innerText)"
    wait_until(lambda: any(one.startswith(option) for one in browser.script(options) or []), 10, f"{option!r} for {text!r}")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)


def order_of(shop, browser):
    """The order that the page shows, as the API tells it."""
    return shop.ask("GET", f"/orders/{browser.path().split('/')[-1].split('?')[0]}").require(200).json


def stock_of(shop, sku):
    """On hand and available of a variant."""
    level = shop.ask("GET", f"/inventory?q={sku}").require(200).json["items"][0]
    return level["quantity"], level["available"]


def sells_ships_and_refunds(context):
    """An order is written, processed, shipped in two parcels, paid, delivered and refunded in part; stock and the customer's page follow."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        enter(shop, browser, "/orders/new", "New order")
        before = stock_of(shop, "JOURNEY-1")
        pick(browser, "Add an item", "JOURNEY-1", "White mug")
        pick(browser, "Add an item", "JOURNEY-1", "White mug")
        pick(browser, "Add an item", "JOURNEY-2", "Tea towel")
        pick(browser, "Find a customer", "grace@example.com", "Ada Lovelace")
        browser.choose("Shipping method", "Standard · €4.95")
        browser.wait_text("€34.85")
        check_equal(browser.field("Quantity of White mug").get_attribute("value"), "2", "the same item twice")
        browser.click("Place order")
        browser.wait_path(r"/orders/o\w+$")
        browser.wait_ready("ORD-")
        check_equal(order_of(shop, browser)["total"], "34.85", "the total")
        check_equal(stock_of(shop, "JOURNEY-1"), (before[0], before[1] - 2), "stock after the sale")

        browser.click("Start processing")
        browser.click("Ship items…")
        browser.fill("Ship now: Tea towel", "0")
        browser.fill("Ship now: White mug", "1")
        browser.wait_text("This ships 1 of 3 units. Stock on hand falls by 1.", "dialog")
        browser.fill("Tracking number", "FIRST-1")
        browser.click("Ship")
        browser.wait_text("Partly shipped", ".badges")
        check_equal(stock_of(shop, "JOURNEY-1"), (before[0] - 1, before[1] - 2), "stock after the first parcel")
        browser.click("Ship items…")
        browser.fill("Tracking number", "SECOND-2")
        browser.click("Ship")
        wait_until(lambda: order_of(shop, browser)["status"] == "SHIPPED", 10, "the order to be shipped")
        browser.wait_text("SECOND-2")

        browser.click("Copy order link")
        link = wait_until(lambda: browser.script("return document.querySelector('dialog input')?.value"), 10, "the link")
        browser.click("Done")
        own = browser.path()
        browser.open(link.removeprefix(browser.base))
        for text in ["FIRST-1", "SECOND-2", "On its way"]:
            browser.wait_text(text)
        check(ADMIN not in browser.text(), "who packed it is shown to the customer")
        browser.shot("portal-of-order")
        browser.open(own, "ORD-")

        browser.click("Mark as paid")
        browser.wait_text("Paid", ".badges")
        browser.click("Mark delivered")
        browser.wait_text("as delivered?", "dialog")
        browser.click("Mark delivered")
        browser.wait_text("Delivered", ".badges")
        browser.click("Refund…")
        browser.fill("Amount", "12.90")
        browser.fill("Back in stock: White mug", "1")
        browser.wait_text("Refund €12.90 to Ada Lovelace and put 1 unit back in stock?", "dialog")
        browser.click("Refund")
        browser.wait_text("€21.95", "main")
        browser.shot("order-refunded")
        order = order_of(shop, browser)
        check_equal((order["status"], order["refundedTotal"]), ("DELIVERED", "12.90"), "the order at the end")
        check_equal(stock_of(shop, "JOURNEY-1"), (before[0] - 1, before[1] - 1), "stock at the end")
        browser.click("More")
        browser.wait_text("The order is already shipped. Refund it instead.", ".menu")


def keeps_its_place(context):
    """Back, reload and a pasted address show the same filters, page and order of the list."""
    require_browser()
    with StaffedShop(context, orders=45) as shop, Browser(context, shop) as browser:
        enter(shop, browser, "/orders", "Orders")
        browser.click("Status")
        browser.field("Pending").click()
        browser.wait_path(r"status=PENDING")
        browser.wait_text("1–20 of 45", ".pager")
        browser.press(Keys.ESCAPE)
        browser.click("Next")
        browser.wait_path(r"page=2")
        browser.wait_text("21–40 of 45", ".pager")
        address, rows = browser.path(), browser.text("tbody")
        browser.follow(browser.one("tbody th a"))
        browser.wait_ready("ORD-")
        browser.driver.back()
        browser.wait_ready("Orders")
        check_equal(browser.path(), address, "the address after Back")
        wait_until(lambda: browser.text("tbody") == rows, 10, "the same rows after Back")
        browser.driver.refresh()
        browser.wait_ready("Orders")
        wait_until(lambda: browser.text("tbody") == rows, 10, "the same rows after reloading")
        browser.wait_text("Status: Pending", ".chips")
        browser.follow(browser.one("tbody th a"))
        browser.wait_ready("ORD-")
        browser.follow(browser.one("#breadcrumbs a"))
        browser.wait_ready("Orders")
        check_equal(browser.path(), address, "where the breadcrumb leads")


def sends_once(context):
    """Three fast clicks place one order and add one note."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        enter(shop, browser, f"/orders/new?customer={shop.customer}", "New order")
        pick(browser, "Add an item", "JOURNEY-1", "White mug")
        browser.wait_text("€12.90")
        click = "for (let i = 0; i < 3; i += 1) arguments[0].click()"
        browser.script(click, browser.control("Place order"))
        browser.wait_path(r"/orders/o\w+$")
        browser.wait_ready("ORD-")
        check_equal(shop.ask("GET", "/orders?limit=1").require(200).json["total"], 2, "orders in all")
        browser.fill("Internal note", "Call before noon")
        browser.script(click, browser.control("Add note"))
        browser.wait_text("Call before noon", ".timeline")
        check_equal(len(order_of(shop, browser)["internalNotes"]), 1, "notes")


def survives_a_lapsed_session(context):
    """Signed out while typing, a person signs in again in a dialog and what was typed is saved."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        enter(shop, browser, f"/customers/{shop.customer}", "Ada Lovelace")
        browser.allow(r"/customers/c\w+ - Failed to load resource.*401", r"/sessions/refresh - Failed to load resource.*400", r"/events\S* - Failed to load resource.*401",
                      r"/notifications\S* - Failed to load resource.*401")
        browser.fill("Company", "Analytical Engines")
        browser.driver.delete_all_cookies()
        browser.click("Save")
        browser.wait_text("Sign in to go on; your changes are kept.", "dialog")
        browser.fill("E-mail", ADMIN)
        browser.fill("Password", PASSWORD)
        browser.click("Sign in")
        wait_until(lambda: shop.ask("GET", f"/customers/{shop.customer}").require(200).json["company"] == "Analytical Engines",
                   10, "what was typed to be saved")
        check_equal(browser.field("Company").get_attribute("value"), "Analytical Engines", "the field")


def shows_hostile_text_as_text(context):
    """Markup in every field of a customer and of an order is shown letter by letter, on every page that shows it."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        enter(shop, browser, "/customers/new", "New customer")
        for label in ["First name", "Last name", "Company", "Notes"]:
            browser.fill(label, f"{label} {HOSTILE}")
        browser.fill("E-mail", "hostile@example.com")
        browser.fill("Tags", "<b>tag</b>")
        browser.click("Add customer")
        browser.wait_path(r"/customers/c\w+$")
        browser.wait_ready("First name " + HOSTILE)
        customer = browser.path().split("/")[-1]
        address = {name: f"{name} {HOSTILE}" for name in ["line1", "line2", "city", "postalCode", "country", HOSTILE]}
        placed = shop.ask("POST", "/orders", {
            "customerId": customer, "items": [{"sku": "JOURNEY-1", "quantity": 2}], "shippingAddress": address,
            "billingAddress": address, "customerNotes": f"note {HOSTILE}"}).require(201).json
        order = placed.get("id") or placed["orderId"]
        browser.page(f"/orders/{order}", "ORD-")
        browser.fill("Internal note", f"internal {HOSTILE}")
        browser.click("Add note")
        browser.wait_text(f"internal {HOSTILE}", ".timeline")
        browser.click("Start processing")
        browser.click("Ship items…")
        browser.fill("Carrier", f"carrier {HOSTILE}"[:100])
        browser.fill("Tracking number", f"tracking {HOSTILE}"[:100])
        browser.click("Ship")
        browser.wait_text("tracking " + HOSTILE[:60])
        browser.wait_text("line1 " + HOSTILE, "main")
        browser.wait_text("note " + HOSTILE, "main")
        for path, heading in [("/orders", "Orders"), ("/customers", "Customers"), (f"/customers/{customer}", "First name"),
                              (f"/orders/packing-slips?ids={order}", "Packing slips"), ("", "Overview")]:
            browser.page(path, heading)
            browser.wait_text(HOSTILE[:20], "main")
            check_equal(browser.script("return window.hostile ?? 0"), 0, f"scripts run by {path}")
            check_equal(len(browser.all("main img[src=x], main script")), 0, f"elements made of text on {path}")


def judges_many_one_by_one(context):
    """Acting on many orders tells which were refused and why, and leaves those selected."""
    require_browser()
    with StaffedShop(context, orders=4) as shop, Browser(context, shop) as browser:
        first = shop.ask("GET", "/orders").require(200).json["items"][0]
        shop.ask("POST", f"/orders/{first['id']}/cancel", {"reason": "CUSTOMER"}).require(200)
        enter(shop, browser, "/orders", "Orders")
        browser.follow(browser.one("thead input"))
        browser.wait_text("4 selected", ".bulk")
        browser.click("Start processing")
        browser.wait_text("1 refused", "dialog")
        browser.wait_text(first["orderNumber"], "dialog")
        browser.wait_text("It is already Cancelled", "dialog")
        browser.click("Select the 1")
        browser.wait_text("1 selected", ".bulk")
        states = [one["status"] for one in shop.ask("GET", "/orders").require(200).json["items"]]
        check_equal(sorted(states), ["CANCELLED", "PROCESSING", "PROCESSING", "PROCESSING"], "the orders")
        browser.page("/orders?status=PROCESSING", "Orders")
        browser.follow(browser.one("thead input"))
        browser.click("Cancel…")
        browser.wait_text("Cancel 3 orders?", "dialog")
        check_equal(browser.script("return document.activeElement.innerText"), "Keep orders", "where the focus begins")
        browser.click("Cancel 3 orders")
        wait_until(lambda: shop.ask("GET", "/orders?status=CANCELLED").require(200).json["total"] == 4, 10, "all cancelled")


def counts_what_it_links_to(context):
    """Each number of the overview leads to a list of as many."""
    require_browser()
    with StaffedShop(context, orders=6) as shop, Browser(context, shop) as browser:
        orders = [one["id"] for one in shop.ask("GET", "/orders").require(200).json["items"]]
        shop.ask("PATCH", f"/orders/{orders[0]}/payment", {"paymentStatus": "PAID"}).require(200)
        shop.ask("PATCH", f"/orders/{orders[1]}/payment", {"paymentStatus": "FAILED"}).require(200)
        for order in orders[2:4]:
            shop.ask("PATCH", f"/orders/{order}/status", {"status": "PROCESSING"}).require(200)
        enter(shop, browser, "", "Overview")
        numbers = browser.script("""return [...document.querySelectorAll("main dl.tiles")].flatMap((list, index) =>
            [...list.querySelectorAll("dt")].filter(one => index || one.innerText.startsWith("Orders")).map(one =>
              [one.innerText, one.nextElementSibling.querySelector("a").href, one.nextElementSibling.innerText.split("\\n")[0]]))""")
        check(len(numbers) >= 3, f"numbers: {numbers}")
        for name, address, count in numbers:
            if "/orders" not in address:
                continue
            browser.open(address.removeprefix(browser.base), "Orders")
            browser.wait_text(f"of {count}", ".pager")


def offers_readers_nothing_else(context):
    """Who may read orders and customers alone finds no button that changes them, on any of their pages."""
    require_browser()
    with StaffedShop(context, orders=2) as shop, Browser(context, shop) as browser:
        role = shop.ask("POST", "/roles", {"name": "READER", "permissions": ["orders:read", "customers:read"]}).require(201).json
        shop.ask("POST", "/users", {"name": "Rea Der", "email": "reader@example.com", "password": PASSWORD,
                                    "roleIds": [role["id"]]}).require(201)
        browser.allow(NOT_SIGNED_IN)
        browser.page("/sign-in").sign_in("reader@example.com", PASSWORD)
        order = shop.ask("GET", "/orders").require(200).json["items"][0]
        offered = {"New order", "Start processing", "Cancel order…", "Mark as paid", "Mark as failed", "Add note", "Copy order link",
                   "New customer", "Create new link…", "Save", "Edit ship to address", "Delete…"}
        for path, heading in [("/orders", "Orders"), (f"/orders/{order['id']}", "ORD-"), ("/customers", "Customers"),
                              (f"/customers/{order['customerId']}", "Ada Lovelace"), ("", "Overview")]:
            browser.page(path, heading)
            browser.wait_text("Ada Lovelace", "main")
            names = browser.script("return [...document.querySelectorAll('main button, main a')].map(one => "
                                   "one.getAttribute('aria-label') ?? one.innerText.trim())")
            check(not offered & set(names), f"{path} offers {offered & set(names)}")
        for path in ["/orders/new", "/customers/new"]:
            browser.page(path)
            browser.wait_text("You need the permission", "main")
        check(not browser.has_control("Inventory", "nav a"), "a way to what may not be read")


TESTS = [
    ("browser", "an order goes from its sale to a refund, and stock and the customer's page follow", sells_ships_and_refunds),
    ("browser", "back and reload keep a list where it was", keeps_its_place),
    ("browser", "fast clicks send once", sends_once),
    ("browser", "a lapsed session loses nothing that was typed", survives_a_lapsed_session),
    ("browser", "markup in orders and customers stays text", shows_hostile_text_as_text),
    ("browser", "acting on many orders answers for each", judges_many_one_by_one),
    ("browser", "who may only read orders is offered nothing else", offers_readers_nothing_else),
    ("browser", "the overview's numbers lead to as many orders", counts_what_it_links_to),
]
