#!/usr/bin/env python3
"""Takes the whole set of pictures of the pages, to be looked at by people.

    python3 Tests/BlackBox/browser/screenshots.py --binary .build/release/holdfast --out pictures [--only order | --states]

Every page at 360, 768, 1280 and 2560 px in light and dark, and the states that a page can be in. Nothing is compared.
"""

import argparse
import base64
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1]),
                str(Path(__file__).resolve().parents[1] / "http")]

from browser import Browser  # noqa: E402  (after the lines above)
from harness import Context, Failure  # noqa: E402
from page_list import open_page, pages  # noqa: E402
from staffed_shop import ADMIN, NOBODY, PASSWORD, StaffedShop  # noqa: E402

WIDTHS = [360, 768, 1280, 2560]
HEIGHT_MAX = 3_000


def whole(browser, name, width=1280):
    """A picture of the page down to its end."""
    height = browser.script("return document.documentElement.scrollHeight")
    browser.size(width, min(max(height, 700), HEIGHT_MAX))
    browser.shot(name)
    browser.size(width)


def every_page(browser, shown):
    """All pages in all widths and both themes."""
    for name, path in shown:
        for width in WIDTHS:
            browser.size(width)
            open_page(browser, path)
            for theme in ["light", "dark"]:
                browser.media(prefers_color_scheme=theme, prefers_reduced_motion="reduce")
                whole(browser, f"{name.replace(' ', '-')}-{width}-{theme}", width)
    browser.size(1280)
    browser.media()


def states(browser, order):
    """What pages look like when something is the matter, or open."""
    open_page(browser, "/orders?status=REFUNDED")
    browser.shot("state-no-match")
    open_page(browser, "/orders")
    for box in browser.all("tbody .select input")[:3]:
        box.click()
    browser.wait_text("3 selected")
    browser.shot("state-selection")
    browser.click("Search")
    browser.one("dialog [role=option]")
    browser.shot("state-palette")
    open_page(browser, "/products/new")
    browser.fill("Name", "")
    browser.script("document.querySelector('main form').requestSubmit()")
    browser.wait_text("There is a problem")
    browser.shot("state-refused-form")
    open_page(browser, "/orders")
    browser.offline()
    browser.click("Total")
    browser.wait_text("Could not load")
    browser.shot("state-error")
    browser.offline(False)
    for name, features in [("forced-colours", {"forced_colors": "active"}), ("more-contrast", {"prefers_contrast": "more"})]:
        browser.media(**features)
        open_page(browser, order)
        whole(browser, f"state-{name}")
    browser.media()
    browser.command("Emulation.setEmulatedVisionDeficiency", type="achromatopsia")
    whole(browser, "state-grey")
    browser.command("Emulation.setEmulatedVisionDeficiency", type="none")
    browser.script("document.documentElement.style.fontSize = '200%'")
    whole(browser, "state-text-200")


def on_paper(browser, folder, order):
    """The packing slip as it is printed."""
    open_page(browser, f"/orders/packing-slips?ids={order.rsplit('/', 1)[-1]}")
    page = browser.command("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
    (folder / "packing-slip.pdf").write_bytes(base64.b64decode(page["data"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=".build/release/holdfast")
    parser.add_argument("--out", default="pictures")
    parser.add_argument("--only", help="pages whose name has this, and no states")
    parser.add_argument("--states", action="store_true", help="only the states")
    arguments = parser.parse_args()
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    context = Context(arguments.binary, "screenshots")
    own = context.work
    try:
        with StaffedShop(context, demo=False, orders=25) as shop:
            shown = pages(shop)
            order = dict(shown)["order"]
            browser = Browser(context, shop)
            context.work = folder  # where pictures go
            try:
                browser.sign_in(ADMIN, PASSWORD)
                if not arguments.states:
                    every_page(browser, [one for one in shown if (arguments.only or "") in one[0]])
                if not arguments.only:
                    states(browser, order)
                    on_paper(browser, folder, order)
                    browser.driver.delete_all_cookies()
                    browser.sign_in(NOBODY, PASSWORD)
                    open_page(browser, "/orders")
                    browser.shot("state-forbidden")
            finally:
                browser.driver.quit()
    except Failure as failure:
        sys.exit(f"{failure}")
    finally:
        context.work = own
        context.discard()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
