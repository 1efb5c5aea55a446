// What is done with many orders at once: each answers a verdict for each order, or null if it was left.

import {h} from "./dom.js";
import {ApiError, describeError, newKey, send} from "./api.js";
import {number, plural} from "./format.js";
import {confirmAct} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {ask, cancelFields, control} from "./ask.js";
import {units} from "./order-columns.js";
import {filled} from "./record.js";

/** Asks a bulk call for its verdicts, one for each order. */
async function verdicts(path, rows, body) {
  const results = [];
  for (let from = 0; from < rows.length; from += 1000) {
    const ids = rows.slice(from, from + 1000).map(row => row.id);
    const {data} = await send("POST", path, {ids, ...body}, {key: newKey()});
    results.push(...data.results);
  }
  return results.map(({id, error}) => ({id, ok: !error, message: error && describeError(new ApiError(error.statusCode, error))}));
}

/** Runs one call for each row and answers a verdict for each. */
async function each(rows, call) {
  const results = [];
  for (const row of rows) {
    try {
      await call(row);
      results.push({id: row.id, ok: true});
    } catch (error) {
      results.push({id: row.id, ok: false, message: describeError(error)});
    }
  }
  return results;
}

/** Marks orders as delivered. */
export async function markDelivered(rows) {
  const yes = await confirmAct({
    title: `Mark ${plural(rows.length, "order", "orders")} as delivered?`, danger: false, act: "Mark delivered",
    text: "Customers see it on their page. This cannot be undone.",
  });
  return yes ? verdicts("/orders/bulk-status", rows, {status: "DELIVERED"}) : null;
}

/** Records that orders were paid. */
export async function recordPayment(rows) {
  const yes = await confirmAct({
    title: `Record payment of ${plural(rows.length, "order", "orders")}?`, danger: false, act: "Mark as paid",
    text: "Each order counts as paid in full. This cannot be undone, only refunded.",
  });
  return yes ? verdicts("/orders/bulk-payment", rows, {paymentStatus: "PAID"}) : null;
}

/** Ships what is left of orders. */
export async function shipRemaining(rows) {
  const keys = new Map(rows.map(row => [row.id, newKey()]));
  const answer = await ask({
    title: `Ship all that remains of ${plural(rows.length, "order", "orders")}`, act: "Ship", size: "large",
    body: [
      h("p", "Each order must be in Processing. Tracking numbers may be left empty. This cannot be undone."),
      plainTable({caption: "Tracking numbers", rows, columns: [
        {title: "Order", cell: row => row.orderNumber}, {title: "Customer", cell: row => row.customerName},
        {title: "Tracking number", cell: row => h("input", {name: row.id, "aria-label": `Tracking number of ${row.orderNumber}`, maxlength: 100, autocomplete: "off"})},
      ]}),
    ],
    run: values => each(rows, row => send("POST", `/orders/${row.id}/fulfillments`, filled({trackingNumber: values[row.id]}), {key: keys.get(row.id)})),
  });
  return answer ?? null;
}

/** Cancels orders for one reason. */
export async function cancelAll(rows) {
  const count = rows.length;
  const answer = await ask({
    title: `Cancel ${plural(count, "order", "orders")}?`, act: count === 1 ? "Cancel order" : `Cancel ${number(count)} orders`,
    keep: count === 1 ? "Keep order" : "Keep orders", danger: true,
    body: [
      h("p", `${plural(rows.reduce((sum, row) => sum + units(row), 0), "unit", "units")} at most will be released and can be sold at once. This cannot be undone.`),
      cancelFields(), count > 20 && control({name: "count", label: `Type ${count} to confirm`, inputmode: "numeric", required: true, pattern: String(count), autocomplete: "off"}),
    ],
    run: ({reason, notes}) => verdicts("/orders/bulk-status", rows, {status: "CANCELLED", ...filled({reason, notes})}),
  });
  return answer ?? null;
}

/** Starts processing orders. */
export const startProcessing = rows => verdicts("/orders/bulk-status", rows, {status: "PROCESSING"});
