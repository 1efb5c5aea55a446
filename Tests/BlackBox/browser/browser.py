"""A headless browser in front of a real server: opens pages, does what people do, and remembers every complaint.

Waits are for what a person would wait for, a heading, a text, never for a time. Chromium's own driver does the work;
where it or selenium is missing the tests are skipped, and say so.
"""

import os
import re
import shutil
from pathlib import Path

from harness import Skip, check, wait_until

try:
    from selenium import webdriver
    from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, WebDriverException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    webdriver = Keys = None

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
         "--disable-dev-shm-usage", "--force-color-profile=srgb", "--lang=en-GB"]
DASHBOARD = "/dashboard/ecommerce"
WAIT_SECONDS = 30

# What a button or link is called, as people see it: its label, or its text without what is hidden from readers.
NAME_OF = """
const name = element => (element.getAttribute("aria-label") || element.innerText || element.value || "")
  .replace(/\\s+/g, " ").trim();
const seen = element => element.checkVisibility({visibilityProperty: true});
"""


def require_browser():
    """Skips the test unless a browser can be driven here."""
    if webdriver is None:
        raise Skip("selenium is not installed (pip install selenium)")
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        raise Skip("chromium and chromedriver are not installed (apt-get install chromium chromium-driver)")
    return program, driver


class Browser:
    """One browser with a fresh profile. A context manager; at its end it must have nothing to complain about."""

    def __init__(self, context, server, *, width=1280, height=900, time_zone="Europe/London"):
        program, driver = require_browser()
        self.context = context
        self.base = f"http://{server.http_address[0]}:{server.http_address[1]}"
        self.allowed = []
        self.log = []
        options = webdriver.ChromeOptions()
        options.binary_location = program
        profile = context.path(f"profile-{os.urandom(3).hex()}")
        for flag in [*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        self.driver.set_page_load_timeout(30)
        self.driver.set_script_timeout(30)
        self.command("Emulation.setTimezoneOverride", timezoneId=time_zone)
        # Reports outlive the page that they are about.
        self.command("Page.addScriptToEvaluateOnNewDocument", source="""
            addEventListener("securitypolicyviolation", event => console.error(
                `policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
            addEventListener("unhandledrejection", event => console.error(`rejected: ${event.reason}`));""")
        self.size(width, height)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.require_quiet()
            else:
                self.keep_failure()
        finally:
            self.driver.quit()

    def keep_failure(self):
        """Leaves a picture and the console beside the other files of a test that fails."""
        try:
            self.shot("failure")
            self.context.path("console.txt").write_text("\n".join(self.console()))
            self.context.path("page.html").write_text(self.driver.page_source)
        except WebDriverException:
            pass  # the browser is what failed

    # Complaints

    def console(self):
        """Everything that was written to the console so far, policy reports among it."""
        self.log += [f"{entry['level']} {entry['message']}" for entry in self.driver.get_log("browser")]
        return self.log

    def allow(self, *patterns):
        """From now on these complaints are expected: regular expressions."""
        self.allowed += patterns

    def require_quiet(self):
        """Fails if the console has an error, a policy report or a failed request that was not expected."""
        bad = [line for line in self.console() if line.startswith(("SEVERE", "WARNING"))
               and not any(re.search(pattern, line) for pattern in self.allowed)]
        check(not bad, "the console complains: " + " | ".join(bad)[:1500])

    # Pages

    def open(self, path, heading=None):
        """Opens a path of the server and waits until the page stands, with that heading if one is given."""
        self.driver.get(self.base + path)
        self.wait_ready(heading)
        return self

    def page(self, path, heading=None):
        """The same for a path of the dashboard."""
        return self.open(DASHBOARD + path, heading)

    def wait_ready(self, heading=None):
        """Waits for one heading of the first level and for nothing to be busy."""
        def stands():
            found = self.script("""
                if (document.readyState !== "complete" || document.querySelector("main [aria-busy=true]")) return null;
                const all = [...document.querySelectorAll("h1")].filter(one => one.checkVisibility());
                return all.length === 1 ? all[0].innerText.trim() : null;""")
            return found is not None and (heading is None or heading in found)
        wait_until(stands, WAIT_SECONDS, f"a page with the heading {heading or 'of any text'} at {self.path()}")

    def path(self):
        """Path and query of the page that is shown."""
        return self.driver.current_url.removeprefix(self.base)

    def wait_path(self, pattern):
        """Waits until the address fits a regular expression."""
        wait_until(lambda: re.search(pattern, self.path()), WAIT_SECONDS, f"an address like {pattern}: {self.path()}")

    def text(self, selector="body"):
        """What a person can read in the first element that fits."""
        return self.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def wait_text(self, text, selector="body"):
        """Waits until that text can be read."""
        wait_until(lambda: text in self.text(selector), WAIT_SECONDS,
                   f"{text!r} in {selector} of {self.path()}: {self.text(selector)[:400]!r}")

    def script(self, source, *arguments):
        """Runs a script; elements in and out."""
        try:
            return self.driver.execute_script(source, *arguments)
        except (JavascriptException, StaleElementReferenceException) as error:
            if "document" in str(error) or "stale" in str(error):
                return None  # the page went away meanwhile
            raise

    # Doing

    def all(self, selector):
        """The elements that fit."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        """Waits for the first element that fits and can be seen."""
        return wait_until(lambda: next((one for one in self.all(selector) if one.is_displayed()), None),
                          WAIT_SECONDS, f"an element {selector} at {self.path()}")

    def control(self, name, kind="button, a, summary, [role=button], [role=menuitem], [role=option]"):
        """Waits for a button or link by its name, the whole of it."""
        return wait_until(lambda: self._control(name, kind), WAIT_SECONDS, f"a control named {name!r} at {self.path()}")

    def _control(self, name, kind):
        return self.script(NAME_OF + """
            const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
            return [...scope.querySelectorAll(arguments[1])].find(one => seen(one) && name(one) === arguments[0])
              ?? null;""", name, kind)

    def has_control(self, name, kind="button, a, summary, [role=button], [role=menuitem], [role=option]"):
        """Whether there is a visible button or link of that name now."""
        return self._control(name, kind) is not None

    def click(self, name):
        """Presses a button or follows a link, by its name."""
        self.follow(self.control(name))

    def follow(self, element):
        """Presses what was found, having brought it where nothing that sticks to an edge covers it."""
        self.script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def field(self, label):
        """Waits for a field by its visible label, or by the beginning of it."""
        return wait_until(lambda: self.script("""
            const scope = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
            const text = one => one.innerText.replace(/\\s+/g, " ").trim();
            const labels = [...scope.querySelectorAll("label, legend")].filter(one => one.checkVisibility());
            const found = labels.find(one => text(one) === arguments[0])
              ?? labels.find(one => text(one).startsWith(arguments[0]));
            if (found) return found.control ?? null;
            return [...scope.querySelectorAll("input, select, textarea")]
              .find(one => one.checkVisibility() && one.getAttribute("aria-label") === arguments[0]) ?? null;
            """, label), WAIT_SECONDS, f"a field labelled {label!r} at {self.path()}")

    def fill(self, label, text):
        """Types into a field in place of what it holds."""
        field = self.field(label)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(Keys.DELETE)
        field.send_keys(text)
        return field

    def choose(self, label, option):
        """Chooses an option of a list by its text."""
        field = self.field(label)
        found = self.script("""
            const option = [...arguments[0].options].find(one => one.text.trim() === arguments[1]);
            if (!option) return false;
            arguments[0].value = option.value;
            for (const type of ["input", "change"]) arguments[0].dispatchEvent(new Event(type, {bubbles: true}));
            return true;""", field, option)
        check(found, f"no option {option!r} in {label!r}")

    def press(self, *keys):
        """Types keys into whatever has the focus; several at once are held together."""
        element = self.driver.switch_to.active_element
        element.send_keys(*keys)

    def sign_in(self, email, password, heading=None):
        """Signs in at the page that is shown, or at the sign-in page."""
        if "/sign-in" not in self.path():
            self.page("/sign-in", "Sign in")
        self.fill("E-mail", email)
        self.fill("Password", password)
        self.click("Sign in")
        wait_until(lambda: "/sign-in" not in self.path(), WAIT_SECONDS,
                   f"signing in as {email}: {self.text('main')[:300]!r}")
        self.wait_ready(heading)
        return self

    # Circumstances

    def command(self, name, **parameters):
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def size(self, width, height=900):
        """Gives the page another size."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", **features):
        """Emulates media: `media(prefers_color_scheme="dark")`, `media("print")`."""
        self.command("Emulation.setEmulatedMedia", media=kind, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def offline(self, is_offline=True):
        """Takes the network away, or gives it back."""
        self.command("Network.enable")
        self.command("Network.emulateNetworkConditions", offline=is_offline, latency=0, downloadThroughput=-1,
                     uploadThroughput=-1)

    def accessibility(self):
        """The nodes of the accessibility tree that are not ignored: `{role, name, properties}`."""
        nodes = self.command("Accessibility.getFullAXTree")["nodes"]
        return [{"role": node.get("role", {}).get("value", ""), "name": node.get("name", {}).get("value", ""),
                 "properties": {one["name"]: one["value"].get("value") for one in node.get("properties", [])}}
                for node in nodes if not node["ignored"]]

    def shot(self, name):
        """Keeps a picture of the page: beside the test's files, and where HOLDFAST_SCREENSHOTS says."""
        folders = [self.context.work]
        if "HOLDFAST_SCREENSHOTS" in os.environ:
            folders.append(Path(os.environ["HOLDFAST_SCREENSHOTS"]))
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(str(folder / f"{name}.png"))
