// Ctrl K: one field that finds orders, products and customers, and knows the commands.

import {icon} from "./icons.js";
import {can, get} from "./api.js";
import {local, page, safePath} from "./state.js";
import {dialog, stylesheet} from "./ui.js";
import {combobox} from "./combobox.js";

const recent = local("recent");
const commands = [
  ["New order", "/orders/new", "plus", "orders:write"],
  ["New product", "/products/new", "plus", "products:write"],
  ["New customer", "/customers/new", "plus", "customers:write"],
  ["Adjust stock", "/inventory", "inventory", "inventory:write"],
  ["Import stock", "/inventory/import", "upload", "inventory:write"],
  ["Live sale", "/live", "live", "inventory:read"],
  ["Settings", "/settings", "settings", null],
];

/** Opens the search. */
export async function openPalette() {
  await stylesheet("extras");
  if (document.querySelector("dialog.palette")) return;
  const box = combobox({
    label: "Search orders, products and customers, or choose a command", hidesLabel: true, placeholder: "Order number, e-mail, SKU, name…",
    isOpen: true, load: look, onPick: option => {
      recent.set([{label: option.label, href: option.value}, ...recent.get([]).filter(one => one.href !== option.value)].slice(0, 5));
      location.assign(option.value);
    },
  });
  dialog({title: "Search and commands", body: box.element, size: "palette"});
  box.input.focus();
  box.look();
}

async function look(text) {
  if (!text) {
    return [
      ...recent.get([]).map(one => ({group: "Recent", label: one.label, value: one.href, icon: icon("clock")})),
      ...known(""),
    ];
  }
  return [...await found(text), ...known(text)];
}

const known = text => commands
  .filter(([title, , , permission]) => can(permission) && title.toLowerCase().includes(text.toLowerCase()))
  .map(([title, path, name]) => ({group: "Commands", label: title, value: page(path), icon: icon(name)}));

async function found(text) {
  const {best, orders, products, variants, customers} = await get("/search", {q: text, limit: 5});
  const rows = [
    ...orders.map(one => row("Orders", "orders", one.orderNumber, one.customerName, one)),
    ...variants.map(one => row("Variants", "inventory", `${one.productName} / ${one.variantName}`, one.sku, one)),
    ...products.map(one => row("Products", "products", one.name, one.sku, one)),
    ...customers.map(one => row("Customers", "customers", one.name, one.email, one)),
  ];
  const first = rows.findIndex(one => one.value === best?.url);
  if (first > 0) rows.unshift({...rows.splice(first, 1)[0], group: "Exact match"});
  return rows;
}

const row = (group, name, label, detail, {url}) => ({group, label, detail, value: safePath(url) ?? page("/"), icon: icon(name)});
