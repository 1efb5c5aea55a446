// The list of stock; one variant and what changes it are in stock.js.

import {h, fill} from "./dom.js";
import {can, get} from "./api.js";
import {page, query} from "./state.js";
import {number, plural} from "./format.js";
import {button, linkButton, timeAgo} from "./ui.js";
import {icon} from "./icons.js";
import {listPage} from "./table.js";
import {categoryChoices, nameOf, stockBadge, told, variantOf} from "./catalog.js";

const states = {IN_STOCK: "In stock", LOW: "Low", OUT: "Out", BACKORDERED: "Backordered", UNTRACKED: "Not tracked", HELD: "Held now"};
const adjust = async rows => (await import("./stock.js")).InventoryAdjuster(rows);

/** The stock of all variants; `?variant=` shows one with its history above them. */
export async function InventoryList(main) {
  const mayWrite = can("inventory:write");
  const above = h("div", {class: "stack"}, !mayWrite && h("p", {class: "callout info"}, "You can view stock but not change it (needs inventory:write)."));
  const list = listPage(main, {
    title: "Inventory", noun: "variants", one: "variant", path: "/inventory", route: "/inventory", sort: "name", permission: "inventory:read",
    icon: "inventory", above, searchHint: "Name, SKU or barcode",
    columns: [
      {id: "variant", title: "Variant", sort: "name", link: true, class: "name", cell: row => h("span", row.productName, h("span", {class: "sub muted"}, variantOf(row)))},
      {id: "sku", title: "SKU", sort: "sku", class: "nowrap", cell: row => h("code", row.sku ?? "–")},
      {id: "quantity", title: "On hand", numeric: true, cell: row => number(row.quantity)},
      {id: "reserved", title: "Reserved", numeric: true, cell: row => number(row.reserved)},
      {id: "available", title: "Available", sort: "available", numeric: true, cell: row => number(row.available)},
      {id: "threshold", title: "Low below", numeric: true, cell: row => number(row.lowStockThreshold)},
      {id: "state", title: "State", cell: stockBadge},
      {id: "restocked", title: "Last restock", class: "nowrap", cell: row => timeAgo(row.lastRestockedAt)},
      mayWrite && {id: "actions", title: "Actions", hidesTitle: true, cell: row => button("", {kind: "ghost", icon: "edit", title: "Adjust…", label: `Adjust ${nameOf(row)}`, on: async () => {
        if (await adjust([row])) list.reload();
      }})},
    ].filter(Boolean),
    rowHref: row => page("/inventory", {...query(), variant: row.variantId}), rowKey: row => row.variantId, rowName: nameOf,
    filters: [
      {id: "state", title: "State", kind: "choice", many: true, options: Object.entries(states).map(([value, label]) => ({value, label}))},
      {id: "categoryId", title: "Category", kind: "choice", load: categoryChoices},
    ],
    views: [{name: "All", query: {}}, ...["LOW", "OUT", "BACKORDERED", "HELD"].map(state => ({name: states[state], query: {state}}))],
    bulk: [{title: "Adjust…", done: "adjusted", permission: "inventory:write", run: adjust}],
    actions: () => mayWrite && linkButton("Import stock", page("/inventory/import"), {icon: "upload"}),
    firstUse: {text: "Stock appears with the first product."},
    live: {topic: "stock", patch: told},
  });
  if (query().variant) above.append(await (await import("./stock.js")).InventoryCard(query().variant, () => list.reload()));
  else if (!query().state) above.append(LowStockAlert());
}

/** The variants that are low, or nothing. */
export function LowStockAlert() {
  const element = h("div");
  const show = ({items, total}) => total && fill(element, h("section", {class: "callout warning"}, icon("warning"),
    h("p", h("a", {href: page("/inventory", {state: "LOW"})}, `${plural(total, "variant is", "variants are")} low`), ": ",
      items.map((row, index) => [index > 0 && ", ", h("a", {href: page("/inventory", {variant: row.variantId})}, nameOf(row)), ` (${number(row.available)} left)`]),
      total > items.length && " …")));
  get("/inventory/low-stock", {limit: 5}).then(show).catch(() => {});
  return element;
}
