// The slips that go into the parcels.

import {h, fill} from "./dom.js";
import {get, session} from "./api.js";
import {date, money, number} from "./format.js";
import {queryList} from "./state.js";
import {button} from "./ui.js";
import {breadcrumbs} from "./app.js";
import {plainTable} from "./plain-table.js";
import {addressLines, itemName, left, loaded} from "./record.js";

/** `/orders/packing-slips?ids=`: one order a page, black on white. */
export async function PackingSlips(main) {
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: "Packing slips"}]);
  const slips = h("div", {class: "slips"});
  fill(main, h("header", {class: "page-head no-print"}, h("h1", "Packing slips"), h("div", {class: "actions"},
    h("label", {class: "tick"}, h("input", {type: "checkbox", on: {change: event => slips.classList.toggle("prices", event.target.checked)}}), h("span", "Show prices")), button("Print", {kind: "primary", icon: "print", on: () => print()}))), slips);
  const {shop} = await session();
  const orders = await loaded(slips, () => Promise.all(queryList("ids").slice(0, 200).map(id => get(`/orders/${id}`))), "the packing slips", () => PackingSlips(main));
  if (orders) fill(slips, orders.length ? orders.map(order => slip(order, shop)) : h("p", "Choose orders in the list first."));
}

const slip = (order, shop) => h("article", {class: "slip"}, h("header", h("strong", shop.name), h("div", h("h2", order.orderNumber), h("p", date(order.createdAt)))),
  h("h3", "Ship to"), h("address", [order.customerName, ...addressLines(order.shippingAddress)].map(line => h("span", line))),
  plainTable({caption: order.orderNumber, rows: order.items, columns: [{title: "SKU", cell: item => item.sku ?? "–"}, {title: "Item", cell: item => itemName(item)},
    {title: "To ship", numeric: true, cell: item => number(left(item))}, {title: "Packed", numeric: true, cell: () => h("span", {class: "tick-box"})}, {title: "", numeric: true, cell: item => h("span", {class: "price"}, money(item.totalPrice))}]}),
  order.customerNotes && [h("h3", "Note"), h("p", {class: "pre"}, order.customerNotes)]);
