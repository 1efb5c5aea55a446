// One order: where it stands, what comes next, and all that happened to it.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {date, dateTime, money, number, plural, word} from "./format.js";
import {page, query, setQuery} from "./state.js";
import {announce, badge, busy, button, confirmAct, copyButton, linkButton, loading, showFailure, timeAgo, toast} from "./ui.js";
import {addShortcuts} from "./shortcuts.js";
import {breadcrumbs} from "./app.js";
import {onLive} from "./live.js";
import {plainTable} from "./table.js";
import {addressBlock, ask, cancelFields, card, control, facts, shownOnce} from "./record.js";

const left = item => item.quantity - item.shippedQuantity;
const sum = (items, of) => items.reduce((all, item) => all + of(item), 0);
const variant = item => (item.variantName && item.variantName !== "Default" ? ` · ${item.variantName}` : "");

const itemName = (item, href) => [href ? h("a", {href}, item.productName) : item.productName, variant(item), h("span", {class: "muted sub sku"}, item.sku ?? "no SKU")];

/** The page of one order. */
export async function OrderDetails(main, {params}) {
  main.classList.add("record");
  const place = fill(main, h("div", {class: "stack"})).firstChild;
  const done = loading(place);
  let order;
  try {
    order = await get(`/orders/${params.id}`);
  } catch (error) {
    done();
    return showFailure(place, error, () => OrderDetails(main, {params}), "order");
  }
  done();
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: order.orderNumber}]);
  const top = h("div", {class: "stack"}), lines = h("div", {class: "stack"}), side = h("aside", {class: "stack", "aria-label": "About this order"});
  const timeline = h("div", {class: "stack"});
  fill(place, top, h("div", {class: "columns"}, h("div", {class: "stack"}, lines, card("Timeline", {class: "timeline-card"}, can("orders:write") && OrderNotes(change), timeline)), side));

  /** Sends a change and shows what came of it. */
  async function change(method, path, body, {key = newKey(), said} = {}) {
    const {data} = await send(method, `/orders/${order.id}/${path}`, body, {key, version: path === "notes" ? undefined : order.version}).catch(async error => {
      if (error.code === "version_conflict") await refresh();
      throw error;
    });
    draw(data);
    if (said) toast(said);
    return data;
  }

  async function refresh() {
    draw(await get(`/orders/${order.id}`));
  }

  function draw(now) {
    if (now.version < order.version) return;
    order = now;
    fill(top, OrderStatusUpdater(order, change));
    fill(lines, itemsCard(order), order.shipments.length > 0 && shipmentsCard(order), paymentCard(order, change));
    fill(timeline, OrderTimeline(order));
    fill(side, sideCards(order));
  }

  draw(order);
  onLive("orders", event => {
    if (event.type === "reset" || event.isPartial || event.orders?.some(one => one.orderId === order.id)) refresh().catch(() => {});
  });
  addShortcuts({keys: "e", text: "Next step", act: () => place.querySelector(".page-head .primary")?.focus()});
}

// MARK: The next step

const nextSteps = {
  PROCESSING: {text: "Start processing", icon: "play"}, SHIPPED: {text: "Ship items…", icon: "truck"},
  DELIVERED: {text: "Mark delivered", icon: "done"}, CANCELLED: {text: "Cancel order…", icon: "ban"}, REFUNDED: {text: "Refund…", icon: "undo"},
};

/** The head of an order: number, badges, the usual next step, and the others with the reason where they are not possible. */
export function OrderStatusUpdater(order, change) {
  const acts = {
    PROCESSING: button => busy(button, change("PATCH", "status", {status: "PROCESSING"}, {said: "Processing started."})),
    SHIPPED: () => shipItems(order, change), DELIVERED: () => deliver(order, change),
    CANCELLED: () => cancel(order, change), REFUNDED: () => refund(order, change),
  };
  const moves = order.allowedTransitions.filter(move => acts[move.status]);
  const possible = can("orders:write") ? moves.filter(move => move.isAllowed && !(move.status === "SHIPPED" && !order.items.some(left))) : [];
  const primary = possible.find(move => ["PROCESSING", "SHIPPED", "DELIVERED"].includes(move.status));
  const make = (move, kind) => button(nextSteps[move.status].text, {kind, icon: nextSteps[move.status].icon,
    on: event => report(acts[move.status](event.currentTarget))});
  const refused = moves.filter(move => !move.isAllowed);
  const menu = h("div", {popover: "auto", id: "order-more", class: "panel menu"},
    possible.filter(move => move !== primary).map(move => make(move, "ghost")),
    linkButton("Print packing slip", page("/orders/packing-slips", {ids: order.id}), {kind: "ghost", icon: "print"}),
    can("orders:delete") && order.status === "CANCELLED" && !order.paidAt && button("Put out of sight…", {kind: "ghost", icon: "trash", on: () => hide(order)}),
    can("orders:write") && refused.length > 0 && [h("h3", "Not possible now"), h("ul", {class: "hints"}, refused.map(move =>
      h("li", h("strong", nextSteps[move.status].text.replace("…", "")), `: ${move.reason}`)))]);
  menu.addEventListener("click", event => { if (event.target.closest("button")) menu.hidePopover(); });
  return [
    h("div", {class: "page-head"},
      h("div", h("h1", order.orderNumber), h("div", {class: "badges"}, badge("order", order.status), badge("payment", order.paymentStatus), badge("fulfilment", order.fulfillmentStatus)),
        h("p", {class: "muted"}, dateTime(order.createdAt), " · ", h("a", {href: page(`/customers/${order.customerId}`)}, order.customerName))),
      h("div", {class: "actions"}, primary && make(primary, "primary"),
        h("button", {type: "button", class: "button secondary", popovertarget: "order-more"}, "More"), menu)),
    stepper(order),
  ];
}

function stepper(order) {
  const steps = [["PENDING", "Received", order.createdAt], ["PROCESSING", "Processing", order.statusHistory.find(one => one.toStatus === "PROCESSING")?.createdAt],
    ["SHIPPED", "Shipped", order.shippedAt], ["DELIVERED", "Delivered", order.deliveredAt]];
  const closed = order.status === "CANCELLED" || order.status === "REFUNDED";
  const reached = closed ? steps : steps.slice(0, steps.findIndex(([status]) => status === order.status) + 1);
  return h("ol", {class: "stepper", "aria-label": "Progress"}, steps.map(step => {
    const [status, title, at] = step;
    return h("li", {class: reached.includes(step) && at ? "done" : null, "aria-current": status === order.status ? "step" : null},
      h("span", title), h("small", at ? dateTime(at) : closed ? "–" : "not yet"));
  }), closed && h("li", {class: "closing", "aria-current": "step"}, h("span", badge("order", order.status)),
    h("small", order.status === "CANCELLED" ? word(order.cancelReason ?? "OTHER") : order.refunds.at(-1)?.reason ?? "")));
}

const report = promise => promise?.catch?.(error => toast(describeError(error)));

async function deliver(order, change) {
  if (await confirmAct({title: `Mark ${order.orderNumber} as delivered?`, text: "The customer sees it on their page. This cannot be undone.",
    act: "Mark delivered", danger: false})) return change("PATCH", "status", {status: "DELIVERED"}, {said: "Marked as delivered."});
}

async function hide(order) {
  if (!await confirmAct({title: `Put ${order.orderNumber} out of sight?`, text: "It was cancelled and never paid. It leaves all lists. This cannot be undone.", act: "Put out of sight", keep: "Keep order"})) return;
  await send("DELETE", `/orders/${order.id}`, undefined, {key: newKey(), version: order.version});
  location.href = page("/orders");
}

/** A table of lines with a number to choose for each. */
function chooser(items, {most, value, verb, name, title}) {
  return plainTable({caption: title, rows: items, columns: [
    {title: "Item", cell: item => itemName(item)}, {title: "Possible", numeric: true, cell: item => number(most(item))},
    {title: verb, numeric: true, cell: item => h("input", {type: "number", name: `${name}:${item.id}`, min: 0, max: most(item), value: value(item), required: true,
      class: "short", "aria-label": `${verb}: ${item.productName}${variant(item)}`})},
  ]});
}

const chosen = (items, values, name) => items.map(item => ({orderItemId: item.id, quantity: Number(values[`${name}:${item.id}`] || 0)}));

function shipItems(order, change) {
  const items = order.items.filter(left);
  const key = newKey();
  const says = h("p", {class: "hint", role: "status"});
  const body = h("div", {class: "stack", on: {input: tell}}, chooser(items, {most: left, value: left, verb: "Ship now", name: "ship", title: "Items to ship"}), says,
    h("div", {class: "fields two"}, control({name: "carrier", label: "Carrier", maxlength: 100, optional: true}), control({name: "trackingNumber", label: "Tracking number", maxlength: 100, optional: true})),
    control({name: "trackingUrl", label: "Tracking address", type: "url", pattern: "https://.*", maxlength: 2048, placeholder: "https://", optional: true}));
  function tell() {
    const now = sum([...body.querySelectorAll("input[type=number]")], input => Number(input.value) || 0);
    fill(says, `This ships ${number(now)} of ${plural(sum(items, left), "unit", "units")}. Stock on hand falls by ${number(now)}.`);
  }
  tell();
  return ask({title: `Ship items of ${order.orderNumber}`, act: "Ship", body, size: "large", run: ({carrier, trackingNumber, trackingUrl, ...values}) => {
    const lines = chosen(items, values, "ship").filter(line => line.quantity > 0);
    if (!lines.length) throw new Error("Choose at least one unit to ship");
    return change("POST", "fulfillments", {lines, carrier: carrier || undefined, trackingNumber: trackingNumber.trim() || undefined, trackingUrl: trackingUrl || undefined}, {key, said: "Shipped."});
  }});
}

function cancel(order, change) {
  const units = sum(order.items, left);
  return ask({
    title: `Cancel ${order.orderNumber}?`, act: "Cancel order", keep: "Keep order", danger: true,
    body: [h("p", `${plural(units, "unit", "units")} will be released and can be sold at once. This cannot be undone.`),
      order.paymentStatus === "PAID" && h("p", {class: "callout warning"}, "It is paid. Refund it afterwards."), cancelFields()],
    run: ({reason, notes}) => change("POST", "cancel", {reason, notes: notes || undefined}, {said: "Order cancelled."}),
  });
}

function refund(order, change) {
  const key = newKey();
  const returnable = item => item.shippedQuantity - item.restockedQuantity;
  const items = order.items.filter(item => returnable(item) > 0);
  const says = h("p", {class: "callout warning", role: "status"});
  const form = h("div", {class: "stack", on: {input: tell}},
    control({name: "amount", label: "Amount", type: "money", value: order.refundable, required: true, pattern: "[0-9]+([.][0-9]{1,2})?", hint: `At most ${money(order.refundable)}, what was paid and not given back.`}),
    items.length > 0 && chooser(items, {most: returnable, value: () => 0, verb: "Back in stock", name: "back", title: "Units to put back in stock"}),
    control({name: "reason", label: "Reason", type: "textarea", rows: 2, maxlength: 1000, optional: true}), says);
  const read = () => [form.querySelector("[name=amount]").value, sum([...form.querySelectorAll("input[type=number]")], input => Number(input.value) || 0)];
  function tell() {
    const [amount, back] = read();
    fill(says, `Refund ${money(amount || "0")} to ${order.customerName}${back ? ` and put ${plural(back, "unit", "units")} back in stock` : ""}? This cannot be undone.`);
  }
  tell();
  return ask({title: `Refund ${order.orderNumber}`, act: "Refund", keep: "Keep payment", danger: true, body: form, size: "large", run: ({amount, reason, ...values}) => {
    const lines = chosen(items, values, "back").filter(line => line.quantity > 0).map(line => ({...line, restock: true}));
    return change("POST", "refunds", {amount, reason: reason || undefined, lines: lines.length ? lines : undefined}, {key, said: `Refunded ${money(amount)}.`});
  }});
}

// MARK: Cards

function itemsCard(order) {
  return card("Items", {}, plainTable({caption: `Items of ${order.orderNumber}`, rows: order.items, columns: [
    {title: "Item", cell: item => itemName(item, page(`/products/${item.productId}`))},
    {title: "Quantity", numeric: true, cell: item => number(item.quantity)}, {title: "Shipped", numeric: true, cell: item => number(item.shippedQuantity)},
    {title: "Unit price", numeric: true, cell: item => money(item.unitPrice)}, {title: "Total", numeric: true, cell: item => money(item.totalPrice)},
  ]}),
  facts([["Subtotal", money(order.subtotal)], ["Shipping", money(order.shipping)], ["Tax", money(order.tax)],
    Number(order.discount) ? ["Discount", money(`-${order.discount}`)] : null, ["Total", h("strong", money(order.total))],
    Number(order.refundedTotal) ? ["Refunded", money(`-${order.refundedTotal}`)] : null], "totals"));
}

function shipmentsCard(order) {
  const names = new Map(order.items.map(item => [item.id, item.productName + variant(item)]));
  return card("Shipments", {}, h("ul", {class: "rows"}, order.shipments.map(one => h("li",
    h("div", h("strong", plural(sum(one.lines, line => line.quantity), "unit", "units")), " · ", timeAgo(one.createdAt),
      h("span", {class: "muted sub"}, one.lines.map(line => `${line.quantity} × ${names.get(line.orderItemId) ?? "?"}`).join(", "))),
    h("div", {class: "actions"}, one.carrier, one.trackingNumber ? [
      /^https:/.test(one.trackingUrl ?? "") ? h("a", {href: one.trackingUrl, rel: "noreferrer", target: "_blank"}, one.trackingNumber) : h("code", one.trackingNumber),
      copyButton(one.trackingNumber, `Copy tracking number ${one.trackingNumber}`)] : h("span", {class: "muted"}, "No tracking number"))))));
}

function paymentCard(order, change) {
  const pay = (status, said) => async event => report(busy(event.currentTarget, change("PATCH", "payment", {paymentStatus: status}, {said})));
  const allowed = status => can("orders:write") && order.allowedPayments.some(move => move.status === status && move.isAllowed);
  return card("Payment", {actions: [
    allowed("PAID") && button("Mark as paid", {icon: "card", on: pay("PAID", "Marked as paid.")}),
    allowed("FAILED") && button("Mark as failed", {kind: "ghost", on: pay("FAILED", "Marked as failed.")}),
    allowed("REFUNDED") && Number(order.refundable) > 0 && button("Refund…", {icon: "undo", on: () => report(refund(order, change))}),
  ]}, facts([["State", badge("payment", order.paymentStatus)], ["Paid", order.paidAt && dateTime(order.paidAt)],
    ["Given back", Number(order.refundedTotal) ? money(order.refundedTotal) : null], ["Can be refunded", Number(order.refundable) ? money(order.refundable) : null]]));
}

function sideCards(order) {
  const figures = h("div");
  if (can("customers:read")) get(`/customers/${order.customerId}`).then(customer => fill(figures, facts([
    ["Orders", number(customer.orderCount)], ["Spent", customer.lifetimeValue && money(customer.lifetimeValue)],
    ["First order", customer.firstOrderAt && date(customer.firstOrderAt)]]))).catch(() => {});
  return [
    card("Customer", {}, h("p", h("a", {href: page(`/customers/${order.customerId}`)}, order.customerName)),
      h("p", {class: "break"}, h("a", {href: `mailto:${encodeURIComponent(order.customerEmail).replace("%40", "@")}`}, order.customerEmail), copyButton(order.customerEmail, "Copy e-mail")),
      order.customerPhone && h("p", order.customerPhone), figures),
    order.customerNotes && card("Customer’s note", {class: "note"}, h("p", {class: "pre"}, order.customerNotes)),
    card("Ship to", {}, addressBlock(order.shippingAddress)), card("Bill to", {}, addressBlock(order.billingAddress)),
    can("orders:write") && card("Customer’s page", {}, h("p", {class: "muted"}, "A link that shows this order alone."),
      button("Copy order link", {icon: "link", on: event => report(busy(event.currentTarget, orderLink(order), "Making…"))})),
  ];
}

async function orderLink(order) {
  const {data} = await send("POST", `/orders/${order.id}/portal-token`, {}, {key: newKey()});
  shownOnce("Link to this order", data.url, data.expiresAt && `Valid until ${date(data.expiresAt)}.`);
}

// MARK: What happened

/** Status, payment, shipments, refunds and notes in one list, newest first. */
export function OrderTimeline(order) {
  const names = new Map(order.items.map(item => [item.id, item.productName]));
  const say = lines => lines.map(line => `${line.quantity} × ${names.get(line.orderItemId) ?? "?"}`).join(", ");
  const all = [
    ...order.statusHistory.map(one => ({kind: "status", icon: "orders", at: one.createdAt, who: one.userId, text: one.fromStatus ? `${word(one.fromStatus)} → ${word(one.toStatus)}` : "Order received", detail: one.notes})),
    ...order.shipments.map(one => ({kind: "status", at: one.createdAt, who: one.userId, text: `Shipped ${say(one.lines)}`, detail: [one.carrier, one.trackingNumber].filter(Boolean).join(" ")})),
    ...order.refunds.map(one => ({kind: "status", at: one.createdAt, who: one.userId, text: `Refunded ${money(one.amount)}`, detail: [one.reason, one.lines.some(line => line.restock) && `Back in stock: ${say(one.lines.filter(line => line.restock))}`].filter(Boolean).join(" · ")})),
    ...(order.paidAt ? [{kind: "status", at: order.paidAt, text: "Paid"}] : []),
    ...order.internalNotes.map(one => ({kind: "notes", at: one.createdAt, who: one.userId, text: one.note})),
  ].map((event, index) => ({...event, index})).sort((a, b) => b.at.localeCompare(a.at) || b.index - a.index);
  const list = h("ol", {class: "timeline"});
  const show = kind => fill(list, all.filter(event => kind === "all" || event.kind === kind).map(event => h("li", {class: event.kind},
    h("p", {class: "pre"}, event.text), event.detail && h("p", {class: "pre muted"}, event.detail),
    h("p", {class: "muted sub"}, event.kind === "notes" && "Only staff see this · ", event.who && `${event.who} · `, timeAgo(event.at)))));
  const name = `timeline-${order.version}`;
  const kind = query().events ?? "all";
  show(kind);
  return [h("div", {class: "segments", role: "radiogroup", "aria-label": "Show"}, [["all", "All"], ["status", "Status"], ["notes", "Notes"]].map(([value, title]) =>
    h("label", h("input", {type: "radio", name, value, checked: value === kind, on: {change: () => { show(value); setQuery({events: value === "all" ? null : value}, {replace: true}); }}}), h("span", title)))), list];
}

/** Where an internal note is written. */
export function OrderNotes(change) {
  let key = newKey();
  const field = control({name: "note", label: "Internal note", type: "textarea", rows: 2, maxlength: 2000, hint: "Only staff see this."});
  const text = field.querySelector("textarea");
  const add = button("Add note", {type: "submit", icon: "note"});
  return h("form", {class: "composer", on: {submit: async event => {
    event.preventDefault();
    if (!text.value.trim() || add.getAttribute("aria-disabled")) return;
    await report(busy(add, change("POST", "notes", {note: text.value.trim()}, {key}).then(() => { text.value = ""; key = newKey(); announce("Note added."); })));
  }}}, field, add);
}
