// Starts a page: who is signed in, navigation, bell, menus, keys; then the module the address asks for.

import {h, fill, fillWhen} from "./dom.js";
import {icon} from "./icons.js";
import {can, get, session} from "./api.js";
import {currentPath, draft, page} from "./state.js";
import {announce, button, dialog, notFoundState, showFailure, stylesheet} from "./ui.js";
import {time} from "./format.js";
import {onLive, onLiveState, reconnect} from "./live.js";
import {addShortcuts} from "./shortcuts.js";
import {bell} from "./bell.js";

// Address, module, its function, and what the window is called.
const routes = `
/ overview Overview Overview
/products products ProductsList Products
/products/new product ProductEditor New product
/products/:id product ProductEditor Product
/orders orders OrdersList Orders
/orders/new new-order NewOrder New order
/orders/packing-slips packing-slips PackingSlips Packing slips
/orders/:id order OrderDetails Order
/customers customers CustomersList Customers
/customers/new customer NewCustomer New customer
/customers/:id customer CustomerDetails Customer
/inventory inventory InventoryList Inventory
/inventory/import import BulkImport Import stock
/live live-sale LiveSale Live sale
/notifications notifications NotificationsList Notifications
/settings settings Settings Settings
/settings/:section settings Settings Settings`.trim().split("\n").map(line => {
  const [path, file, name, ...title] = line.split(" ");
  return [path, file, name, title.join(" ")];
});

// The pages that are a list and no record.
const lists = ["orders", "products", "customers", "inventory", "notifications"];

const showShortcuts = async () => (await import("./menu.js")).showShortcuts();
const openPalette = async () => (await import("./palette.js")).openPalette();

const places = [
  ["/", "Overview", "overview", "orders:read", "h"],
  ["/orders", "Orders", "orders", "orders:read", "o"],
  ["/products", "Products", "products", "products:read", "p"],
  ["/customers", "Customers", "customers", "customers:read", "c"],
  ["/inventory", "Inventory", "inventory", "inventory:read", "i"],
  ["/live", "Live sale", "live", "inventory:read", "l"],
  ["/settings", "Settings", "settings", null, "s"],
];

/** Says where the page stands: `breadcrumbs([{title: "Orders", path: "/orders"}, {title: "ORD-000123"}])`; also the title of the window. */
export function breadcrumbs(steps) {
  const trail = steps.trail ?? steps;
  document.title = [...trail.map(step => step.title).reverse(), "Holdfast"].join(" · ");
  const last = trail.length - 1;
  fill(document.getElementById("breadcrumbs"), trail.length > 1 && h("ol", trail.map((step, index) => h("li", index === last
    ? h("span", {"aria-current": "page"}, step.title)
    : h("a", {href: step.href ?? page(step.path) + draft(`list.${step.path}`).get("")}, step.title)))));
}

/** The number beside an item of the navigation: `navigationCount("/orders", 3, "to ship")`. */
export function navigationCount(path, count, words) {
  const spot = document.querySelector(`[data-count="${path}"]`);
  if (spot) fill(spot, count > 0 && [count > 99 ? "99+" : String(count), h("span", {class: "visually-hidden"}, ` ${words}`)]);
}

/** The addresses before and after this one in the list just left. */
export function neighbours() {
  const all = draft("rows").get([]);
  const place = all.indexOf(location.pathname);
  return place < 0 ? {} : {previous: all[place - 1], next: all[place + 1]};
}

function matching(path) {
  for (const [pattern, file, name, title] of routes) {
    const names = pattern.split("/");
    const parts = path.split("/");
    if (names.length !== parts.length) continue;
    const params = {};
    const fits = names.every((text, index) => {
      if (!text.startsWith(":")) return text === parts[index];
      params[text.slice(1)] = decodeURIComponent(parts[index]);
      return true;
    });
    if (fits) return {pattern, file, name, title, params};
  }
  return null;
}

async function start() {
  const path = currentPath();
  const main = document.getElementById("content");
  const route = matching(path);
  if (path === "/sign-in") {
    document.documentElement.classList.add("bare");
    document.title = "Sign in · Holdfast";
    const {SignIn} = await import("./sign-in.js");
    return SignIn(main);
  }
  const module = route && import(`./${route.file}.js`).catch(error => error);
  const styles = route && stylesheet(lists.includes(route.file) ? "lists" : "records");
  let who;
  try {
    who = await session();
  } catch (error) {
    if (error.status === 401) return location.replace(page("/sign-in", {next: location.pathname + location.search}));
    return showFailure(main, error, () => location.reload(), "this page");
  }
  drawShell(path, who);
  if (!route) {
    breadcrumbs([{title: "Not found"}]);
    return fill(main, notFoundState("page", 1));
  }
  breadcrumbs([{title: route.title, path: route.pattern}]);
  try {
    const [loaded] = await Promise.all([module, styles]);
    if (loaded instanceof Error) throw loaded;
    await loaded[route.name](main, {params: route.params, session: who});
  } catch (error) {
    console.error(error);
    showFailure(main, error, () => location.reload(), route.title.toLowerCase());
  }
}

// MARK: Shell

function drawShell(path, who) {
  fill(document.getElementById("shop-name"), who.shop?.name ?? "Holdfast");
  const links = () => h("ul", places.filter(([, , , permission]) => can(permission)).map(([target, title, name]) => {
    const isHere = target === "/" ? path === "/" : path === target || path.startsWith(`${target}/`);
    return h("li", {class: target === "/settings" && "apart"}, h("a", {href: page(target), "aria-current": isHere ? (path === target ? "page" : "true") : null},
      icon(name), h("span", title), h("span", {class: "count", data: {count: target}})));
  }));
  const navigation = document.getElementById("navigation");
  fill(navigation, links());
  const menu = document.getElementById("menu");
  fill(menu, icon("menu"), h("span", "Menu"));
  menu.addEventListener("click", async () => {
    await stylesheet("extras");
    const shown = navigation.firstChild;
    const drawer = dialog({title: "Menu", size: "drawer", body: h("nav", {"aria-label": "Main menu", class: "navigation"}, shown),
      onClose: () => navigation.append(shown)});
    drawer.querySelector("[aria-current]")?.focus();
  });
  fill(document.getElementById("tools"), button("Search", {icon: "search", kind: "secondary find", on: openPalette}), bell(), userMenu(who));
  if (who.asksNobody) {
    document.getElementById("banner").append(h("p", {class: "banner"}, icon("warning"),
      "Anyone who can reach this server can change everything (--insecure-no-auth)."));
  }
  footer();
  if (path !== "/") countWork();
  addShortcuts(
    ...places.filter(([, , , permission]) => can(permission)).map(([target, title, , , key]) =>
      ({keys: `g ${key}`, text: `Go to ${title}`, act: () => location.assign(page(target))})),
    {keys: "ctrl k", text: "Search and commands", act: openPalette},
    {keys: "?", text: "Show these keys", act: showShortcuts});
  const {previous, next} = neighbours();
  if (previous) addShortcuts({keys: "[", text: "Previous of the list", act: () => location.assign(previous)});
  if (next) addShortcuts({keys: "]", text: "Next of the list", act: () => location.assign(next)});
}

function userMenu(who) {
  const name = who.user?.name ?? (who.asksNobody ? "No sign-in" : "API key");
  const panel = h("div", {id: "user-menu", popover: "auto", class: "panel end", on: {beforetoggle: async event => {
    if (event.newState === "open") (await import("./menu.js")).drawMenu(panel, name, who);
  }}});
  return h("div", h("button", {type: "button", class: "button ghost", popovertarget: "user-menu"}, icon("user"), h("span", name)), panel);
}

/** What waits to be shipped and what runs low, beside their pages; asked for again at most every ten seconds. */
function countWork() {
  if (!can("orders:read")) return;
  let planned;
  const count = () => {
    planned = undefined;
    get("/overview", {offsetMinutes: Math.round(-new Date().getTimezoneOffset() / 15) * 15}).then(({attention, stock}) => {
      navigationCount("/orders", attention.toShip, "to ship");
      navigationCount("/inventory", stock?.low, "low");
    }, () => {});
  };
  onLive("overview", () => { planned ??= setTimeout(count, 10_000); });
  count();
}

function footer() {
  const line = document.getElementById("connection");
  onLiveState(({status, asOf}) => {
    const paused = `Live updates paused. Figures as of ${time(new Date(asOf).toISOString())}.`;
    const text = {live: "Live", reconnecting: "Reconnecting…", paused}[status];
    const old = line.dataset.status;
    line.dataset.status = status;
    fillWhen(line, status, () => text && [icon(status === "paused" ? "pause" : "dot"), h("span", text),
      status === "paused" && button("Reconnect", {kind: "ghost", on: reconnect})]);
    if (text) line.querySelector("span").textContent = text;
    if (old && old !== status && status === "paused") announce("Live updates paused");
  });
}

start();
