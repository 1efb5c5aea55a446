"""Coming in, going out, and who may not: the dashboard's door as people and browsers meet it."""

import re

from browser import DASHBOARD, Browser, require_browser
from harness import check, check_equal, wait_until
from staffed_shop import ADMIN, MANAGER, NOBODY, PASSWORD, StaffedShop

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
          "require-trusted-types-for 'script'; trusted-types 'none'")

# Asking who is signed in is how a page finds out that nobody is.
NOT_SIGNED_IN = r"/sessions(/current|/refresh)? - Failed to load resource.*401"


def signs_in_and_out(context):
    """A person signs in, is greeted by name, signs out, and is out."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(NOT_SIGNED_IN)
        browser.page("", "Sign in")
        check(browser.path().startswith(DASHBOARD + "/sign-in?next="), f"sent to {browser.path()}")
        browser.shot("sign-in")
        browser.sign_in(ADMIN, PASSWORD)
        browser.wait_text("Ana Ruiz", "header")
        cookies = {cookie["name"]: cookie for cookie in browser.driver.get_cookies()}
        check_equal(set(cookies), {"holdfast_access", "holdfast_refresh"}, "the cookies")
        for cookie in cookies.values():
            check(cookie["httpOnly"] and cookie["sameSite"] == "Strict" and cookie["path"] == "/", f"{cookie}")
        check_equal(browser.script("return document.cookie"), "", "what scripts see of the cookies")
        browser.click("Ana Ruiz")
        browser.click("Sign out")
        browser.wait_path(r"/sign-in")
        browser.wait_ready("Sign in")
        check_equal(browser.driver.get_cookies(), [], "cookies after signing out")
        browser.page("/orders", "Sign in")


def refuses_wrong_passwords(context):
    """A wrong password and an unknown name get the same words, and nobody is in."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(NOT_SIGNED_IN)
        browser.page("/sign-in", "Sign in")
        for email in [ADMIN, "stranger@example.com"]:
            browser.fill("E-mail", email)
            browser.fill("Password", "not the passphrase")
            browser.click("Sign in")
            browser.wait_text("E-mail or password is wrong.", "main")
        check_equal(browser.driver.get_cookies(), [], "cookies after a wrong password")
        browser.sign_in(ADMIN, PASSWORD)


def follows_next_within_the_shop(context):
    """After signing in one is where one wanted to be, and never on somebody else's site."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(NOT_SIGNED_IN)
        browser.page("/orders?status=PENDING", "Sign in")
        browser.sign_in(ADMIN, PASSWORD, "Orders")
        check_equal(browser.path(), DASHBOARD + "/orders?status=PENDING", "where signing in led")
        for target in ["https://evil.example/", "//evil.example/", "/%5Cevil.example", "javascript:alert(1)",
                       "%2F%2Fevil.example", "data:text/html,x", "/%09/evil.example"]:
            browser.driver.delete_all_cookies()
            browser.page(f"/sign-in?next={target}", "Sign in").sign_in(ADMIN, PASSWORD)
            check(browser.driver.current_url.startswith(browser.base + "/"), f"{target} led to {browser.driver.current_url}")


def tells_what_a_role_lacks(context):
    """Who has no permission is told which one, and is offered nothing that would be refused."""
    require_browser()
    with StaffedShop(context) as shop:
        with Browser(context, shop) as browser:
            browser.allow(NOT_SIGNED_IN, r"Failed to load resource.*403")
            browser.page("/sign-in").sign_in(NOBODY, PASSWORD)
            browser.page("/orders")
            browser.wait_text("orders:read", "main")
            for name in ["Orders", "Products", "Customers", "Inventory"]:
                check(not browser.has_control(name, "nav a"), f"{name} is offered to somebody without permission")
        with Browser(context, shop) as browser:
            browser.allow(NOT_SIGNED_IN)
            browser.page("/sign-in").sign_in(MANAGER, PASSWORD)
            browser.page("/customers", "Customers")
            check(not browser.has_control("New customer"), "a manager is offered what is refused: New customer")


def sends_strict_headers(context):
    """Every page and file comes with the policy, is nobody's frame, and assets are kept for ever."""
    with StaffedShop(context) as shop:
        page = shop.fetch(DASHBOARD).require(200)
        check_equal(page.headers["content-security-policy"], POLICY, "the policy")
        check_equal(page.headers["x-content-type-options"], "nosniff", "sniffing")
        check_equal(page.headers["cross-origin-opener-policy"], "same-origin", "the opener")
        check(page.headers["referrer-policy"] in ("same-origin", "no-referrer"), "the referrer")
        html = page.body.decode()
        check('lang="en"' in html and "<title>" in html, "the shell has a language and a title")
        check(not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", html), "something inline in the shell")
        files = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', html))
        check(len(files) > 5, f"files of the shell: {files}")
        for path in files:
            file = shop.fetch(path).require(200, path)
            check("immutable" in file.headers["cache-control"], f"{path}: {file.headers['cache-control']}")
            check_equal(file.headers["x-content-type-options"], "nosniff", path)
        again = shop.fetch(DASHBOARD, {"If-None-Match": page.headers["etag"]})
        check_equal(again.status, 304, "the shell again")
        check_equal(shop.fetch("/").require(302).headers["location"], DASHBOARD, "where the root leads")
        check_equal(shop.fetch(DASHBOARD + "/nothing").status, 404, "a page that is not there")


def shows_what_is_missing(context):
    """A path that no page has says so, in the dashboard's own look."""
    require_browser()
    with StaffedShop(context) as shop, Browser(context, shop) as browser:
        browser.allow(NOT_SIGNED_IN, r"/dashboard/ecommerce/nothing - Failed to load resource.*404")
        browser.page("/sign-in").sign_in(ADMIN, PASSWORD)
        browser.driver.get(browser.base + DASHBOARD + "/nothing")
        browser.wait_text("does not exist", "main")
        wait_until(lambda: browser.has_control("Orders", "nav a"), 10, "the way out of a page that is not there")


TESTS = [
    ("browser", "a person signs in and out, and no script sees the cookies", signs_in_and_out),
    ("browser", "a wrong password and an unknown name get the same words", refuses_wrong_passwords),
    ("browser", "signing in leads to where one wanted to be, and to no other site", follows_next_within_the_shop),
    ("browser", "who lacks a permission is told which, and is offered nothing", tells_what_a_role_lacks),
    ("browser", "pages and files come with strict headers", sends_strict_headers),
    ("browser", "a page that is not there says so", shows_what_is_missing),
]
