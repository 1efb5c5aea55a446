// What a list shows: search, filters, chips and views, all kept in the address.

import {h, fill, uniqueID} from "./dom.js";
import {icon} from "./icons.js";
import {local, onQuery, page, query, setQuery} from "./state.js";
import {button} from "./ui.js";
import {date} from "./format.js";

/** The spans that a date filter offers. */
export const days = {today: ["Today", 0], "7d": ["Last 7 days", 6], "30d": ["Last 30 days", 29]};
const always = ["sort", "size", "page", "at", "cursor", "layout"];

/** The filters of the address as the API takes them. */
export function apiFilters({filters = []}) {
  const all = query();
  const asked = {q: all.q};
  for (const filter of filters) {
    const value = all[filter.id];
    if (!value) continue;
    if (filter.api) Object.assign(asked, filter.api(value));
    else if (filter.kind === "date" || filter.kind === "range") Object.assign(asked, ends(filter, value));
    else asked[filter.id] = value;
  }
  return asked;
}

/** Whether anything narrows the list down. */
export const isFiltered = definition => Object.values(apiFilters(definition)).some(Boolean);

/** The search field, the filter buttons, the chips and the views of a list. */
export function filterBar(definition) {
  const {filters = [], noun = "rows"} = definition;
  const names = filters.map(filter => filter.id);
  const clear = () => setQuery(Object.fromEntries([...names, "q", "page", "at", "cursor"].map(name => [name, null])));
  const search = h("input", {
    type: "search", id: "list-search", placeholder: definition.searchHint ?? "Search", "aria-label": `Search ${noun}`, autocomplete: "off",
    on: {input: () => { clearTimeout(timer); timer = setTimeout(() => change({q: search.value.trim()}, true), 250); }},
  });
  let timer;
  const editors = filters.map(filter => filterEditor(filter));
  const shown = editors.filter((_, index) => !filters[index].more);
  const hidden = editors.filter((_, index) => filters[index].more);
  const chips = h("ul", {class: "chips", "aria-label": "Active filters"});
  const views = h("nav", {class: "views", "aria-label": "Views"}, h("ul"));
  const tools = h("div", {class: "toolbar"},
    definition.searchHint !== null && h("search", {class: "search"}, icon("search"), search), shown.map(one => one.element),
    hidden.length > 0 && h("details", {class: "more"}, h("summary", {class: "button ghost"}, icon("filter"), h("span", "More filters")),
      h("div", {class: "toolbar"}, hidden.map(one => one.element))));

  function refresh() {
    if (document.activeElement !== search) search.value = query().q ?? "";
    for (const editor of editors) editor.refresh();
    const active = filters.filter(filter => query()[filter.id]);
    for (const filter of active) nameOptions(filter, refresh);
    fill(chips, active.map(filter => chip(filter)),
      (active.length > 0 || query().q) && h("li", button("Clear all", {kind: "ghost", on: clear})));
    drawViews(definition, views.firstChild, refresh);
  }
  onQuery(refresh);
  refresh();
  return {views, tools, chips, search, clear};
}

/** The words of what is chosen, where they have to be asked for. */
function nameOptions(filter, refresh) {
  if (filter.options || !filter.load || filter.kind === "search" || filter.isAsked) return;
  filter.isAsked = true;
  filter.load().then(options => { filter.options = options; refresh(); }, () => {});
}

/** Changes the address and goes back to the first page. */
export const change = (changes, replace = false) => setQuery({...changes, page: null, at: null, cursor: null}, {replace});

function chip(filter) {
  const text = `${filter.title}: ${describe(filter, query()[filter.id])}`;
  return h("li", h("button", {
    type: "button", class: "chip", "aria-label": `Remove filter ${text}`, on: {click: () => change({[filter.id]: null})},
  }, text, icon("cross")));
}

// MARK: Editors

function filterEditor(filter) {
  const id = uniqueID("filter");
  const count = h("span", {class: "count"});
  const opener = h("button", {type: "button", class: "button filter", popovertarget: id}, h("span", filter.title), count, icon("down"));
  const panel = h("div", {id, popover: "auto", class: "panel", role: "group", "aria-label": filter.title});
    panel.addEventListener("beforetoggle", async event => {
    if (event.newState === "open") fill(panel, await (await import("./filter-editors.js")).edit(filter));
  });
  return {
    element: h("div", {class: "filter-box"}, opener, panel),
    refresh() {
      const value = query()[filter.id];
      count.textContent = value ? (filter.many ? String(value.split(",").length) : "1") : "";
      opener.classList.toggle("active", Boolean(value));
    },
  };
}

function ends(filter, value) {
  const [first, last] = filter.names ?? [`${filter.id}From`, `${filter.id}To`];
  if (days[value]) {
    const start = new Date();
    start.setHours(0, 0, 0, 0);
    start.setDate(start.getDate() - days[value][1]);
    return {[first]: start.toISOString()};
  }
  const [from, to] = value.split("..");
  if (filter.kind === "range") return {[first]: from, [last]: to};
  return {
    [first]: from && new Date(`${from}T00:00:00`).toISOString(), [last]: to && new Date(`${to}T23:59:59.999`).toISOString(),
  };
}

function describe(filter, value) {
  if (days[value]) return days[value][0];
  if (value.includes("..")) {
    const [from, to] = value.split("..").map(end => (filter.kind === "date" && end ? date(end) : end));
    return from && to ? `${from} to ${to}` : from ? `from ${from}` : `to ${to}`;
  }
  const words = value.split(",").map(one => filter.options?.find(option => String(option.value) === one)?.label ?? one);
  return words.join(", ");
}

// MARK: Views

function drawViews(definition, list, refresh) {
  const own = local(`views.${definition.route}`);
  const saved = own.get([]);
  const here = essence(query());
  const link = view => h("a", {
    href: page(definition.route, view.query), "aria-current": essence(view.query) === here ? "page" : null,
    on: {click: event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      const cleared = Object.fromEntries(Object.keys(query()).map(name => [name, null]));
      setQuery({...cleared, layout: query().layout, ...view.query});
    }},
  }, view.name);
  const remove = view => button("", {kind: "ghost", icon: "cross", label: `Remove view ${view.name}`, on: () => {
    own.set(saved.filter(one => one.name !== view.name));
    refresh();
  }});
  const isNew = here !== "{}" && ![...(definition.views ?? []), ...saved].some(view => essence(view.query) === here);
  fill(list, (definition.views ?? []).map(view => h("li", link(view))), saved.map(view => h("li", link(view), remove(view))),
    isNew && h("li", button("Save view", {kind: "ghost", icon: "plus", on: async () => (await import("./filter-editors.js")).saveView(own, saved, refresh)})));
}

const essence = values => JSON.stringify(Object.fromEntries(Object.entries(values).filter(([name]) => !always.includes(name)).map(
  ([name, value]) => [name, String(value)]).sort()));
