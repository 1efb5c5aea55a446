// The frame of the settings, this browser and the server; the other sections are fetched when they are asked for.

import {h, fill} from "./dom.js";
import {can, describeError, get, send} from "./api.js";
import {number} from "./format.js";
import {page} from "./state.js";
import {busy, button, forbiddenState, linkButton, notFoundState, timeAgo, toast} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {shortcutsAreOn, switchShortcuts} from "./shortcuts.js";
import {breadcrumbs} from "./app.js";
import {themeSwitch} from "./menu.js";
import {card, loaded} from "./record.js";

// Path, title, permission, and what shows it: a function of a module.
const sections = [
  ["shop", "Shop", "settings:read", "shop", "shop"], ["users", "Users", "users:read", "people", "users"], ["roles", "Roles", "roles:read", "people", "roles"], ["api-keys", "API keys", "apiKeys:read", "people", "apiKeys"],
  ["categories", "Categories", "products:read", "categories", "CategoryTree"], ["tags", "Tags", "products:read", "categories", "TagList"], ["shipping", "Shipping methods", "orders:read", "people", "shipping"],
  ["appearance", "Appearance", null, "settings", "appearance"], ["system", "System", "system:write", "settings", "system"],
];

/** Shows a section, again after each change. */
const show = async (place, file, name) => (await import(`./${file}.js`))[name](place, () => show(place, file, name));

/** `/settings` and `/settings/:section`. */
export async function Settings(main, {params}) {
  const [name, title, permission, file, part] = sections.find(([one, , needed]) => (params.section ? one === params.section : can(needed))) ?? [];
  if (!name) return fill(main, notFoundState("page", 1));
  breadcrumbs([{title: "Settings", path: "/settings"}, {title}]);
  main.classList.add("record");
  const place = h("div", {class: "stack"});
  fill(main, h("header", {class: "page-head"}, h("h1", "Settings")), h("div", {class: "settings"},
    h("nav", {class: "views", "aria-label": "Settings"}, h("ul", sections.filter(one => can(one[2])).map(([path, text]) => h("li", h("a", {href: page(`/settings/${path}`), "aria-current": path === name ? "page" : null}, text))))), place));
  if (!can(permission)) return fill(place, forbiddenState(permission));
  await loaded(place, () => show(place, file, part), title.toLowerCase(), () => Settings(main, {params}));
}

/** How pages look and act in this browser. */
export function appearance(place) {
  fill(place, card("Appearance", {}, themeSwitch(), h("p", {class: "hint"}, "Kept in this browser, for all its tabs.")),
    card("Shortcuts", {}, h("label", {class: "tick"}, h("input", {type: "checkbox", checked: shortcutsAreOn(), on: {change: event => switchShortcuts(event.target.checked)}}), h("span", "Single keys act")),
      h("p", {class: "hint"}, "Press ? on any page for its keys. They never act while you type.")));
}

/** The server, and who changed what. */
export async function system(place) {
  const audit = can("audit:read") ? (await get("/audit", {limit: 20})).items : null;
  const take = button("Take a snapshot", {icon: "archive", on: async () => {
    try {
      const {data} = await busy(take, send("POST", "/system/snapshot", {}), "Writing…");
      toast(`Snapshot ${data.snapshot} is safe on disk, up to #${number(data.sequence)}.`);
    } catch (error) { toast(describeError(error)); }
  }});
  fill(place, card("Server", {}, h("p", {class: "muted"}, "A snapshot makes the next start shorter. The server takes one by itself from time to time."),
    h("div", {class: "actions"}, take, linkButton("Metrics", "/metrics", {icon: "external"}), linkButton("API document", "/openapi.json", {icon: "external"}))),
  audit && card("Who changed what", {}, h("p", {class: "muted"}, "The latest 20 changes."), plainTable({caption: "Who changed what", rows: audit, empty: "Nothing was changed yet.", columns: [{title: "When", cell: one => timeAgo(one.at)}, {title: "Who", cell: one => one.subject},
    {title: "What", cell: one => h("code", one.operation)}, {title: "Where", cell: one => h("code", one.target ?? "–")}, {title: "Fields", cell: one => one.fields.join(", ")}]})));
}
