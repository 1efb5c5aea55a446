"""The rules of accessibility, asked of any page: `problems(driver, …)` answers what breaks them.

What a page can say of itself is in checks.js; what needs keys, other widths or the tree that screen readers get
is here. Nothing here knows a particular page.
"""

import time
from pathlib import Path

try:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
except ImportError:
    ActionChains = By = Keys = None  # the tests are skipped then

CHECKS = (Path(__file__).parent / "checks.js").read_text()
EVERYWHERE = ["names", "structure", "references", "fields", "images", "contrast", "targets", "tables", "current",
              "colourAlone"]
CONTROL_ROLES = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "spinbutton", "listbox",
                 "option", "menuitem", "tab", "DisclosureTriangle", "PopUpButton"}


def ask(driver, rule):
    """What breaks one rule of checks.js on the page as it stands."""
    return [f"{rule}: {problem}" for problem in driver.execute_script(f"{CHECKS}; return rules[arguments[0]]();", rule)]


def set_width(driver, width, height=900):
    """Shows the page as a window of this size would."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})


def set_media(driver, **features):
    """Prefers what is named, such as `prefers_color_scheme="dark"`; everything else is the browser's own."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": name.replace("_", "-"), "value": value} for name, value in features.items()]})


def as_it_stands(driver):
    """The rules that hold at any moment and width, also with a dialog open."""
    return [problem for rule in EVERYWHERE for problem in ask(driver, rule)] + unnamed(driver)


def unnamed(driver):
    """Controls without a name in the tree that screen readers get."""
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [f"tree: a {node['role']['value']} has no name" for node in nodes
            if not node.get("ignored") and node.get("role", {}).get("value") in CONTROL_ROLES
            and not node.get("name", {}).get("value", "").strip()]


def in_other_shapes(driver, settle=0.3):
    """Narrow, as by 400 % zoom, with other spacing, and without motion; leaves the page at 1280 px."""
    found = []
    set_width(driver, 320)
    time.sleep(settle)
    found += ask(driver, "reflow") + ask(driver, "targets") + ask(driver, "spacing")
    set_width(driver, 1280)
    found += ask(driver, "spacing")
    set_media(driver, prefers_reduced_motion="reduce")
    found += ask(driver, "motion")
    set_media(driver)
    return found


def press(driver, key, shift=False):
    """A key of the keyboard, wherever the focus is."""
    actions = ActionChains(driver, duration=0)
    if shift:
        actions.key_down(Keys.SHIFT)
    actions.send_keys(key)
    if shift:
        actions.key_up(Keys.SHIFT)
    actions.perform()


def by_tab(driver, steps_max=400):
    """Tab reaches every control once, in the order of the document, and Shift-Tab goes back; none is covered."""
    driver.execute_script(f"""{CHECKS}; document.activeElement.blur(); scrollTo(0, 0);
        window.tabOrder = tabbable(); window.tabPlace = () => window.tabOrder.indexOf(document.activeElement);""")
    count = driver.execute_script("return window.tabOrder.length")
    found, places = [], []
    driver.execute_script("document.querySelector('.skip')?.focus()")
    for _ in range(min(count + 5, steps_max)):
        place, covered, text = driver.execute_script("""
            const element = document.activeElement, box = element.getBoundingClientRect();
            const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + box.height / 2;
            const top = document.elementFromPoint(x, y);
            const isShown = !top || element.contains(top) || top.contains(element) || element.labels?.[0]?.contains(top);
            return [window.tabPlace(), !isShown, element.outerHTML.slice(0, 90)]""")
        if covered:
            found.append(f"tab: covered when focused: {text}")
        if places and place == places[0]:
            break
        places.append(place)
        press(driver, Keys.TAB)
    reached = [place for place in places if place >= 0]
    if reached != sorted(reached):
        found.append(f"tab: not in the order of the document: {reached}")
    missed = sorted(set(range(count)) - set(reached))
    if missed and count + 5 <= steps_max:
        names = driver.execute_script("return arguments[0].map(p => window.tabOrder[p].outerHTML.slice(0, 90))", missed[:5])
        found.append(f"tab: not reached: {names}")
    before = driver.execute_script("return window.tabPlace()")
    press(driver, Keys.TAB)
    press(driver, Keys.TAB, shift=True)
    if driver.execute_script("return window.tabPlace()") != before:
        found.append("tab: Shift-Tab does not go back")
    return found


def focus_shows(driver, samples=14):
    """Every control looks different when it has the focus: by pixels."""
    count = driver.execute_script(f"{CHECKS}; window.tabOrder = tabbable(); return window.tabOrder.length")
    found = []
    for index in range(1, count, max(1, count // samples)):  # the first is the skip link, which appears
        box = driver.execute_script("""const element = window.tabOrder[arguments[0]];
            element.scrollIntoView({block: "center"}); document.activeElement.blur();
            const shown = (element.closest("label") ?? element).getBoundingClientRect();
            return [shown.left - 6 + scrollX, shown.top - 6 + scrollY, shown.width + 12, shown.height + 12]""", index)
        plain = picture(driver, box)
        driver.execute_script("window.tabOrder[arguments[0]].focus({preventScroll: true, focusVisible: true})", index)
        if picture(driver, box) == plain:
            found.append("focus: no difference: " + driver.execute_script(
                "return window.tabOrder[arguments[0]].outerHTML.slice(0, 100)", index))
    return found


def picture(driver, box):
    """A piece of the page as it is painted."""
    left, top, width, height = box
    clip = {"x": max(left, 0), "y": max(top, 0), "width": max(width, 1), "height": max(height, 1), "scale": 1}
    return driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": False})["data"]


def dialog_keeps_rules(driver, opener):
    """What `opener` (an element) opens is modal, named, holds the focus, closes by Esc and gives the focus back."""
    driver.execute_script("arguments[0].focus()", opener)
    opener.send_keys(Keys.ENTER)
    time.sleep(0.4)
    dialogs = driver.find_elements(By.CSS_SELECTOR, "dialog:modal")
    if not dialogs:
        return ["dialog: none opened, or it is not modal"]
    found = as_it_stands(driver)
    state = driver.execute_script("""const dialog = arguments[0];
        return [dialog.contains(document.activeElement),
                document.getElementById(dialog.getAttribute("aria-labelledby"))?.textContent ?? ""]""", dialogs[-1])
    if not state[0]:
        found.append("dialog: the focus is not inside")
    if not state[1].strip():
        found.append("dialog: it has no name")
    press(driver, Keys.ESCAPE)
    time.sleep(0.2)
    if driver.find_elements(By.CSS_SELECTOR, "dialog[open]"):
        found.append("dialog: Esc does not close it")
    elif not driver.execute_script("return document.activeElement === arguments[0]", opener):
        found.append("dialog: the focus does not return")
    return found


def announcements(driver, act, seconds=1.0):
    """The texts that live regions say within `seconds` of `act()`."""
    driver.execute_script("""window.said = [];
        window.saying?.disconnect();
        window.saying = new MutationObserver(() => {
          for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
            const text = region.textContent.trim();
            if (text && region.said !== text) window.said.push(text);
            region.said = text;
          }
        });
        for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
          region.said = region.textContent.trim();
        }
        window.saying.observe(document.body, {childList: true, characterData: true, subtree: true});""")
    act()
    time.sleep(seconds)
    return driver.execute_script("window.saying.disconnect(); return window.said")


def problems(driver, keys=True):
    """All rules on the page as it is loaded."""
    found = as_it_stands(driver) + in_other_shapes(driver)
    if keys:
        found += by_tab(driver) + focus_shows(driver)
    return found
