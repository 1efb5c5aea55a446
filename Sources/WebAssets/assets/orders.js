// The list of orders and what is done with many of them at once.

import {h} from "./dom.js";
import {ApiError, can, describeError, get, newKey, send} from "./api.js";
import {date, dateTime, money, number, plural} from "./format.js";
import {page, query, search} from "./state.js";
import {badge, badgeWord, confirmAct, linkButton} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {listPage} from "./table.js";
import {ask, cancelFields, control, filled, findCustomers} from "./record.js";

const choices = (kind, names) => names.map(value => ({value, label: badgeWord(kind, value)}));

/** Filters by what people work by: all three axes, then dates and the customer. */
export const OrderFilters = [
  {id: "status", title: "Status", kind: "choice", many: true,
    options: choices("order", ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED", "REFUNDED"])},
  {id: "paymentStatus", title: "Payment", kind: "choice", many: true,
    options: choices("payment", ["PENDING", "PAID", "FAILED", "REFUNDED"])},
  {id: "fulfillmentStatus", title: "Fulfilment", kind: "choice", many: true,
    options: choices("fulfilment", ["UNFULFILLED", "PARTIALLY_FULFILLED", "FULFILLED"])},
  {id: "created", title: "Date", kind: "date", more: true},
  {id: "customerId", title: "Customer", kind: "search", more: true, load: findCustomers},
  {id: "placedBefore", title: "Placed before", kind: "text", more: true, api: value => ({createdTo: value})},
  {id: "sku", title: "SKU", kind: "text", more: true},
];

/** The built-in views; the overview's numbers link to the same queries. */
export const orderViews = [
  {name: "All", query: {}},
  {name: "Unpaid", query: {status: ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED"], paymentStatus: ["PENDING", "FAILED"]}},
  {name: "To ship", query: {status: ["PENDING", "PROCESSING"], fulfillmentStatus: ["UNFULFILLED", "PARTIALLY_FULFILLED"]}},
  {name: "Partly shipped", query: {fulfillmentStatus: ["PARTIALLY_FULFILLED"]}},
  {name: "On its way", query: {status: ["SHIPPED"]}},
  {name: "Cancelled", query: {status: ["CANCELLED"]}},
];

const units = order => order.items.reduce((sum, item) => sum + item.quantity, 0);

/** The columns of an order, as the list and a customer's history show them. */
export const orderColumns = [
  {id: "number", title: "Order", class: "nowrap", sort: "number", cell: order => order.orderNumber},
  {id: "createdAt", title: "Date", class: "nowrap", sort: "createdAt", cell: order => h("time", {datetime: order.createdAt, title: dateTime(order.createdAt)}, date(order.createdAt))},
  {id: "customer", title: "Customer", cell: order => [order.customerName, h("span", {class: "muted sub"}, order.customerEmail)]},
  {id: "status", title: "Status", cell: order => badge("order", order.status)},
  {id: "payment", title: "Payment", cell: order => badge("payment", order.paymentStatus)},
  {id: "fulfilment", title: "Fulfilment", cell: order => badge("fulfilment", order.fulfillmentStatus)},
  {id: "items", title: "Items", numeric: true, cell: order => number(units(order))},
  {id: "total", title: "Total", sort: "total", numeric: true, cell: order => money(order.total)},
];

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

async function markDelivered(rows) {
  const yes = await confirmAct({
    title: `Mark ${plural(rows.length, "order", "orders")} as delivered?`, danger: false, act: "Mark delivered",
    text: "Customers see it on their page. This cannot be undone.",
  });
  return yes ? verdicts("/orders/bulk-status", rows, {status: "DELIVERED"}) : null;
}

async function recordPayment(rows) {
  const yes = await confirmAct({
    title: `Record payment of ${plural(rows.length, "order", "orders")}?`, danger: false, act: "Mark as paid",
    text: "Each order counts as paid in full. This cannot be undone, only refunded.",
  });
  return yes ? verdicts("/orders/bulk-payment", rows, {paymentStatus: "PAID"}) : null;
}

async function shipRemaining(rows) {
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

async function cancelAll(rows) {
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

/** An order as the list has it, with what an event says of it. */
const merged = (order, news) => news && {...order, ...Object.fromEntries(["status", "paymentStatus", "fulfillmentStatus", "total"].map(name => [name, news[name]]))};

/** The table of orders. */
export async function OrdersList(main) {
  const {customerId} = query();
  const person = customerId && await get(`/customers/${customerId}`).catch(() => null);
  if (person) OrderFilters.find(one => one.id === "customerId").options = [{value: customerId, label: `${person.firstName} ${person.lastName}`}];
  return listPage(main, {
    title: "Orders", one: "order", noun: "orders", path: "/orders", permission: "orders:read",
    columns: orderColumns, rowHref: order => page(`/orders/${order.id}`), rowKey: order => order.id,
    filters: OrderFilters, views: orderViews, sort: "-createdAt",
    searchHint: "Number, name, e-mail or tracking", icon: "orders", rowName: order => order.orderNumber, stillParameter: "createdTo",
    bulk: [
      {title: "Start processing", permission: "orders:write", run: rows => verdicts("/orders/bulk-status", rows, {status: "PROCESSING"})},
      {title: "Ship all remaining…", permission: "orders:write", run: shipRemaining},
      {title: "Mark delivered…", permission: "orders:write", run: markDelivered},
      {title: "Record payment…", permission: "orders:write", run: recordPayment},
      {title: "Packing slips", run: rows => { location.href = page("/orders/packing-slips", {ids: rows.map(row => row.id)}); return null; }},
      {title: "Cancel…", permission: "orders:write", kind: "danger", run: cancelAll},
    ],
    firstUse: {text: "Create a product, then place a test order.", action: can("orders:write") && linkButton("New order", page("/orders/new"), {kind: "primary"})},
    create: {title: "New order", href: page("/orders/new"), permission: "orders:write"},
    exportHref: query => `/orders/export${search(query)}`,
    live: {
      topic: "orders", isNew: event => event.placed,
      patch: (order, event) => merged(order, event.orders?.find(one => one.orderId === order.id)),
    },
  });
}
