"""The catalog through its pages: products with images and variants, edits that meet, and text that must stay text."""

import struct
import zlib

from browser import Browser, Keys, require_browser, webdriver
from harness import check, check_equal, wait_until
from staffed_shop import ADMIN, MANAGER, PASSWORD, StaffedShop
from test_browser_sign_in import NOT_SIGNED_IN

HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}"\'`'


def picture(path, red, green, blue, side=64):
    """Writes a PNG of one colour; the path as text."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([red, green, blue]) * side for _ in range(side))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return str(path)


def open_products(browser, path="/products", heading="Products", email=ADMIN):
    """Signs in and opens a page of the catalog."""
    browser.allow(NOT_SIGNED_IN)
    browser.page("/sign-in").sign_in(email, PASSWORD)
    return browser.page(path, heading)


def product(shop, words):
    """The first product that the API finds."""
    return shop.ask("GET", f"/products?q={words}").require(200).json["items"][0]


def creates_with_images_and_variants(context):
    """A product is made with two images and six variants, and a taken SKU is named with whose it is."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(r"/products - Failed to load resource.*409")
        open_products(browser, "/products/new", "New product")
        browser.fill("Name", "Travel mug")
        browser.fill("Price", "12.90")
        drawing = context.path("drawing.svg")
        drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
        files = [picture(context.path("red.png"), 200, 60, 40), picture(context.path("blue.png"), 40, 60, 200), str(drawing)]
        browser.one("input[type=file]").send_keys("\n".join(files))
        browser.wait_text("drawing.svg: this type is not accepted.", "main")
        wait_until(lambda: len(browser.all(".gallery li")) == 2, 10, "two images")
        browser.one(".gallery li:last-child .handle").send_keys(" ")
        browser.press(Keys.ARROW_LEFT)
        browser.press(" ")
        wait_until(lambda: browser.script("return document.getElementById('polite').textContent")
                   == "Image dropped at position 1 of 2.", 10, "the dropped image announced")
        first = browser.one(".gallery li img").get_attribute("src")
        tiles = browser.all(".gallery li")
        webdriver.ActionChains(browser.driver).click_and_hold(tiles[1]).move_by_offset(-20, 5).pause(0.2).move_to_element(tiles[0]) \
            .pause(0.2).move_by_offset(4, 4).pause(0.2).release().perform()
        wait_until(lambda: browser.one(".gallery li img").get_attribute("src") != first, 10, "the dragged image in front")
        browser.click("Add variants by options, such as size and colour")
        for number, (name, values) in enumerate([("Size", "S, M, L"), ("Colour", "Red, Blue")], 1):
            browser.one(f"[name=option{number}]").send_keys(name)
            browser.one(f"[name=values{number}]").send_keys(values)
        browser.field("Select all shown (6)").click()
        browser.click("Add 6 variants")
        browser.field("SKU, S / Red").send_keys("MUG-1", Keys.ARROW_DOWN)
        browser.press("22423")
        browser.field("Opening stock, S / Red").send_keys("7")
        browser.choose("Status", "Published")
        browser.click("Add product")
        browser.wait_text("SKU 22423 belongs to Regency cake stand / Default.", "main")
        browser.fill("SKU, S / Blue", "MUG-2")
        browser.click("Add product")
        browser.wait_path(r"/products/p")
        browser.wait_ready("Travel mug")
        browser.shot("product")
        made = product(shop, "travel")
        check_equal([variant["sku"] for variant in made["variants"]], ["MUG-1", "MUG-2"] + [None] * 4, "the SKUs")
        check_equal(made["variants"][0]["attributes"], {"Size": "S", "Colour": "Red"}, "the attributes")
        check_equal(made["variants"][0]["inventory"]["quantity"], 7, "the opening stock")
        check_equal([made["status"], len(made["images"]), made["basePrice"]], ["PUBLISHED", 2, "12.90"], "the product")
        browser.page("/products?status=PUBLISHED", "Products")
        browser.wait_text("Travel mug", "table")


def settles_an_edit_that_meets_another(context):
    """Two windows edit one product: the second one chooses field by field, and nothing typed is lost."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(r"/products/p\w+ - Failed to load resource.*409")
        heart = product(shop, "heart")["id"]
        open_products(browser, f"/products/{heart}", "White hanging heart")
        first = browser.driver.current_window_handle
        browser.driver.switch_to.new_window("window")
        browser.page(f"/products/{heart}", "White hanging heart")
        browser.fill("Name", "Wooden heart")
        browser.fill("Short description", "Of lime wood.")
        browser.click("Save")
        browser.wait_text("Wooden heart", "h1")
        browser.driver.switch_to.window(first)
        browser.fill("Name", "Hanging heart")
        browser.fill("Price", "3.10")
        browser.click("Save")
        browser.wait_text("changed this while you were editing", "dialog")
        browser.shot("conflict")
        browser.script("document.querySelector('dialog [aria-label=\"Name: theirs\"]').click()")
        browser.click("Save these")
        browser.wait_text("Wooden heart", "h1")
        now = product(shop, "heart")
        check_equal([now["name"], now["basePrice"], now["shortDescription"]], ["Wooden heart", "3.10", "Of lime wood."],
                    "the product of both")


def keeps_what_was_typed(context):
    """A reload keeps unsaved changes, Discard takes them back, and a link asks before it leaves them."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        heart = product(shop, "heart")["id"]
        open_products(browser, f"/products/{heart}", "White hanging heart")
        browser.fill("Name", "Half typed")
        browser.fill("SKU, Default", "HALF")
        browser.driver.refresh()
        browser.wait_ready("White hanging heart")
        check_equal(browser.field("Name").get_attribute("value"), "Half typed", "the name after a reload")
        check_equal(browser.field("SKU, Default").get_attribute("value"), "HALF", "the SKU after a reload")
        browser.control("Products", "nav a").click()
        browser.click("Stay")
        browser.click("Discard")
        check_equal(browser.field("Name").get_attribute("value"), "White hanging heart", "the name after Discard")
        check_equal(browser.field("SKU, Default").get_attribute("value"), "85123A", "the SKU after Discard")


def edits_variants_like_a_sheet(context):
    """A pasted column fills down and can be taken back; arrows move, Escape takes a cell back, Save stores what changed."""
    require_browser()
    paste = """const [cell, text] = arguments;
        const clipboardData = new DataTransfer();
        clipboardData.setData("text", text);
        cell.focus();
        cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));"""
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        shirt = product(shop, "shirt")["id"]
        open_products(browser, f"/products/{shirt}", "Ocean blue shirt")
        prices = lambda: [one.get_attribute("value") for one in browser.all("[name=price]")]
        browser.script(paste, browser.field("Price, Small"), "49.00\n49,50\n")
        check_equal(prices(), ["49.00", "49,50", ""], "the column pasted")
        browser.click("Take back")
        check_equal(prices(), ["", "", ""], "the column taken back")
        browser.script(paste, browser.field("Price, Small"), "49.00\n49,50\n")
        browser.click("Keep")
        browser.field("SKU, Small").send_keys("X", Keys.ESCAPE, Keys.ARROW_DOWN)
        check_equal(browser.script("return document.activeElement.getAttribute('aria-label')"), "SKU, Medium", "after the arrow")
        check_equal(browser.field("SKU, Small").get_attribute("value"), "SHIRT-S", "the cell taken back")
        browser.field("Active, Medium").click()
        browser.click("Save")
        browser.wait_text("Saved.")
        stored = product(shop, "shirt")["variants"]
        check_equal([one["price"] for one in stored], ["49.00", "49.50", None], "the prices")
        check_equal([one["isActive"] for one in stored], [True, False, True], "which are active")


def shows_hostile_text_as_text(context):
    """Markup in every field of a product is shown as it was typed and runs nowhere."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        group = shop.ask("POST", "/categories", {"name": HOSTILE}).require(201).json["id"]
        made = shop.ask("POST", "/products", {
            "name": HOSTILE, "basePrice": "1.00", "description": HOSTILE, "shortDescription": HOSTILE, "metaTitle": HOSTILE,
            "metaDescription": HOSTILE, "vendor": HOSTILE, "productType": HOSTILE, "barcode": HOSTILE, "sku": HOSTILE[:90],
            "categoryIds": [group], "tags": ["<b>tag</b>"], "quantity": 3, "images": ["/x\"onerror=alert(1)"],
        }).require(201).json
        browser.allow(r"onerror=alert.*404")
        open_products(browser)
        for path in ["/products", f"/products/{made['id']}", "/inventory?q=img", f"/inventory?variant={made['variants'][0]['id']}",
                     "/settings/categories", "/settings/tags"]:
            browser.page(path)
            wanted = "<b>tag</b>" if "tags" in path else HOSTILE[:40]
            browser.wait_text(wanted, "main")
            check("Holdfast" in browser.driver.title, f"a script ran at {path}: {browser.driver.title}")
            check_equal(browser.script("return document.querySelectorAll('main script, main b, [onerror]').length"), 0,
                        f"elements made of text at {path}")


def changes_many_at_once(context):
    """Archiving the selected is undone as a whole; each product gets its former status back."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        draft = product(shop, "bag")["id"]
        shop.ask("PATCH", f"/products/{draft}", {"status": "DRAFT"}).require(200)
        statuses = lambda: sorted(one["status"] for one in shop.ask("GET", "/products").require(200).json["items"])
        open_products(browser)
        browser.one("[aria-label='Select all on this page']").click()
        browser.click("Archive")
        browser.wait_text("4 archived.")
        check_equal(statuses(), ["ARCHIVED"] * 4, "archived")
        browser.click("Undo")
        wait_until(lambda: statuses() == ["DRAFT"] + ["PUBLISHED"] * 3, 10, "the former statuses")


def archives_what_orders_need(context):
    """A product in open orders is not deleted but archived; another one goes, and its page says so."""
    require_browser()
    with StaffedShop(context, orders=1) as shop, Browser(context, shop) as browser:
        browser.allow(r"/products/p\w+ - Failed to load resource.*(409|404)")
        ordered, other = product(shop, "mug")["id"], product(shop, "heart")["id"]
        open_products(browser, f"/products/{ordered}", "White mug")
        browser.click("Delete")
        browser.click("Delete product")
        browser.wait_text("Open orders contain this product", "dialog")
        browser.click("Archive")
        browser.wait_text("Archived", "header.page-head")
        browser.page(f"/products/{other}", "White hanging heart")
        browser.click("Delete")
        browser.click("Delete product")
        browser.wait_path(r"/products$")
        browser.wait_ready("Products")
        check("White hanging heart" not in browser.text("table"), "a deleted product is listed")
        browser.driver.get(f"{browser.base}/dashboard/ecommerce/products/{other}")
        browser.wait_text("This product does not exist", "main")


def offers_managers_no_deletion(context):
    """A manager changes a product, and finds nothing that would delete it or its stock."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        heart = product(shop, "heart")["id"]
        open_products(browser, f"/products/{heart}", "White hanging heart", email=MANAGER)
        for name in ["Delete", "Remove Default", "Adjust stock of Default"]:
            check(not browser.has_control(name), f"a manager is offered {name}")
        browser.fill("Name", "Wooden heart")
        browser.click("Save")
        browser.wait_text("Wooden heart", "h1")


TESTS = [
    ("browser", "a product is made with images and variants", creates_with_images_and_variants),
    ("browser", "two windows that edit one product settle it field by field", settles_an_edit_that_meets_another),
    ("browser", "what was typed into a product survives a reload", keeps_what_was_typed),
    ("browser", "variants are edited like a sheet", edits_variants_like_a_sheet),
    ("browser", "hostile text in products is shown as text", shows_hostile_text_as_text),
    ("browser", "archiving many products is undone as a whole", changes_many_at_once),
    ("browser", "a product that orders need is archived and not deleted", archives_what_orders_need),
    ("browser", "a manager changes products and is offered no deletion", offers_managers_no_deletion),
]
