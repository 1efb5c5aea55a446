"""What holds for every page: rules of accessibility, keys, weight, and lists whose state is their address."""

import accessibility
import contrast
from browser import Browser, require_browser
from harness import Skip, check, check_equal, wait_until
from page_list import open_page, pages
from staffed_shop import ADMIN, PASSWORD, StaffedShop

PAGE_BYTES_MAX = 128_000
NOT_SIGNED_IN = r"/sessions(/current|/refresh)? - Failed to load resource.*401"
UNKNOWN = r"/nowhere - Failed to load resource.*404"


def enter(browser):
    """Signs in as the administrator."""
    browser.allow(NOT_SIGNED_IN, UNKNOWN)
    browser.sign_in(ADMIN, PASSWORD)
    return browser


def contrast_of_tokens(context):
    """Every pair of tokens that meets on a page has the contrast it needs, in both themes."""
    found = contrast.problems()
    check(not found, "; ".join(found))
    context.note(f"{len(contrast.PAIRS)} pairs, 2 themes")


def pages_keep_the_rules(context):
    """Names, order, labels, contrast, targets, tables, reflow, spacing, motion, Tab and focus, on every page."""
    require_browser()
    found = []
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser)
        shown = pages(shop, context.quick)
        titles = set()
        for name, path in shown:
            for theme in ["light", "dark"]:
                open_page(browser, path)
                browser.media(prefers_color_scheme=theme, prefers_reduced_motion="reduce")  # no colours on their way
                problems = accessibility.as_it_stands(browser.driver)
                browser.media()
                if theme == "light":
                    titles.add(browser.driver.title)
                    problems += accessibility.in_other_shapes(browser.driver)
                    problems += accessibility.by_tab(browser.driver) + accessibility.focus_shows(browser.driver)
                    browser.size(1280)
                found += [f"{name}, {theme}: {problem}" for problem in problems]
        check(len(titles) == len(shown), f"titles are not unique: {sorted(titles)}")
    context.note(f"{len(shown)} pages")
    check(not found, f"{len(found)} problems: " + " | ".join(found)[:3000])


def dialogs_keep_the_rules(context):
    """Search and keys open as named, modal dialogs; Esc closes them and the focus returns."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders")
        found = accessibility.dialog_keeps_rules(browser.driver, browser.control("Search"))
        browser.size(360)
        found += accessibility.dialog_keeps_rules(browser.driver, browser.control("Menu"))
        found += accessibility.dialog_keeps_rules(browser.driver, browser.control("Search"))
    check(not found, " | ".join(found))


def keys_belong_to_the_page(context):
    """Keys move about and open, never fire in a field, and switched off do nothing."""
    require_browser()
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders", "Orders")
        browser.wait_text("ORD-")
        browser.press("/")
        focused = "return document.activeElement.id"
        check_equal(browser.script(focused), "list-search", "what / focuses")
        browser.press("gp?")
        browser.wait_path(r"q=gp(\?|%3F)")
        check(not browser.all("dialog[open]"), "? in a field opened the keys")
        browser.page("/orders", "Orders")
        browser.press("j")
        browser.press("j")
        browser.press("x")
        browser.wait_text("1 selected")
        second = browser.script("return document.querySelectorAll('tbody tr')[1].contains(document.activeElement)")
        check(second, "jj is not the second row")
        browser.press("g")
        browser.press("p")
        browser.wait_path(r"/products")
        browser.wait_ready()
        browser.script("localStorage.setItem('holdfast.shortcuts', 'false')")
        browser.press("g")
        browser.press("o")
        browser.press("?")
        check("/products" in browser.path() and not browser.all("dialog[open]"), "keys that are off still work")


def says_once(context):
    """An act is told once to who cannot see it, and nothing is said when nothing happens."""
    require_browser()
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders", "Orders")
        browser.wait_text("ORD-")
        said = accessibility.announcements(browser.driver, browser.control("Total").click)
        check_equal(said, ["25 rows found"], "what a sort says")
        check_equal(accessibility.announcements(browser.driver, lambda: None, 2), [], "what silence says")


def address_is_the_state(context):
    """Filters, sort and page are in the address: Back, reload and a pasted link show the same rows."""
    require_browser()
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders", "Orders")
        rows = "return [...document.querySelectorAll('tbody tr')].map(row => row.dataset.key)"
        wait_until(lambda: len(browser.script(rows)) == 20, 10, "twenty rows")
        first = browser.script(rows)
        browser.click("Next")
        wait_until(lambda: len(browser.script(rows)) == 5, 10, "the five rows of page 2")
        second = browser.script(rows)
        check(not set(first) & set(second), "page 2 repeats rows of page 1")
        browser.wait_path(r"page=2")
        shop.ask("POST", "/orders", {"customerId": shop.customer, "items": [{"sku": "JOURNEY-1", "quantity": 1}]})
        browser.driver.refresh()
        browser.wait_ready("Orders")
        wait_until(lambda: browser.script(rows) == second, 10, "the same rows after an order arrived")
        browser.driver.back()
        wait_until(lambda: "page=2" not in browser.path() and len(browser.script(rows)) == 20, 10, "page 1 by Back")
        browser.page("/orders?status=CANCELLED", "Orders")
        browser.wait_text("No orders match these filters")
        browser.click("Clear filters")
        wait_until(lambda: len(browser.script(rows)) == 20, 10, "all rows again")


def selection_survives_paging(context):
    """Rows stay selected on other pages, and the bar counts those not seen."""
    require_browser()
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders", "Orders")
        browser.wait_text("ORD-")
        for box in browser.all("tbody .select input")[:2]:
            box.click()
        browser.wait_text("2 selected")
        browser.script("scrollTo(0, document.body.scrollHeight)")
        browser.click("Next")
        browser.wait_text("2 selected, 2 not on this page")
        browser.one("thead input").click()
        browser.wait_text("7 selected, 2 not on this page")
        browser.click("Show only selected")
        wait_until(lambda: len(browser.all("tbody tr")) == 7, 10, "the seven rows selected")
        browser.click("Clear")
        wait_until(lambda: not browser.has_control("Show only selected") and not browser.has_control("Show all"), 5,
                   "no bar without a selection")


def says_what_went_wrong(context):
    """Without the network a list says so, keeps its head, and goes on when asked again."""
    require_browser()
    with StaffedShop(context, demo=False, orders=25) as shop, Browser(context, shop) as browser:
        enter(browser).page("/orders", "Orders")
        browser.wait_text("ORD-")
        browser.allow(r"ERR_INTERNET_DISCONNECTED", r"ERR_NETWORK")
        browser.offline()
        browser.click("Total")
        browser.wait_text("Could not load orders")
        browser.wait_text("Cannot reach the server.")
        check_equal(browser.script("return document.activeElement.tagName"), "H2", "what has the focus")
        browser.offline(False)
        browser.click("Try again")
        browser.wait_text("ORD-")


def arrivals_wait(context):
    """Orders that arrive are counted at the bell and above the list, and shown when asked for."""
    require_browser()
    with StaffedShop(context, demo=False, orders=3) as shop, Browser(context, shop) as browser:
        if shop.ask("GET", "/events?topics=none").status == 404:
            raise Skip("this server streams no events")
        enter(browser).page("/orders", "Orders")
        browser.wait_text("Live", "#connection")
        count = "return document.querySelectorAll('tbody tr').length"
        unread = browser.control("Notifications, 3 unread")
        shop.ask("POST", "/orders", {"customerId": shop.customer, "items": [{"sku": "JOURNEY-1", "quantity": 1}]})
        browser.control("1 new order")
        wait_until(lambda: unread.get_attribute("aria-label") == "Notifications, 4 unread", 10, "the bell counts it")
        check_equal(browser.script(count), 3, "rows while nobody asked")
        browser.click("1 new order")
        wait_until(lambda: browser.script(count) == 4, 10, "the new order in the list")
        unread.click()
        browser.click("Mark all read")
        wait_until(lambda: unread.get_attribute("aria-label") == "Notifications, 0 unread", 10, "nothing unread")
        browser.click("Undo")
        wait_until(lambda: unread.get_attribute("aria-label") == "Notifications, 4 unread", 10, "unread again")


def pages_are_light(context):
    """Shell, modules and styles that a page loads at first weigh at most 125 KB."""
    require_browser()
    heavy, largest = [], (0, "")
    with StaffedShop(context, demo=False, orders=3) as shop, Browser(context, shop) as browser:
        enter(browser)
        for name, path in pages(shop, quick=False):
            open_page(browser, path)
            size = browser.script("""
                return performance.getEntriesByType("resource").filter(one => one.name.includes("/assets/"))
                  .reduce((sum, one) => sum + one.decodedBodySize,
                    performance.getEntriesByType("navigation")[0].decodedBodySize);""")
            largest = max(largest, (size, name))
            if size > PAGE_BYTES_MAX:
                heavy.append(f"{name} {size}")
    context.note(f"the heaviest is {largest[1]} with {largest[0]} bytes")
    check(not heavy, f"over {PAGE_BYTES_MAX} bytes: " + ", ".join(heavy))


def pages_are_quick(context):
    """First paint, a list of a hundred rows, and nothing that jumps; generous, because tests share their machine."""
    require_browser()
    with StaffedShop(context, demo=False, orders=100) as shop, Browser(context, shop) as browser:
        enter(browser)
        browser.command("Network.enable")
        browser.command("Network.setCacheDisabled", cacheDisabled=True)
        browser.command("Page.addScriptToEvaluateOnNewDocument", source="""
            window.shifted = 0;
            new PerformanceObserver(list => {
              for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
            }).observe({type: "layout-shift", buffered: true});
            new MutationObserver(() => {
              if (!window.drawn && document.querySelector("tbody tr")) window.drawn = performance.now();
            }).observe(document, {childList: true, subtree: true});""")
        paints, lists, shifts = [], [], []
        for _ in range(3 if context.quick else 11):
            browser.page("/orders?size=100", "Orders")
            browser.wait_text("ORD-")
            paint, drawn, shifted = browser.script("""
                return [performance.getEntriesByName("first-contentful-paint")[0].startTime, window.drawn, window.shifted]""")
            paints.append(paint)
            lists.append(drawn)
            shifts.append(shifted)
        middle = len(paints) // 2
        paint, drawn = sorted(paints)[middle], sorted(lists)[middle]
        context.note(f"first paint {paint:.0f} ms, 100 rows {drawn:.0f} ms, shift {max(shifts):.3f}")
        check(paint < 1_000 and drawn < 2_000, f"slow: {paint:.0f} ms and {drawn:.0f} ms")
        check(max(shifts) < 0.02, f"something jumps: {max(shifts):.3f}")


TESTS = [
    ("browser", "the tokens have the contrast they need", contrast_of_tokens),
    ("browser", "every page keeps the rules of accessibility", pages_keep_the_rules),
    ("browser", "dialogs keep the rules of accessibility", dialogs_keep_the_rules),
    ("browser", "keys belong to the page and can be switched off", keys_belong_to_the_page),
    ("browser", "live regions speak once per act", says_once),
    ("browser", "the address is the state of a list", address_is_the_state),
    ("browser", "a selection survives paging", selection_survives_paging),
    ("browser", "a list without network says so and goes on", says_what_went_wrong),
    ("browser", "orders that arrive wait behind a button", arrivals_wait),
    ("browser", "no page is heavier than 125 KB", pages_are_light),
    ("browser", "pages are quick and nothing jumps", pages_are_quick),
]
