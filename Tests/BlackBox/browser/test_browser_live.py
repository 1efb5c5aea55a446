"""Pages that move by themselves, and the settings: a sale to its end, arrivals behind page two, notifications, keys and people."""

from browser import Browser, require_browser
from harness import check, check_equal, wait_until
from shop import make_product
from staffed_shop import StaffedShop
from test_browser_orders import enter

LIST_ROWS = "return [...document.querySelectorAll('tbody th')].map(one => one.innerText).join()"


def watches_a_sale_to_its_end(context):
    """None left while units are held is not sold out; both are told once, and Pause stops every figure."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        with shop.connect() as client:
            variant = make_product(client, "FEW", 5, name="Rare cup")
            enter(shop, browser, f"/live?variants={variant}", "Live sale")
            browser.wait_text("5 left", ".live")
            hold = client.ok("inventory.reserve", sku="FEW", quantity=2, ttlSeconds=600)["reservationId"]
            client.ok("orders.create", customerId=shop.customer, items=[{"sku": "FEW", "quantity": 3}])
            browser.wait_text("FEW: none left at", "main")
            browser.wait_text("2 are held and may come back.", "main")
            check("sold out at" not in browser.text("main"), "sold out is told while units are held")
            client.ok("orders.create", customerId=shop.customer, items=[{"reservationId": hold}])
            browser.wait_text("FEW sold out at", "main")
            browser.wait_text("5 on hand = 5 sold, not shipped + 0 held + 0 left", ".live")
            check_equal(browser.text("main").count("FEW sold out at"), 1, "how often it is told")
            browser.click("Pause")
            browser.wait_text("Paused at", ".page-head")
            still = browser.text("main")
            client.ok("inventory.adjust", sku="FEW", quantityChange=7, reason="RECEIVED")
            later = client.ok("orders.create", customerId=shop.customer, items=[{"sku": "JOURNEY-1", "quantity": 1}])
            wait_until(lambda: shop.ask("GET", f"/orders/{later['orderId']}").status == 200, 5, "the later order")
            browser.driver.execute_async_script("setTimeout(arguments[0], 2500)")
            check_equal(browser.text("main"), still, "the figures while paused")
            browser.shot("live-paused")


def keeps_page_two_still(context):
    """Orders that arrive neither move page two nor hide a row; a button tells how many there are."""
    require_browser()
    with StaffedShop(context, orders=45) as shop, Browser(context, shop) as browser:
        enter(shop, browser, "/orders", "Orders")
        first = browser.script(LIST_ROWS)
        browser.click("Next")
        browser.wait_text("21–40 of 45", ".pager")
        second = browser.script(LIST_ROWS)
        with shop.connect() as client:
            for _ in range(30):
                client.ok("orders.create", customerId=shop.customer, items=[{"sku": "JOURNEY-1", "quantity": 1}])
        browser.wait_text("30 new orders", ".arrivals")
        check_equal(browser.script(LIST_ROWS), second, "page two while orders arrive")
        browser.driver.refresh()
        browser.wait_ready("Orders")
        wait_until(lambda: browser.script(LIST_ROWS) == second, 10, "page two after reloading")
        check(not set(first.split(",")) & set(second.split(",")), "no order on both pages")


def marks_notifications(context):
    """Notifications are marked read together, and Undo takes it back."""
    require_browser()
    with StaffedShop(context, orders=3) as shop, Browser(context, shop) as browser:
        enter(shop, browser, "/notifications", "Notifications")
        unread = lambda: browser.text("main tbody").count("Unread")
        wait_until(lambda: unread() >= 3, 10, "three unread")
        browser.follow(browser.one("thead input"))
        browser.click("Mark read")
        wait_until(lambda: unread() == 0, 10, "none unread")
        browser.click("Undo")
        wait_until(lambda: unread() >= 3, 10, "three unread again")


def makes_keys_and_people(context):
    """A key is shown once and works until it is revoked; the last administrator stays."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        browser.allow(r"/users/\w+ - Failed to load resource.*409")
        enter(shop, browser, "/settings/api-keys", "Settings")
        browser.click("Make a key")
        browser.fill("Name", "till 1")
        browser.field("orders: read").click()
        browser.click("Make key")
        secret = wait_until(lambda: browser.script("return document.querySelector('dialog input[readonly]')?.value"), 10,
                            "the secret")
        browser.click("Done")
        check(secret not in browser.script("return document.documentElement.outerHTML"), "the secret is still on the page")
        check_equal(shop.fetch("/orders", {"Authorization": f"Bearer {secret}"}).status, 200, "the key reads orders")
        check_equal(shop.fetch("/customers", {"Authorization": f"Bearer {secret}"}).status, 403, "the key reads customers")
        browser.click("Revoke till 1")
        browser.click("Revoke key")
        wait_until(lambda: shop.fetch("/orders", {"Authorization": f"Bearer {secret}"}).status == 401, 10, "the key to end")

        browser.page("/settings/users", "Settings")
        browser.click("Edit Ana Ruiz")
        browser.field("ADMIN").click()
        browser.click("Save")
        browser.wait_text("At least one user must stay ADMIN.", "dialog")
        browser.click("Go back")
        browser.click("Add user")
        for label, text in [("Name", "Till Two"), ("E-mail", "till2@example.com"), ("First password", "a long enough passphrase")]:
            browser.fill(label, text)
        browser.field("MANAGER").click()
        browser.script("arguments[0].click()", browser.all("dialog form button")[-1])
        browser.wait_text("till2@example.com", "main")
        names = [role["name"] for user in shop.ask("GET", "/users").require(200).json["items"] if user["name"] == "Till Two"
                 for role in user["roles"]]
        check_equal(names, ["MANAGER"], "the roles of the new user")


TESTS = [
    ("browser", "a sale is watched to its end, and Pause stops every figure", watches_a_sale_to_its_end),
    ("browser", "page two stays while orders arrive", keeps_page_two_still),
    ("browser", "notifications are marked together and taken back", marks_notifications),
    ("browser", "a key is shown once, and the last administrator stays", makes_keys_and_people),
]
