// One order: where it stands, what comes next, and all that happened to it.

import {h, fill} from "./dom.js";
import {can, get, newKey, send} from "./api.js";
import {dateTime, money, number, plural, word} from "./format.js";
import {page} from "./state.js";
import {badge, busy, button, copyButton, linkButton, timeAgo, toast} from "./ui.js";
import {addShortcuts} from "./shortcuts.js";
import {breadcrumbs} from "./app.js";
import {onLive} from "./live.js";
import {plainTable} from "./plain-table.js";
import {addressBlock, asking, card, facts, itemName, loaded, sum, tell} from "./record.js";
import {field} from "./field.js";

const acts = name => async (order, change) => (await import("./order-acts.js"))[name](order, change);
const units = (lines, order) => lines.map(line => `${line.quantity} × ${itemName(order.items.find(item => item.id === line.orderItemId) ?? {productName: "?"})}`).join(", ");

/** The page of one order. */
export async function OrderDetails(main, {params}) {
  main.classList.add("record");
  const path = `/orders/${params.id}`;
  let order = await loaded(main, () => get(path), "order", () => OrderDetails(main, {params}));
  if (!order) return;
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: order.orderNumber}]);
  const [top, lines, timeline, side] = ["div", "div", "div", "aside"].map(tag => h(tag, {class: "stack", "aria-label": tag === "aside" ? "About this order" : null}));
  fill(main, top, h("div", {class: "columns"}, h("div", lines, card("Timeline", {}, can("orders:write") && OrderNotes(change), timeline)), side));

  /** Sends a change and shows what came of it. */
  async function change(part, body, said, key = newKey()) {
    try {
      const {data} = await send(body.status || body.paymentStatus ? "PATCH" : "POST", `${path}/${part}`, body, {key, version: part === "notes" ? null : order.version});
      draw(data);
      toast(said);
    } catch (error) {
      if (error.code === "version_conflict") refresh();
      throw error;
    }
  }

  const refresh = async () => draw(await get(path));

  function draw(now) {
    if (now.version < order.version || (now.version === order.version && top.firstChild)) return;
    const focused = document.activeElement;
    order = now;
    fill(top, OrderStatusUpdater(order, change), stepper(order));
    fill(lines, itemsCard(order), order.shipments.length > 0 && shipmentsCard(order), paymentCard(order, change));
    fill(timeline, OrderTimeline(order));
    fill(side, sideCards(order));
    if (focused !== document.body && !focused.isConnected) (top.querySelector(".primary") ?? main).focus();
  }

  draw(order);
  onLive("orders", event => { if (event.isPartial || !event.orders || event.orders.some(one => one.orderId === order.id)) refresh().catch(() => {}); });
  addShortcuts({keys: "e", text: "Next step", act: () => top.querySelector(".primary")?.focus()});
}

// MARK: The next step

const steps = {
  PROCESSING: ["Start processing", "play", (order, change) => change("status", {status: "PROCESSING"}, "Processing started.")], SHIPPED: ["Ship items…", "truck", acts("shipItems")],
  DELIVERED: ["Mark delivered", "done", acts("deliver")], CANCELLED: ["Cancel order…", "ban", acts("cancel")], REFUNDED: ["Refund…", "undo", acts("refund")],
};

/** The head of an order: number, badges, the usual next step, and the others with the reason where they are not possible. */
export function OrderStatusUpdater(order, change) {
  const moves = can("orders:write") ? order.allowedTransitions.filter(move => steps[move.status]) : [];
  const possible = moves.filter(move => move.isAllowed), refused = moves.filter(move => !move.isAllowed);
  const primary = possible.find(move => ["PROCESSING", "SHIPPED", "DELIVERED"].includes(move.status));
  const make = ({status}, kind) => {
    const [text, icon, act] = steps[status];
    return button(text, {kind, icon, on: event => tell(busy(event.currentTarget, act(order, change), text))});
  };
  const menu = h("div", {popover: "auto", id: "order-more", class: "panel end menu", on: {click: event => { if (event.target.closest("button")) menu.hidePopover(); }}},
    possible.filter(move => move !== primary).map(move => make(move, "ghost")), linkButton("Print packing slip", page("/orders/packing-slips", {ids: order.id}), {kind: "ghost", icon: "print"}),
    refused.length > 0 && [h("h3", "Not possible now"), h("ul", refused.map(move => h("li", h("strong", steps[move.status][0].replace("…", "")), `: ${move.reason}`)))]);
  return h("header", {class: "page-head"},
    h("div", h("h1", order.orderNumber), h("div", {class: "badges"}, badge("order", order.status), badge("payment", order.paymentStatus), badge("fulfilment", order.fulfillmentStatus)),
      h("p", {class: "muted"}, dateTime(order.createdAt), " · ", h("a", {href: page(`/customers/${order.customerId}`)}, order.customerName))),
    h("div", {class: "actions"}, primary && make(primary, "primary"), h("button", {type: "button", class: "button secondary", popovertarget: menu.id}, "More"), menu));
}

function stepper(order) {
  const closed = /CANCELLED|REFUNDED/.test(order.status);
  const at = [["PENDING", "Received", order.createdAt], ["PROCESSING", "Processing", order.statusHistory.find(one => one.toStatus === "PROCESSING")?.createdAt], ["SHIPPED", "Shipped", order.shippedAt], ["DELIVERED", "Delivered", order.deliveredAt]];
  return h("ol", {class: "stepper", "aria-label": "Progress"}, at.map(([status, title, time]) => h("li", {class: time && "done", "aria-current": status === order.status ? "step" : null},
    h("span", title), h("small", time ? dateTime(time) : closed ? "–" : "not yet"))),
  closed && h("li", {"aria-current": "step"}, h("span", word(order.status)), h("small", order.status === "CANCELLED" ? word(order.cancelReason ?? "OTHER") : order.refunds.at(-1)?.reason)));
}

// MARK: Cards

function itemsCard(order) {
  const less = amount => (Number(amount) ? money(`-${amount}`) : null);
  return card("Items", {}, plainTable({caption: `Items of ${order.orderNumber}`, rows: order.items, columns: [
    {title: "Item", cell: item => [h("a", {href: page(`/products/${item.productId}`)}, itemName(item)), h("span", {class: "muted sub"}, item.sku)]},
    {title: "Quantity", numeric: true, cell: item => number(item.quantity)}, {title: "Shipped", numeric: true, cell: item => number(item.shippedQuantity)},
    {title: "Unit price", numeric: true, cell: item => money(item.unitPrice)}, {title: "Total", numeric: true, cell: item => money(item.totalPrice)}]}),
  facts([["Subtotal", money(order.subtotal)], ["Shipping", money(order.shipping)], ["Tax", money(order.tax)], ["Discount", less(order.discount)], ["Total", h("strong", money(order.total))], ["Refunded", less(order.refundedTotal)]], "totals"));
}

const shipmentsCard = order => card("Shipments", {}, h("ul", {class: "rows"}, order.shipments.map(({lines, createdAt, carrier, trackingNumber, trackingUrl}) => h("li",
  h("div", h("strong", plural(sum(lines, line => line.quantity), "unit", "units")), " · ", timeAgo(createdAt), h("span", {class: "muted sub"}, units(lines, order))),
  h("div", {class: "actions"}, carrier, trackingNumber ? [/^https:/.test(trackingUrl ?? "") ? h("a", {href: trackingUrl, rel: "noreferrer", target: "_blank"}, trackingNumber) : h("code", trackingNumber),
    copyButton(trackingNumber, `Copy tracking number ${trackingNumber}`)] : h("span", {class: "muted"}, "No tracking number"))))));

function paymentCard(order, change) {
  const may = status => can("orders:write") && order.allowedPayments.some(move => move.status === status && move.isAllowed);
  const mark = (status, kind) => may(status) && button(`Mark as ${status.toLowerCase()}`, {kind, on: event => tell(busy(event.currentTarget, change("payment", {paymentStatus: status}, `Marked as ${status.toLowerCase()}.`)))});
  return card("Payment", {actions: [mark("PAID"), mark("FAILED", "ghost"), may("REFUNDED") && Number(order.refundable) > 0 && button("Refund…", {icon: "undo", on: () => tell(steps.REFUNDED[2](order, change))})]},
    facts([["State", badge("payment", order.paymentStatus)], ["Paid", order.paidAt && dateTime(order.paidAt)], ["Can be refunded", Number(order.refundable) ? money(order.refundable) : null]]));
}

function sideCards(order) {
  const figures = h("div"), person = page(`/customers/${order.customerId}`);
  if (can("customers:read")) get(`/customers/${order.customerId}`).then(({orderCount, statistics}) => fill(figures, facts([["Orders", number(orderCount)], ["Lifetime value", statistics && money(statistics.lifetimeValue)]]))).catch(() => {});
  const link = async () => {
    const {data} = await send("POST", `/orders/${order.id}/portal-token`, {}, {key: newKey()});
    (await asking()).shownOnce("Link to this order", data.url, data.expiresAt);
  };
  return [card("Customer", {}, h("p", h("a", {href: person}, order.customerName)), h("p", {class: "break"}, order.customerEmail, copyButton(order.customerEmail, "Copy e-mail")), order.customerPhone && h("p", order.customerPhone), figures),
    order.customerNotes && card("Customer’s note", {}, h("p", {class: "pre"}, order.customerNotes)), card("Ship to", {}, addressBlock(order.shippingAddress)), card("Bill to", {}, addressBlock(order.billingAddress)),
    can("orders:write") && card("Customer’s page", {}, h("p", {class: "muted"}, "A link that shows this order alone."), button("Copy order link", {icon: "link", on: event => tell(busy(event.currentTarget, link(), "Making…"))}))];
}

// MARK: What happened

/** Status, payment, shipments, refunds and notes in one list, newest first. */
export function OrderTimeline(order) {
  const entry = (one, text, detail, kind = "status") => ({at: one.createdAt, who: one.userId, text, detail, kind});
  const all = [
    ...order.statusHistory.map(one => entry(one, one.fromStatus ? `${word(one.fromStatus)} → ${word(one.toStatus)}` : "Order received", one.notes)),
    ...order.shipments.map(one => entry(one, `Shipped ${units(one.lines, order)}`, [one.carrier, one.trackingNumber].filter(Boolean).join(" "))),
    ...order.refunds.map(one => entry(one, `Refunded ${money(one.amount)}`, [one.reason, one.lines.some(line => line.restock) && `Back in stock: ${units(one.lines, order)}`].filter(Boolean).join(" · "))),
    ...(order.paidAt ? [entry({createdAt: order.paidAt}, "Paid")] : []), ...order.internalNotes.map(one => entry(one, one.note, null, "notes")),
  ].map((event, index) => ({...event, index})).sort((a, b) => b.at.localeCompare(a.at) || b.index - a.index);
  const list = h("ol", {class: "timeline"});
  const show = kind => fill(list, all.filter(event => !kind || event.kind === kind).map(event => h("li", {class: event.kind}, h("p", {class: "pre"}, event.text), event.detail && h("p", {class: "pre muted"}, event.detail),
    h("p", {class: "muted sub"}, event.kind === "notes" && "Only staff see this · ", event.who && `${event.who} · `, timeAgo(event.at)))));
  show();
  return [h("div", {class: "segments", role: "radiogroup", "aria-label": "Show"}, [["", "All"], ["status", "Status"], ["notes", "Notes"]].map(([value, title]) =>
    h("label", h("input", {type: "radio", name: "events", checked: !value, on: {change: () => show(value)}}), h("span", title)))), list];
}

/** Where an internal note is written. */
export function OrderNotes(change) {
  let key = newKey();
  const {element, input} = field({name: "note", label: "Internal note", type: "textarea", rows: 2, maxlength: 2000, hint: "Only staff see this."}), add = button("Add note", {type: "submit", icon: "note"});
  return h("form", {class: "composer", on: {submit: event => {
    event.preventDefault();
    const note = input.value.trim();
    if (note && !add.hasAttribute("aria-disabled")) tell(busy(add, change("notes", {note}, "Note added.", key).then(() => { input.value = ""; key = newKey(); })));
  }}}, element, add);
}
