// How orders look in a table, and the views that other pages link to.

import {h} from "./dom.js";
import {date, dateTime, money, number} from "./format.js";
import {badge} from "./ui.js";

/** The built-in views; the overview's numbers link to the same queries. */
export const orderViews = [
  {name: "All", query: {}},
  {name: "Unpaid", query: {status: ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED"], paymentStatus: ["PENDING"]}},
  {name: "To ship", query: {status: ["PENDING", "PROCESSING"], fulfillmentStatus: ["UNFULFILLED"]}},
  {name: "Partly shipped", query: {status: ["PROCESSING"], fulfillmentStatus: ["PARTIALLY_FULFILLED"]}},
  {name: "On its way", query: {status: ["SHIPPED"]}},
  {name: "Cancelled", query: {status: ["CANCELLED"]}},
];

/** How many units an order has. */
export const units = order => order.items.reduce((sum, item) => sum + item.quantity, 0);

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
