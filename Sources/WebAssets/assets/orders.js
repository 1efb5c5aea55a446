// The list of orders and what is done with many of them at once.

import {can, get} from "./api.js";
import {page, query, search} from "./state.js";
import {badgeWord, linkButton} from "./ui.js";
import {listPage} from "./table.js";
import {orderColumns, orderViews} from "./order-columns.js";

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
  {id: "customerId", title: "Customer", kind: "search", more: true, load: async text => (await import("./find.js")).findCustomers(text)},
  {id: "placedBefore", title: "Placed before", kind: "text", more: true, api: value => ({createdTo: value})},
  {id: "sku", title: "SKU", kind: "text", more: true},
];

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
      ...[["Start processing", "startProcessing"], ["Ship all remaining…", "shipRemaining"], ["Mark delivered…", "markDelivered"], ["Record payment…", "recordPayment"], ["Cancel…", "cancelAll", "danger"]]
        .map(([title, name, kind]) => ({title, kind, permission: "orders:write", run: async rows => (await import("./order-bulk.js"))[name](rows)})),
      {title: "Packing slips", run: rows => { location.href = page("/orders/packing-slips", {ids: rows.map(row => row.id)}); return null; }},
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
