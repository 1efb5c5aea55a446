"""The slips that go into parcels: what is on paper, page by page."""

import base64
import re

from browser import Browser, require_browser
from harness import check, check_equal
from staffed_shop import ADMIN, PASSWORD, StaffedShop

NOT_SIGNED_IN = r"/sessions(/current|/refresh)? - Failed to load resource.*401"


def prints_a_slip_a_page(context):
    """Two orders are two pages: where to, what is still to ship, no prices and no buttons."""
    require_browser()
    with StaffedShop(context, demo=False, orders=2) as shop, Browser(context, shop) as browser, shop.connect() as client:
        browser.allow(NOT_SIGNED_IN)
        first, second = shop.orders
        client.ok("orders.updateStatus", orderId=second["id"], status="PROCESSING")
        client.ok("orders.fulfil", orderId=second["id"], lines=[{"sku": "JOURNEY-1", "quantity": 1}])
        browser.page("/sign-in").sign_in(ADMIN, PASSWORD)
        browser.page(f"/orders/packing-slips?ids={first['id']},{second['id']}", "Packing slips")
        browser.wait_text(second["orderNumber"], "main")
        browser.media("print")
        paper = browser.text("main")
        for text in [first["orderNumber"], "Ada Lovelace", "12 St James's Square", "SW1Y 4JH", "JOURNEY-1", "White mug"]:
            check(text in paper, f"{text} is not on the slips: {paper[:400]}")
        check("12.90" not in paper, "a price on the slip")
        check(not browser.has_control("Print"), "a button on paper")
        left = browser.script("""
            const slip = [...document.querySelectorAll("main article")].at(1);
            const rows = [...slip.querySelectorAll("tbody tr")].map(row => [...row.cells].map(cell => cell.innerText.trim()));
            return rows.find(row => row.includes("JOURNEY-1"));""")
        check_equal(left[2], str(second["items"][0]["quantity"] - 1), f"what is still to ship: {left}")
        pdf = base64.b64decode(browser.command("Page.printToPDF", preferCSSPageSize=True)["data"])
        check_equal(len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)), 2, "pages of the print")
        browser.media()
        browser.field("Show prices").click()
        browser.wait_text("12.90", "main")


TESTS = [
    ("browser", "packing slips are a page an order, with what is still to ship and no prices", prints_a_slip_a_page),
]
