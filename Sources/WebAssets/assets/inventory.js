// Stock: the list, the low ones, adjusting, and what changed it.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {page, query} from "./state.js";
import {dateTime, number, plural, signed} from "./format.js";
import {badge, busy, button, dialog, linkButton, timeAgo, toast} from "./ui.js";
import {icon} from "./icons.js";
import {ask, card, control} from "./record.js";
import {plainTable} from "./plain-table.js";
import {listPage} from "./table.js";
import {onLive} from "./live.js";
import {categoryChoices} from "./products.js";

const reasons = ["RECEIVED", "COUNTED", "DAMAGED", "LOST", "RETURN", "CORRECTION", "OTHER"];
const states = {IN_STOCK: "In stock", LOW: "Low", OUT: "Out", BACKORDERED: "Backordered", UNTRACKED: "Not tracked", HELD: "Held now"};
const words = text => text.charAt(0) + text.slice(1).toLowerCase();
const variantOf = ({variantName}) => (variantName === "Default" ? "" : variantName);
const nameOf = row => [row.productName, variantOf(row)].filter(Boolean).join(" / ") || row.sku || row.variantId;

/** What a badge says of a variant's stock. */
export function stockState({trackInventory, allowBackorder, available, isLow}) {
  if (!trackInventory) return "UNTRACKED";
  if (available <= 0) return allowBackorder ? "BACKORDER" : "OUT";
  return isLow ? "LOW" : "IN_STOCK";
}

const told = (row, {variants}) => {
  const now = variants?.find(({variantId}) => variantId === row.variantId);
  return now && {...row, ...now};
};

/** The stock of all variants; `?variant=` shows one with its history above them. */
export async function InventoryList(main) {
  const mayWrite = can("inventory:write");
  const above = h("div", {class: "stack"});
  const {variant} = query();
  const list = listPage(main, {
    title: "Inventory", noun: "variants", one: "variant", path: "/inventory", route: "/inventory", sort: "name",
    permission: "inventory:read", icon: "inventory", above, searchHint: "Name, SKU or barcode",
    columns: [
      {id: "variant", title: "Variant", sort: "name", link: true, cell: row => h("span", row.productName, h("span", {class: "sub muted"}, variantOf(row)))},
      {id: "sku", title: "SKU", sort: "sku", class: "nowrap", cell: row => h("code", row.sku ?? "–")},
      {id: "quantity", title: "On hand", numeric: true, cell: row => number(row.quantity)},
      {id: "reserved", title: "Reserved", numeric: true, cell: row => number(row.reserved)},
      {id: "available", title: "Available", sort: "available", numeric: true, cell: row => number(row.available)},
      {id: "threshold", title: "Low below", numeric: true, cell: row => number(row.lowStockThreshold)},
      {id: "state", title: "State", cell: row => badge("stock", stockState(row))},
      {id: "restocked", title: "Last restock", class: "nowrap", cell: row => timeAgo(row.lastRestockedAt)},
      mayWrite && {id: "actions", title: "Actions", hidesTitle: true, cell: row => button("Adjust…", {kind: "ghost", label: `Adjust ${nameOf(row)}`, on: async () => {
        if (await InventoryAdjuster([row])) list.reload();
      }})},
    ].filter(Boolean),
    rowHref: row => page("/inventory", {...query(), variant: row.variantId}), rowKey: row => row.variantId, rowName: nameOf,
    filters: [
      {id: "state", title: "State", kind: "choice", many: true, options: Object.entries(states).map(([value, label]) => ({value, label}))},
      {id: "categoryId", title: "Category", kind: "choice", load: categoryChoices},
    ],
    views: [{name: "All", query: {}}, ...["LOW", "OUT", "BACKORDERED", "HELD"].map(state => ({name: states[state], query: {state}}))],
    bulk: [{title: "Adjust…", done: "adjusted", permission: "inventory:write", run: InventoryAdjuster}],
    actions: () => mayWrite && linkButton("Import stock", page("/inventory/import"), {icon: "upload"}),
    firstUse: {text: "Stock appears with the first product."},
    live: {topic: "stock", patch: told},
  });
  if (!mayWrite) above.append(h("p", {class: "callout info"}, "You can view stock but not change it (needs inventory:write)."));
  if (variant) above.append(await InventoryCard(variant, () => list.reload()));
  else if (!query().state) above.append(LowStockAlert());
}

/** One variant: its numbers, live, and what changed them. */
export async function InventoryCard(id, onChange = () => {}) {
  let row;
  try {
    row = await get(`/inventory/variant/${id}`);
    row = (await get("/inventory", {q: row.sku, limit: 50})).items.find(({variantId}) => variantId === id) ?? row;
  } catch (error) {
    return h("p", {class: "callout danger"}, describeError(error));
  }
  const figures = h("div");
  const history = AdjustmentHistory(id, row);
  const show = now => {
    row = now;
    const counts = [["On hand", now.quantity], ["Reserved", now.reserved], ["Available", now.available], ["Low below", now.lowStockThreshold]];
    fill(figures, h("dl", {class: "tiles small"}, [...counts.map(([name, count]) => [name, number(count)]), ["State", badge("stock", stockState(now))]].map(([name, value]) => h("div", h("dt", name), h("dd", value)))));
  };
  const changed = now => { show(now); history.reload(); onChange(); };
  show(row);
  onLive("stock", event => { const now = told(row, event); if (now) { show(now); history.reload(); } });
  return card(nameOf(row), {id: "variant", actions: [
    can("inventory:write") && button("Adjust stock…", {kind: "primary", on: async () => { if (await InventoryAdjuster([row])) changed({...row, ...await get(`/inventory/variant/${id}`)}); }}),
    can("inventory:write") && button("Settings…", {on: () => stockSettings(row, changed)}),
    row.productId && linkButton("Product", page(`/products/${row.productId}`), {kind: "ghost", icon: "products"}),
    linkButton("Close", page("/inventory", {...query(), variant: null}), {kind: "ghost", icon: "cross"}),
  ]}, figures, history.element);
}

const stockSettings = (row, onDone) => ask({
  title: `Stock settings of ${nameOf(row)}`, act: "Save", body: [
    control({name: "lowStockThreshold", label: "Low below", type: "number", min: 0, required: true, value: row.lowStockThreshold}),
    control({name: "trackInventory", label: "Count the stock", type: "checkbox", value: row.trackInventory}),
    control({name: "allowBackorder", label: "Sell when there is none (backorder)", type: "checkbox", value: row.allowBackorder}),
  ],
  run: async ({lowStockThreshold, trackInventory, allowBackorder}) => {
    const settings = {lowStockThreshold: Number(lowStockThreshold), trackInventory: Boolean(trackInventory), allowBackorder: Boolean(allowBackorder)};
    onDone({...row, ...(await send("PATCH", `/inventory/variant/${row.variantId}`, settings)).data});
  },
});

/** The variants that are low, or nothing. */
export function LowStockAlert() {
  const element = h("div");
  get("/inventory/low-stock", {limit: 5}).then(({items, total}) => total && fill(element, h("section", {class: "callout warning"}, icon("warning"),
    h("p", h("a", {href: page("/inventory", {state: "LOW"})}, `${plural(total, "variant is", "variants are")} low`), ": ",
      items.map((row, index) => [index > 0 && ", ", h("a", {href: page("/inventory", {variant: row.variantId})}, nameOf(row)), ` (${number(row.available)} left)`]),
      total > items.length && " …")))).catch(() => {});
  return element;
}

/** A dialog that changes what is on hand of one or many variants. Answers a verdict per variant, or null. */
export function InventoryAdjuster(rows) {
  return new Promise(decide => {
    const results = new Map();
    const lines = rows.map(row => {
      const line = {row, key: newKey(), input: h("input", {type: "number", step: 1, "aria-label": `Quantity of ${nameOf(row)}`, on: {input: () => explain(line)}}), effect: h("p", {class: "hint", role: "status"})};
      return line;
    });
    const isCount = () => form.elements.mode.value === "count";
    const changeOf = ({row, input}) => (input.value === "" ? 0 : isCount() ? Number(input.value) - row.quantity : Number(input.value));
    const explain = line => {
      const {row} = line;
      const change = changeOf(line);
      fill(line.effect, `On hand ${number(row.quantity)}`, change !== 0 && ` → ${number(row.quantity + change)}`, `, available ${number(row.available)}`, change !== 0 && ` → ${number(row.available + change)}`);
    };
    const mode = (value, text) => h("label", {class: "tick"}, h("input", {type: "radio", name: "mode", value, prop: {checked: value === "add"}, on: {change: () => lines.forEach(explain)}}), h("span", text));
    const save = button("Adjust", {kind: "primary", type: "submit"});
    const form = h("form", {class: "stack", on: {submit: event => { event.preventDefault(); busy(save, apply()); }}},
      h("fieldset", h("legend", {class: "visually-hidden"}, "How"), mode("add", "Add or remove"), mode("count", "Set to counted")),
      lines.map(({row, input, effect}) => h("div", {class: "field"}, h("strong", nameOf(row)), input, effect)),
      control({name: "reason", label: "Reason", type: "select", value: reasons[0], options: reasons.map(value => ({value, label: words(value)}))}),
      control({name: "notes", label: "Note", optional: true, maxlength: 1000}),
      h("div", {class: "actions end"}, button("Close", {on: () => shown.close()}), save));

    async function apply() {
      const {reason, notes} = form.elements;
      for (const line of lines) {
        const {row, key} = line;
        const quantityChange = changeOf(line);
        if (!quantityChange || results.get(row.variantId)?.ok) continue;
        try {
          await adjust(row, quantityChange, {reason: reason.value, notes: notes.value || undefined, expectedQuantity: row.quantity}, key);
          results.set(row.variantId, {id: row.variantId, ok: true, quantityChange, row});
        } catch (error) {
          results.set(row.variantId, {id: row.variantId, ok: false, message: describeError(error)});
          line.key = newKey();
          await refuse(line, error);
        }
      }
      if (lines.every(line => !changeOf(line) || results.get(line.row.variantId)?.ok)) shown.close();
    }

    async function refuse(line, error) {
      line.effect.setAttribute("role", "alert");
      if (error.code !== "version_conflict") return fill(line.effect, describeError(error));
      const was = line.row.quantity;
      line.row = {...line.row, ...await get(`/inventory/variant/${line.row.variantId}`)};
      const {quantity} = line.row;
      const change = changeOf(line);
      fill(line.effect, `While you were typing, on hand went from ${number(was)} to ${number(quantity)}. Your ${isCount() ? `count of ${line.input.value}` : signed(change)} would now make ${number(quantity + change)}. `,
        button(`Apply to ${number(quantity)}`, {on: () => form.requestSubmit(save)}));
    }

    const shown = dialog({title: rows.length === 1 ? "Adjust stock" : `Adjust ${plural(rows.length, "variant", "variants")}`, body: form, onClose: () => {
      const done = [...results.values()].filter(({ok}) => ok);
      if (rows.length === 1 && done.length) {
        const [{row, quantityChange}] = done;
        toast(`${nameOf(row)}: ${signed(quantityChange)}.`, {undo: () => adjust(row, -quantityChange, {reason: "CORRECTION", notes: "Undone"}, newKey()).catch(error => toast(describeError(error)))});
      }
      decide(results.size ? [...results.values()] : null);
    }});
    lines.forEach(explain);
    lines[0].input.focus();
  });
}

const adjust = ({variantId}, quantityChange, more, key) => send("POST", "/inventory/adjust", {variantId, quantityChange, ...more}, {key});

/** What changed the quantity of a variant, newest first: who, why, before and after. */
export function AdjustmentHistory(id, row) {
  let limit = 10;
  const element = h("div");
  const undo = movement => adjust(row, -movement.quantityChange, {reason: "CORRECTION", notes: `Undoes the change of ${dateTime(movement.createdAt)}`}, newKey())
    .then(reload, error => toast(describeError(error)));
  async function reload() {
    const {items, total} = await get(`/inventory/${id}/history`, {limit}).catch(() => ({items: []}));
    fill(element, h("h3", "History"), plainTable({
      caption: "Changes of the quantity on hand", rows: items, empty: "Nothing has changed yet.",
      columns: [
        {title: "Time", cell: one => dateTime(one.createdAt)},
        {title: "Change", numeric: true, cell: one => signed(one.quantityChange)},
        {title: "On hand", numeric: true, cell: one => `${number(one.before)} → ${number(one.after)}`},
        {title: "Reason", cell: one => [words(one.reason), one.orderId && [" ", h("a", {href: page(`/orders/${one.orderId}`)}, one.orderNumber)]]},
        {title: "Note", cell: one => one.notes},
        {title: "By", cell: one => one.userId},
        {title: "", cell: one => can("inventory:write") && !one.orderId && button("Undo", {kind: "ghost", label: `Undo ${signed(one.quantityChange)}`, on: event => busy(event.currentTarget, undo(one), "Undoing…")})},
      ],
    }), total > limit && button("Show more", {on: () => { limit = 100; reload(); }}));
  }
  reload();
  return {element, reload};
}
