"""The customer's pages: what a link shows to somebody without an account, with and without JavaScript."""

import re

from browser import Browser, require_browser
from harness import check, check_equal
from http_peer import Peer
from shop import make_customer, make_product
from staffed_shop import StaffedShop

LINK = "/portal/orders/"
INVALID = "This link is not valid any more"

HOSTILE = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "</title><script>x</script>",
           "{{assets}}", "javascript:alert(1)", "&lt;b&gt; & <b>", "\u202egnp.exe", "${alert(1)}", "]]>-->"]


def policy_of(response):
    """Fails unless the headers are those of a page whose address is its key."""
    headers = response.headers
    check_equal(headers["cache-control"], "no-store", "caching")
    check_equal(headers["referrer-policy"], "no-referrer", "the referrer")
    check("noindex" in headers["x-robots-tag"], "robots")
    check("default-src 'none'" in headers["content-security-policy"], "the policy")
    check("set-cookie" not in headers, "a cookie for somebody without an account")
    return response


def make_shop(context):
    """A shop with one customer, whose three orders are at different points of their way."""
    shop = StaffedShop(context, demo=False, orders=3)
    return shop


def link_of(client, shop):
    """The token of the customer's link."""
    return client.ok("customers.portalToken", customerId=shop.customer)["token"]


def shows_orders(context):
    """The list leads to each order; a shipped one has its parcel, one to come says so."""
    require_browser()
    with make_shop(context) as shop, Browser(context, shop) as browser, shop.connect() as client:
        first = shop.orders[0]
        client.ok("orders.updateStatus", orderId=first["id"], status="PROCESSING")
        client.ok("orders.updatePayment", orderId=first["id"], paymentStatus="PAID")
        client.ok("orders.fulfil", orderId=first["id"], carrier="Royal Post",
                  trackingNumber="RP 123 456", trackingUrl="https://post.example/RP123")
        token = link_of(client, shop)
        browser.open(LINK + token, "Your orders")
        for order in shop.orders:
            browser.wait_text(order["orderNumber"], "main")
        browser.shot("portal-list")
        browser.click(first["orderNumber"])
        browser.wait_ready(first["orderNumber"])
        for text in ["On its way", "Paid", "White mug", "Royal Post", "RP 123 456", "€12.90", "Copy tracking number"]:
            browser.wait_text(text)
        for text in ["ada@example.com", "12 St James"]:
            check(text not in browser.text(), f"{text} is shown to whoever has the link")
        check(token not in browser.driver.title, "the token stands in the title")
        link = browser.control("Follow this parcel")
        check_equal(link.get_attribute("href"), "https://post.example/RP123", "the parcel's address")
        check("noreferrer" in link.get_attribute("rel"), "what the carrier is told")
        browser.shot("portal-order")
        browser.size(360, 780)
        browser.shot("portal-order-narrow")
        check(browser.script("return document.documentElement.scrollWidth <= 360"), "sideways scroll at 360 px")
        browser.click("Your orders")
        browser.wait_ready("Your orders")
        check(browser.script("return document.documentElement.scrollWidth <= 360"), "sideways scroll of the list")
        browser.size(1280)
        browser.click(shop.orders[1]["orderNumber"])
        browser.wait_ready(shop.orders[1]["orderNumber"])
        for text in ["Received", "Awaiting payment", "not yet", "We will show tracking here when your parcel ships."]:
            browser.wait_text(text)
        browser.media("print")
        check(not browser.has_control("Print this page"), "a button on paper")
        browser.media()
        browser.media(prefers_color_scheme="dark")
        browser.shot("portal-order-dark")


def works_without_scripts(context):
    """Without JavaScript everything is there, and nothing that would not work."""
    require_browser()
    with make_shop(context) as shop, Browser(context, shop) as browser, shop.connect() as client:
        token = link_of(client, shop)
        browser.command("Emulation.setScriptExecutionDisabled", value=True)
        browser.driver.get(browser.base + LINK + token)
        text = browser.driver.find_element("css selector", "body").text
        for order in shop.orders:
            check(order["orderNumber"] in text, f"{order['orderNumber']} without scripts")
        check("UTC" in shop.fetch(LINK + token + "/" + shop.orders[0]["orderNumber"]).body.decode(),
              "times say which time they are")
        check("Print this page" not in text, "a button that does nothing")


def says_nothing_of_bad_links(context):
    """Every link that shows nothing gets the same page, byte for byte."""
    with make_shop(context) as shop, shop.connect() as client:
        old = link_of(client, shop)
        token = link_of(client, shop)
        other = make_customer(client, "bob@example.com")
        stranger = client.ok("customers.portalToken", customerId=other)["token"]
        number = shop.orders[0]["orderNumber"]
        policy_of(shop.fetch(LINK + token).require(200))
        policy_of(shop.fetch(f"{LINK}{token}/{number}").require(200))
        pages = []
        for path in [old, "x", "A" * 43, token[:-1] + ("A" if token[-1] != "A" else "B"), "", f"{token}/",
                     f"{token}/ORD-999999", f"{token}/{number}/x", f"{stranger}/{number}", f"{old}/{number}",
                     "%41" + token[1:], f"{token}?cursor=garbage", "a" * 200]:
            pages.append(policy_of(shop.fetch(LINK + path).require(404, path)))
        pages.append(policy_of(shop.fetch("/portal").require(404)))
        check_equal(len({page.body for page in pages}), 1, "different pages for bad links")
        check_equal(len({tuple(sorted(page.headers)) for page in pages}), 1, "different headers for bad links")
        check(INVALID.encode() in pages[0].body and token.encode() not in pages[0].body, "the page of a bad link")
        check("Max" not in shop.log() and token not in shop.log(), "a token in the log")


def slows_guessing(context):
    """Who tries many links is told to wait, in the same look, and may go on afterwards."""
    with make_shop(context) as shop, Peer(shop.http_address) as peer:
        answers = [peer.ask("GET", LINK + "x") for _ in range(60)]
        statuses = {answer.status for answer in answers}
        check_equal(statuses, {404, 429}, "answers to sixty tries at once")
        refused = next(answer for answer in answers if answer.status == 429)
        policy_of(refused)
        check(int(refused.headers["retry-after"]) >= 1 and b"Please wait" in refused.body, f"{refused.body[:200]}")


def shows_hostile_text_literally(context):
    """What people typed is text on the page, whatever it looks like."""
    require_browser()
    with StaffedShop(context, demo=False) as shop, Browser(context, shop) as browser, shop.connect() as client:
        client.ok("settings.update", name="<b>Shop</b> & \"Sons\"")
        for index, text in enumerate(HOSTILE):
            make_product(client, f"H{index}", 10, name=text)
        customer = make_customer(client, "eve@example.com", firstName=HOSTILE[0], lastName=HOSTILE[1], shippingAddress={
            "firstName": HOSTILE[0], "lastName": HOSTILE[1], "line1": HOSTILE[2], "city": HOSTILE[3],
            "postalCode": "1", "country": "GB"})
        order = client.ok("orders.create", customerId=customer,
                          items=[{"sku": f"H{index}", "quantity": 1} for index in range(len(HOSTILE))])
        order = client.ok("orders.getByNumber", orderNumber=order["orderNumber"])
        client.ok("orders.updateStatus", orderId=order["id"], status="PROCESSING")
        client.ok("orders.fulfil", orderId=order["id"], carrier=HOSTILE[0], trackingNumber=HOSTILE[1])
        token = client.ok("customers.portalToken", customerId=customer)["token"]
        browser.open(LINK + token, order["orderNumber"])
        for text in [*HOSTILE, "<b>Shop</b> & \"Sons\""]:
            browser.wait_text(re.sub(r"\s+", " ", text))
        check_equal(browser.script("return document.querySelectorAll('script').length"), 1, "scripts on the page")
        check_equal(browser.script("return document.querySelectorAll('main img, main b').length"), 0, "made elements")
        browser.shot("portal-hostile")


TESTS = [
    ("browser", "a link shows a customer's orders and where their parcels are", shows_orders),
    ("browser", "the customer's pages need no JavaScript", works_without_scripts),
    ("browser", "bad links all get the same page", says_nothing_of_bad_links),
    ("browser", "guessing links is slowed down", slows_guessing),
    ("browser", "hostile text is shown literally on the customer's pages", shows_hostile_text_literally),
]
