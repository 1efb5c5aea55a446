// What the user menu holds: the theme, the keys and the way out.

import {h, fill} from "./dom.js";
import {icon} from "./icons.js";
import {send} from "./api.js";
import {local, page} from "./state.js";
import {button, dialog, stylesheet, toast} from "./ui.js";
import {knownShortcuts} from "./shortcuts.js";

/** Draws the menu of who is signed in. */
export function drawMenu(panel, name, {user}) {
  const role = (user?.roles ?? []).map(one => one.name ?? one).join(", ");
  fill(panel, h("p", h("strong", name), role && [h("br"), h("span", {class: "hint"}, role)]), themeSwitch(),
    button("Keyboard shortcuts", {kind: "ghost", icon: "keyboard", on: () => { panel.hidePopover(); showShortcuts(); }}),
    user && button("Sign out", {kind: "ghost", icon: "signOut", on: signOut}));
}

/** System, light or dark, as a group of radio buttons. */
export function themeSwitch() {
  const kept = local("theme");
  return h("fieldset", {class: "segments"}, h("legend", "Theme"), [["system", "System", "screen"], ["light", "Light", "sun"], ["dark", "Dark", "moon"]].map(
    ([value, title, name]) => h("label", h("input", {
      type: "radio", name: "theme", value, prop: {checked: kept.get("system") === value},
      on: {change: () => { kept.set(value); dispatchEvent(new Event("holdfast:theme")); }},
    }), icon(name), title)));
}

async function signOut() {
  await send("DELETE", "/sessions/current").catch(() => toast("Cannot reach the server; you may still be signed in."));
  sessionStorage.clear();
  for (const key of Object.keys(localStorage)) if (/^holdfast\.(views|columns|recent)/.test(key)) localStorage.removeItem(key);
  location.assign(page("/sign-in"));
}

/** Shows the keys that work here. */
export async function showShortcuts() {
  await stylesheet("extras");
  dialog({
    title: "Keyboard shortcuts",
    body: h("table", {class: "keys"}, h("tbody", knownShortcuts().filter(one => one.text).map(one =>
      h("tr", h("th", {scope: "row"}, one.text), h("td", one.keys.split(" ").map(key => h("kbd", key))))))),
  });
}
