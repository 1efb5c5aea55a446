// The address is the state of a page; the browser's stores hold what only this browser knows.

const listeners = new Set();
const root = "/dashboard/ecommerce";

/** The address of a page: `page("/orders", {status: ["PAID"]})`. */
export function page(path, values = {}) {
  return root + (path === "/" ? "" : path) + search(values);
}

/** The path below the dashboard: "/orders/o1". */
export function currentPath() {
  return location.pathname.slice(root.length).replace(/\/$/, "") || "/";
}

/** What the address says, as an object of texts. A list is "A,B": see `queryList`. */
export function query() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

/** One value of the address as a list. */
export function queryList(name) {
  return (query()[name] ?? "").split(",").filter(Boolean);
}

/** `?a=1&b=2,3` of an object; what is empty is left out. */
export function search(values) {
  const kept = Object.entries(values)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value])
    .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  const text = new URLSearchParams(kept).toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/** A path of these pages, or nothing: never another site. */
export function safePath(text) {
  if (!text?.startsWith("/") || text.startsWith("//") || text.includes("\\")) return null;
  const address = new URL(text, location.origin);
  return address.origin === location.origin ? address.pathname + address.search + address.hash : null;
}

/** Changes the address; an empty value takes the name out. Choosing pushes, typing replaces. */
export function setQuery(changes, {replace = false} = {}) {
  const address = location.pathname + search({...query(), ...changes});
  if (address === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](history.state, "", address);
  tell();
}

/** Calls back whenever the query changes, by us or by Back. Answers a function that stops it. */
export function onQuery(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  const now = query();
  for (const listener of listeners) listener(now);
}

addEventListener("popstate", tell);

/** A value kept in this browser for all tabs: `local("theme").get("system")`. */
export const local = name => stored(() => localStorage, name);

/** A value kept in this tab until it closes, as drafts are. */
export const draft = name => stored(() => sessionStorage, name);

function stored(store, name) {
  const key = `holdfast.${name}`;
  const guarded = (act, otherwise) => {
    try { return act(store()); } catch { return otherwise; }
  };
  return {
    get: (otherwise = null) => guarded(all => JSON.parse(all.getItem(key)) ?? otherwise, otherwise),
    set: value => guarded(all => all.setItem(key, JSON.stringify(value))),
    clear: () => guarded(all => all.removeItem(key)),
  };
}
