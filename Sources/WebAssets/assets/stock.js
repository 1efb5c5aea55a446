// One variant's stock: its numbers, adjusting it, and what changed it.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {page, query} from "./state.js";
import {dateTime, number, plural, signed, word} from "./format.js";
import {busy, button, dialog, linkButton, toast} from "./ui.js";
import {ask, control} from "./ask.js";
import {card, tell} from "./record.js";
import {plainTable} from "./plain-table.js";
import {onLive} from "./live.js";
import {nameOf, stockBadge, told} from "./catalog.js";

const reasons = ["RECEIVED", "COUNTED", "DAMAGED", "LOST", "RETURN", "CORRECTION", "OTHER"].map(value => ({value, label: word(value)}));
const change = ({variantId}, quantityChange, more, key = newKey()) => send("POST", "/inventory/adjust", {variantId, quantityChange, ...more}, {key});

/** Of the reserved units: how many are held for buyers, and how many are in open orders. */
async function showClaims({variantId, sku, reserved}, place) {
  const one = reserved > 0 && can("orders:read") && await get("/live-sale", {variantIds: variantId}).then(({variants}) => variants[0], () => null);
  fill(place, one && [`${number(one.held)} held for buyers, `, h("a", {href: page("/orders", {sku})}, `${number(one.reserved - one.held)} in open orders`)]);
}

/** One variant: its numbers, live, and what changed them. */
export async function InventoryCard(id, onChange) {
  const numbers = () => get(`/inventory/variant/${id}`);
  let row;
  try {
    row = await numbers();
    row = (await get("/inventory", {q: row.sku, limit: 50})).items.find(({variantId}) => variantId === id) ?? row;
  } catch (error) {
    return h("p", {class: "callout danger"}, describeError(error));
  }
  const figures = h("dl", {class: "tiles small"});
  const claims = h("small");
  const history = AdjustmentHistory(row);
  const show = now => {
    if (row === now || now.quantity !== row.quantity) history.reload();
    row = {...row, ...now};
    const facts = {"On hand": number(row.quantity), Reserved: [number(row.reserved), claims], Available: number(row.available), "Low below": number(row.lowStockThreshold), State: stockBadge(row)};
    fill(figures, Object.entries(facts).map(([name, value]) => h("div", h("dt", name), h("dd", value))));
    showClaims(row, claims);
  };
  const changed = now => { show(now); onChange(); };
  show(row);
  onLive("stock", event => { if (told(row, event)) show(told(row, event)); });
  return card(nameOf(row), {actions: [
    can("inventory:write") && [button("Adjust stock…", {kind: "primary", on: async () => { if (await InventoryAdjuster([row])) changed(await numbers()); }}),
      button("Settings…", {on: () => settings(row, changed)})],
    row.productId && linkButton("Product", page(`/products/${row.productId}`), {kind: "ghost", icon: "products"}),
    linkButton("Close", page("/inventory", {...query(), variant: null}), {kind: "ghost", icon: "cross"}),
  ]}, figures, history.element);
}

const settings = (row, onDone) => ask({
  title: `Stock settings of ${nameOf(row)}`, act: "Save", body: [
    control({name: "lowStockThreshold", label: "Low below", type: "number", min: 0, required: true, value: row.lowStockThreshold}),
    control({name: "trackInventory", label: "Count the stock", type: "checkbox", value: row.trackInventory}),
    control({name: "allowBackorder", label: "Sell when there is none (backorder)", type: "checkbox", value: row.allowBackorder}),
  ],
  run: async ({lowStockThreshold, trackInventory, allowBackorder}) => {
    const values = {lowStockThreshold: Number(lowStockThreshold), trackInventory: Boolean(trackInventory), allowBackorder: Boolean(allowBackorder)};
    onDone((await send("PATCH", `/inventory/variant/${row.variantId}`, values)).data);
  },
});

/** A dialog that changes what is on hand of one or many variants. Answers a verdict for each variant, or null. */
export function InventoryAdjuster(rows) {
  const verdicts = new Map();
  const lines = rows.map(row => {
    const line = {row, key: newKey(), effect: h("p", {class: "hint", role: "status"})};
    line.input = h("input", {type: "number", step: 1, "aria-label": `Quantity of ${nameOf(row)}`, on: {input: () => explain(line)}});
    return line;
  });
  const mode = (value, text) => h("label", {class: "tick"}, h("input", {type: "radio", name: "mode", value, prop: {checked: value === "add"}, on: {change: () => lines.forEach(explain)}}), h("span", text));
  const save = button("Adjust", {kind: "primary", type: "submit"});
  const form = h("form", {class: "stack", on: {submit: event => { event.preventDefault(); busy(save, apply()); }}},
    h("fieldset", h("legend", {class: "visually-hidden"}, "How"), mode("add", "Add or remove"), mode("count", "Set to counted")),
    lines.map(({row, input, effect}) => h("div", {class: "field"}, h("strong", nameOf(row)), input, effect)),
    control({name: "reason", label: "Reason", type: "select", value: "RECEIVED", options: reasons}),
    control({name: "notes", label: "Note", optional: true, maxlength: 1000}),
    h("div", {class: "actions end"}, button("Close", {on: () => shown.close()}), save));
  const isCount = () => form.elements.mode.value === "count";
  const changeOf = ({row, input}) => (input.value === "" ? 0 : Number(input.value) - (isCount() ? row.quantity : 0));
  const isDone = line => !changeOf(line) || verdicts.get(line.row.variantId)?.ok;

  function explain(line) {
    const by = changeOf(line);
    const shift = units => number(units) + (by ? ` → ${number(units + by)}` : "");
    fill(line.effect, `On hand ${shift(line.row.quantity)}, available ${shift(line.row.available)}`);
  }

  async function apply() {
    const [reason, notes] = [form.elements.reason.value, form.elements.notes.value || undefined];
    for (const line of lines.filter(one => !isDone(one))) {
      const {row, key} = line;
      const units = changeOf(line);
      const verdict = {id: row.variantId, ok: true, units};
      await change(row, units, {reason, notes, expectedQuantity: row.quantity}, key).catch(error => {
        Object.assign(verdict, {ok: false, message: describeError(error)});
        return refuse(line, error);
      });
      verdicts.set(row.variantId, verdict);
    }
    if (lines.every(isDone)) shown.close();
  }

  async function refuse(line, error) {
    line.key = newKey();
    line.effect.setAttribute("role", "alert");
    if (error.code !== "version_conflict") return fill(line.effect, describeError(error));
    const was = line.row.quantity;
    line.row = {...line.row, ...await get(`/inventory/variant/${line.row.variantId}`)};
    const {quantity} = line.row;
    const wish = isCount() ? `count of ${line.input.value}` : signed(changeOf(line));
    fill(line.effect, `While you were typing, on hand went from ${number(was)} to ${number(quantity)}. Your ${wish} would now make ${number(quantity + changeOf(line))}. `,
      button(`Apply to ${number(quantity)}`, {on: () => form.requestSubmit(save)}));
  }

  let shown;
  return new Promise(decide => {
    shown = dialog({title: rows.length === 1 ? "Adjust stock" : `Adjust ${plural(rows.length, "variant", "variants")}`, body: form, onClose: () => {
      const all = [...verdicts.values()];
      const [row] = rows;
      if (rows.length === 1 && all[0]?.ok) toast(`${nameOf(row)}: ${signed(all[0].units)}.`, {undo: () => tell(change(row, -all[0].units, {reason: "CORRECTION", notes: "Undone"}))});
      decide(all.length ? all : null);
    }});
    lines.forEach(explain);
    lines[0].input.focus();
  });
}

/** What changed the quantity of a variant, newest first: who, why, before and after. */
export function AdjustmentHistory(row) {
  let limit = 10;
  const element = h("div");
  const columns = [
    {title: "Time", cell: one => dateTime(one.createdAt)},
    {title: "Change", numeric: true, cell: one => signed(one.quantityChange)},
    {title: "On hand", numeric: true, cell: one => `${number(one.before)} → ${number(one.after)}`},
    {title: "Reason", cell: one => [word(one.reason), one.orderId && [" ", h("a", {href: page(`/orders/${one.orderId}`)}, one.orderNumber)]]},
    {title: "Note", cell: one => one.notes}, {title: "By", cell: one => one.userId},
    {title: "", cell: one => can("inventory:write") && !one.orderId && button("Undo", {kind: "ghost", label: `Undo ${signed(one.quantityChange)}`, on: ({currentTarget}) =>
      busy(currentTarget, tell(change(row, -one.quantityChange, {reason: "CORRECTION", notes: `Undoes the change of ${dateTime(one.createdAt)}`})).then(reload), "Undoing…")})},
  ];
  async function reload() {
    const {items, total} = await get(`/inventory/${row.variantId}/history`, {limit}).catch(() => ({items: []}));
    fill(element, h("h3", "History"), plainTable({caption: "Changes of the quantity on hand", rows: items, empty: "Nothing has changed yet.", columns}),
      total > limit && button("Show more", {on: () => { limit = 100; reload(); }}));
  }
  return {element, reload};
}
