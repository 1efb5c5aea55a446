// What is asked before an order is shipped, delivered, cancelled or refunded.

import {h, fill} from "./dom.js";
import {newKey} from "./api.js";
import {money, number, plural} from "./format.js";
import {confirmAct} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {ask, cancelFields, control} from "./ask.js";
import {filled, itemName, left, sum} from "./record.js";

/** Marks an order as delivered. */
export async function deliver(order, change) {
  if (await confirmAct({title: `Mark ${order.orderNumber} as delivered?`, text: "The customer sees it on their page. This cannot be undone.", act: "Mark delivered", danger: false})) await change("status", {status: "DELIVERED"}, "Marked as delivered.");
}

/** A table of lines with a number to choose for each. */
function chooser(items, verb, most, value) {
  return plainTable({caption: verb, rows: items, columns: [{title: "Item", cell: item => itemName(item)}, {title: "Possible", numeric: true, cell: item => number(most(item))},
    {title: verb, numeric: true, cell: item => h("input", {type: "number", name: item.id, min: 0, max: most(item), value: value(item), required: true, class: "short", "aria-label": `${verb}: ${itemName(item)}`})}]});
}

const chosen = (items, values, more) => items.map(item => ({orderItemId: item.id, quantity: Number(values[item.id]), ...more})).filter(line => line.quantity > 0);

/** Asks about lines in a dialog; `say(values)` keeps a sentence up to date while somebody types. */
function askLines({body, say, items, ...options}) {
  const words = h("p", {class: "callout", role: "status"});
  const form = h("div", {class: "stack", on: {input: tellAll}}, body, words);
  function tellAll() {
    const values = Object.fromEntries([...form.querySelectorAll("[name]")].map(one => [one.name, one.value]));
    fill(words, say(values, sum(items, item => Number(values[item.id]) || 0)));
  }
  tellAll();
  return ask({...options, size: "large", body: form});
}

/** Ships lines of an order. */
export function shipItems(order, change) {
  const items = order.items.filter(left), key = newKey();
  return askLines({title: `Ship items of ${order.orderNumber}`, act: "Ship", items, say: (_, now) => `This ships ${number(now)} of ${plural(sum(items, left), "unit", "units")}. Stock on hand falls by ${number(now)}.`,
    body: [chooser(items, "Ship now", left, left), h("div", {class: "fields two"}, control({name: "carrier", label: "Carrier", maxlength: 100, optional: true}), control({name: "trackingNumber", label: "Tracking number", maxlength: 100, optional: true})),
      control({name: "trackingUrl", label: "Tracking address", type: "url", pattern: "https://.*", maxlength: 2048, placeholder: "https://", optional: true})],
    run: ({carrier, trackingNumber, trackingUrl, ...values}) => {
      const lines = chosen(items, values);
      if (!lines.length) throw new Error("Choose at least one unit to ship");
      return change("fulfillments", {lines, ...filled({carrier, trackingNumber, trackingUrl})}, "Shipped.", key);
    }});
}

/** Cancels an order. */
export function cancel(order, change) {
  return ask({
    title: `Cancel ${order.orderNumber}?`, act: "Cancel order", keep: "Keep order", danger: true,
    body: [h("p", `${plural(sum(order.items, left), "unit", "units")} will be released and can be sold at once. This cannot be undone.`), order.paymentStatus === "PAID" && h("p", {class: "callout warning"}, "It is paid. Refund it afterwards."), cancelFields()],
    run: values => change("cancel", filled(values), "Order cancelled."),
  });
}

/** Gives money back. */
export function refund(order, change) {
  const most = item => item.shippedQuantity - item.restockedQuantity, items = order.items.filter(item => most(item) > 0), key = newKey();
  return askLines({title: `Refund ${order.orderNumber}`, act: "Refund", keep: "Keep payment", danger: true, items,
    say: ({amount}, back) => `Refund ${money(amount || "0")} to ${order.customerName}${back ? ` and put ${plural(back, "unit", "units")} back in stock` : ""}? This cannot be undone.`,
    body: [control({name: "amount", label: "Amount", type: "money", value: order.refundable, required: true, pattern: "[0-9]+([.][0-9]{1,2})?", hint: `At most ${money(order.refundable)}, what was paid and not given back.`}),
      items.length > 0 && chooser(items, "Back in stock", most, () => 0), control({name: "reason", label: "Reason", type: "textarea", rows: 2, maxlength: 1000, optional: true})],
    run: ({amount, reason, ...values}) => {
      const lines = chosen(items, values, {restock: true});
      return change("refunds", {amount, ...filled({reason}), ...(lines.length && {lines})}, `Refunded ${money(amount)}.`, key);
    }});
}
