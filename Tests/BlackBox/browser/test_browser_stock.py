"""Stock through its pages: adjusting against what was seen, imports with every error, alerts, and who may only look."""

from browser import Browser, require_browser
from harness import check, check_equal, wait_until
from staffed_shop import ADMIN, MANAGER, PASSWORD, StaffedShop
from test_browser_sign_in import NOT_SIGNED_IN

REFUSED = r"/inventory/adjust - Failed to load resource.*409"

# A row for each thing that can be wrong, in a file as a spreadsheet in Germany writes it.
FILE = """sku;quantity;expectedQuantity;reason;notes
22423;45;42;COUNTED;
85123A;500;500;;
85099B;12,5;12;;
SHIRT-S;30;20;;
00404;5;;;
22423;7;;;
SHIRT-L;900;8;;"in two
lines"
"""


def open_stock(shop, browser, path="/inventory", heading="Inventory", email=ADMIN):
    """Signs in and opens a page of stock."""
    browser.allow(NOT_SIGNED_IN)
    browser.page("/sign-in").sign_in(email, PASSWORD)
    return browser.page(path, heading)


def variant(shop, sku):
    """A variant's stock as the API tells it."""
    return shop.ask("GET", f"/inventory?q={sku}").require(200).json["items"][0]


def adjusts_against_what_was_seen(context):
    """Stock that moved while somebody typed is not overwritten: what was typed stays, and is applied to the new figure."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(REFUSED)
        mug = variant(shop, "85123A")["variantId"]
        open_stock(shop, browser, f"/inventory?variant={mug}")
        browser.click("Adjust stock…")
        browser.field("Quantity of White hanging heart").send_keys("5")
        browser.wait_text("On hand 500 → 505, available 500 → 505", "dialog")
        shop.ask("POST", "/inventory/adjust", {"variantId": mug, "quantityChange": -3, "reason": "LOST"}).require(200)
        browser.click("Adjust")
        browser.wait_text("While you were typing, on hand went from 500 to 497. Your +5 would now make 502.", "dialog")
        check_equal(variant(shop, "85123A")["quantity"], 497, "on hand after the refusal")
        browser.click("Apply to 497")
        browser.wait_text("497 → 502", "main")
        check_equal(variant(shop, "85123A")["quantity"], 502, "on hand")
        browser.click("Undo")
        wait_until(lambda: variant(shop, "85123A")["quantity"] == 497, 10, "the undone adjustment")


def refuses_below_what_is_promised(context):
    """What is promised to customers cannot be taken from stock, and the page says how many that are."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(REFUSED)
        mug = variant(shop, "85123A")["variantId"]
        shop.ask("POST", "/inventory/reserve", {"variantId": mug, "quantity": 12}).require(201)
        open_stock(shop, browser, f"/inventory?variant={mug}")
        browser.click("Adjust stock…")
        browser.field("Set to counted").click()
        browser.field("Quantity of White hanging heart").send_keys("10")
        browser.click("Adjust")
        browser.wait_text("12 units are promised to customers; on hand cannot go below 12.", "dialog")
        check_equal(variant(shop, "85123A")["quantity"], 500, "on hand")


def imports_with_errors(context):
    """A file with every error is checked, its good rows are applied once, and the import is taken back."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        before = {sku: variant(shop, sku)["quantity"] for sku in ["22423", "SHIRT-L"]}
        file = context.path("stock.csv")
        file.write_text(FILE)
        open_stock(shop, browser, "/inventory/import", "Import stock")
        browser.one("input[type=file]").send_keys(str(file))
        browser.wait_path("step=columns")
        browser.wait_text("7 rows, semicolons, utf-8", "main")
        browser.click("Check")
        browser.wait_path("step=check")
        for message in ["Quantity must be a whole number; the file says 12,5.", "Row 2 has the same SKU.",
                        "The file expects 20, on hand is 25. This row was not changed.", "Large jump",
                        "No variant has SKU 00404. If it began with zeros, a spreadsheet may have dropped them."]:
            browser.wait_text(message, "main")
        browser.click("3 errors")
        wait_until(lambda: len(browser.all("main tbody tr")) == 3, 10, "only the rows with errors")
        browser.click("Go on")
        browser.click("Apply")
        browser.wait_text("Nothing was changed", "main")
        check_equal(variant(shop, "22423")["quantity"], before["22423"], "on hand after the refusal")
        browser.driver.back()
        browser.wait_path("step=apply")
        browser.field("Good rows only").click()
        browser.click("Apply")
        browser.wait_text("2 variants were changed.", "main")
        browser.shot("import-result")
        check_equal([variant(shop, sku)["quantity"] for sku in before], [45, 900], "on hand after the import")
        browser.click("Undo import")
        browser.wait_text("2 variants have the former stock again.")
        check_equal({sku: variant(shop, sku)["quantity"] for sku in before}, before, "on hand after the undoing")


def alerts_below_the_threshold(context):
    """An adjustment below the threshold makes a variant low, in the list and in its alert."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        bag = variant(shop, "85099B")
        open_stock(shop, browser, f"/inventory?variant={bag['variantId']}")
        browser.click("Adjust stock…")
        browser.field("Quantity of Jumbo bag red retrospot").send_keys("-5")
        browser.click("Adjust")
        browser.wait_text("12 → 7", "main")
        browser.page("/inventory?state=LOW", "Inventory")
        browser.wait_text("Jumbo bag red retrospot", "table")
        browser.page("/inventory", "Inventory")
        browser.wait_text("2 variants are low", "main")
        browser.wait_text("Jumbo bag red retrospot (7 left)", "main")


def follows_stock_as_it_moves(context):
    """What is held or received elsewhere shows in the open page, without a reload and without a new row."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        heart = variant(shop, "85123A")["variantId"]
        open_stock(shop, browser)
        row = f"[data-key='{heart}']"
        browser.wait_text("500", row)
        browser.script("document.querySelector(arguments[0]).isTheSame = true", row)
        shop.ask("POST", "/inventory/reserve", {"variantId": heart, "quantity": 3}).require(201)
        browser.wait_text("497", row)
        shop.ask("POST", "/inventory/adjust", {"variantId": heart, "quantityChange": 107, "reason": "RECEIVED"}).require(200)
        browser.wait_text("607", row)
        browser.wait_text("604", row)
        check(browser.script("return document.querySelector(arguments[0]).isTheSame === true", row), "the row was made anew")


def shows_managers_no_writing(context):
    """A manager sees the stock, reads why it cannot be changed here, and finds no button that would be refused."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        bag = variant(shop, "85099B")
        open_stock(shop, browser, f"/inventory?variant={bag['variantId']}", email=MANAGER)
        browser.wait_text("You can view stock but not change it (needs inventory:write).", "main")
        browser.wait_text("0 → 12", "main")
        names = browser.script("return [...document.querySelectorAll('main button, main a')].map(one => one.innerText)")
        bad = [name for name in names if any(word in name for word in ["Adjust", "Settings", "Undo", "Import"])]
        check(not bad, f"a manager is offered {bad}")
        browser.page("/inventory/import")
        browser.wait_text("inventory:write", "main")


TESTS = [
    ("browser", "stock that moved while somebody typed is not overwritten", adjusts_against_what_was_seen),
    ("browser", "what is promised to customers cannot be adjusted away", refuses_below_what_is_promised),
    ("browser", "a stock file with every error is checked, applied and taken back", imports_with_errors),
    ("browser", "an adjustment below the threshold alerts", alerts_below_the_threshold),
    ("browser", "stock that moves elsewhere shows in the open page", follows_stock_as_it_moves),
    ("browser", "a manager sees stock and no button to change it", shows_managers_no_writing),
]
