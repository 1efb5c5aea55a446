// Writing an order by hand, and the slips that go into the parcels.

import {h, fill, patchList} from "./dom.js";
import {can, describeError, get, newKey, send, session} from "./api.js";
import {date, money, number} from "./format.js";
import {page, queryList} from "./state.js";
import {badge, busy, button, forbiddenState} from "./ui.js";
import {combobox} from "./combobox.js";
import {breadcrumbs} from "./app.js";
import {plainTable} from "./plain-table.js";
import {addressBlock, addressLines, askAddress, card, control, facts, filled, findCustomers, findVariants, itemName, loaded} from "./record.js";

/** `/orders/new`: customer, lines, address and what the server says it comes to. */
export async function NewOrder(main) {
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: "New order"}]);
  main.classList.add("record");
  if (!can("orders:write")) return fill(main, forbiddenState("orders:write"));
  const key = newKey(), lines = new Map();
  let customer, address, asked = 0;
  const trouble = h("div", {role: "alert"}), rows = h("ul", {class: "rows"}), totals = h("div"), shipTo = h("div", {class: "stack"});
  const methods = await get("/shipping-methods", {limit: 100}).then(data => data.items.filter(one => one.isActive), () => []);
  const amount = (label, name) => control({name, label, type: "money", pattern: "[0-9]+([.][0-9]{1,2})?", placeholder: "0.00"});
  const person = combobox({label: "Find a customer", hint: "Name, e-mail or phone.", minimum: 1, load: findCustomers, onPick: option => choose(option.customer)});
  const finder = combobox({label: "Add an item", hint: "SKU, name or scan.", keepsText: false, minimum: 1, load: findVariants, onPick: option => add(option.value)});
  const place = button("Place order", {kind: "primary", type: "submit"});
  const form = h("form", {class: "columns", on: {submit: event => { event.preventDefault(); submit(); }, change: price}},
    h("div", card("Items", {}, finder.element, rows),
      card("Details", {}, h("div", {class: "fields three"}, control({name: "shippingMethodId", label: "Shipping method", type: "select", options: [{value: "", label: "None"}, ...methods.map(one => ({value: one.id, label: `${one.name} · ${money(one.price)}`}))]}),
        amount("Discount", "discount"), amount("Tax", "tax")), control({name: "customerNotes", label: "Note of the customer", type: "textarea", rows: 2, maxlength: 2000}))),
    h("aside", {"aria-label": "Customer and total"}, card("Customer", {actions: can("customers:write") && h("a", {href: page("/customers/new", {next: "order"})}, "New customer")}, person.element, shipTo), card("Total", {}, totals, trouble, place)));
  fill(main, h("header", {class: "page-head"}, h("h1", "New order")), form);
  drawLines();
  drawTotals({});
  const wanted = queryList("customer")[0];
  if (wanted) choose(await get(`/customers/${wanted}`));

  function choose(one) {
    customer = one;
    person.input.value = `${one.firstName} ${one.lastName}`;
    drawAddress(one.shippingAddress);
  }

  function drawAddress(now) {
    address = now;
    fill(shipTo, h("h3", "Ship to"), addressBlock(now), button(now ? "Change address" : "Add address", {on: () => askAddress("Ship to", now, drawAddress)}));
  }

  function add({variant, name}) {
    const line = lines.get(variant.id);
    if (line) line.quantity += 1;
    else lines.set(variant.id, {variant, name, quantity: 1});
    drawLines();
    price();
  }

  function drawLines(quoted = []) {
    for (const item of quoted) if (lines.has(item.variantId)) lines.get(item.variantId).said = item;
    patchList(rows, lines.size ? [...lines.values()] : [{name: "None"}], line => line.variant?.id, makeLine, drawLine);
  }

  function makeLine(line) {
    if (!line.variant) return h("li", {class: "muted"}, "No items yet.");
    const input = h("input", {type: "number", min: 1, max: 1_000_000, required: true, class: "short", "aria-label": `Quantity of ${line.name}`, on: {input: () => { line.quantity = Number(input.value); price(); }}});
    const drop = button("", {kind: "ghost", icon: "trash", label: `Remove ${line.name}`, on: () => { lines.delete(line.variant.id); drawLines(); price(); finder.input.focus(); }});
    return drawLine(h("li", h("div", h("strong", line.name), h("span", {class: "sub muted"})), h("div", {class: "actions"}, h("span", {class: "numeric"}), input, drop)), line);
  }

  function drawLine(node, {variant, said, quantity}) {
    if (!variant) return node;
    const [input, price, words] = ["input", ".numeric", ".sub"].map(name => node.querySelector(name));
    if (Number(input.value) !== quantity) input.value = quantity;
    fill(price, money(said?.totalPrice ?? variant.price));
    fill(words, `${variant.sku ?? "no SKU"} · ${money(said?.unitPrice ?? variant.price)} · ${number(said?.available ?? variant.inventory.available)} available `, said && !said.isAvailable && badge("stock", "OUT"));
    return node;
  }

  function drawTotals({subtotal = "0", shipping = "0", tax = "0", discount = "0", total = "0"}) {
    fill(totals, facts([["Subtotal", money(subtotal)], ["Shipping", money(shipping)], ["Tax", money(tax)], ["Discount", Number(discount) ? money(`-${discount}`) : null], ["Total", h("strong", money(total))]], "totals"));
  }

  const content = () => ({items: [...lines.values()].map(line => ({variantId: line.variant.id, quantity: line.quantity})), ...filled(Object.fromEntries(new FormData(form)))});

  /** Asks the server what it comes to, once typing rests. */
  async function price() {
    const number = asked += 1;
    await new Promise(done => setTimeout(done, 150));
    const {customerNotes: _, ...priced} = content();
    if (number !== asked || !priced.items.every(item => item.quantity > 0)) return;
    if (!lines.size) return drawTotals({});
    try {
      const {data} = await send("POST", "/orders/quote", priced);
      if (number !== asked) return;
      fill(trouble);
      drawLines(data.items);
      drawTotals(data);
    } catch (error) { if (number === asked) say(describeError(error)); }
  }

  const say = (...words) => fill(trouble, h("p", {class: "callout danger"}, words));

  async function submit() {
    if (place.hasAttribute("aria-disabled")) return;
    const missing = !customer ? [person, "Choose a customer."] : !lines.size ? [finder, "Add at least one item."] : null;
    if (missing) { say(missing[1]); return missing[0].input.focus(); }
    try {
      const {data} = await busy(place, send("POST", "/orders", {...content(), customerId: customer.id, ...(address && {shippingAddress: address})}, {key}), "Placing…");
      location.href = page(`/orders/${data.id}`);
    } catch (error) {
      const line = error.code === "insufficient_stock" && lines.get(error.details.variantId), {available} = error.details;
      say(describeError(error), line && available > 0 && button(`Use ${available}`, {on: () => { line.quantity = available; drawLines(); price(); }}));
    }
  }
}

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
    {title: "To ship", numeric: true, cell: item => number(item.quantity - item.shippedQuantity)}, {title: "Packed", numeric: true, cell: () => h("span", {class: "tick-box"})}, {title: "", numeric: true, cell: item => h("span", {class: "price"}, money(item.totalPrice))}]}),
  order.customerNotes && [h("h3", "Note"), h("p", {class: "pre"}, order.customerNotes)]);
