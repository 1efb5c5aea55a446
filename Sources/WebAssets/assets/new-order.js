// Writing an order by hand.

import {h, fill, patchList} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {money, number} from "./format.js";
import {page, queryList} from "./state.js";
import {busy, button, forbiddenState, tag} from "./ui.js";
import {combobox} from "./combobox.js";
import {field} from "./field.js";
import {breadcrumbs} from "./app.js";
import {findCustomers, findVariants} from "./find.js";
import {addressBlock, asking, card, facts, filled, itemName} from "./record.js";

const control = description => field(description).element;

/** `/orders/new`: customer, lines, address and what the server says it comes to. */
export async function NewOrder(main) {
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: "New order"}]);
  main.classList.add("record");
  if (!can("orders:write")) return fill(main, forbiddenState("orders:write", 1));
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
    fill(shipTo, h("h3", "Ship to"), addressBlock(now), button(now ? "Change address" : "Add address", {on: async () => (await asking()).askAddress("Ship to", now, drawAddress)}));
  }

  function add(variant) {
    const line = lines.get(variant.variantId);
    if (line) line.quantity += 1;
    else lines.set(variant.variantId, {variant, name: itemName(variant), quantity: 1});
    drawLines();
    price();
  }

  function drawLines(quoted = []) {
    for (const item of quoted) if (lines.has(item.variantId)) lines.get(item.variantId).said = item;
    patchList(rows, lines.size ? [...lines.values()] : [{name: "None"}], line => line.variant?.variantId, makeLine, drawLine);
  }

  function makeLine(line) {
    if (!line.variant) return h("li", {class: "muted"}, "No items yet.");
    const input = h("input", {type: "number", min: 1, max: 1_000_000, required: true, class: "short", "aria-label": `Quantity of ${line.name}`, on: {input: () => { line.quantity = Number(input.value); price(); }}});
    const drop = button("", {kind: "ghost", icon: "trash", label: `Remove ${line.name}`, on: () => { lines.delete(line.variant.variantId); drawLines(); price(); finder.input.focus(); }});
    return drawLine(h("li", h("div", h("strong", line.name), h("span", {class: "sub muted"})), h("div", {class: "actions"}, h("span", {class: "numeric"}), input, drop)), line);
  }

  function drawLine(node, {variant, said, quantity}) {
    if (!variant) return node;
    const [input, price, words] = ["input", ".numeric", ".sub"].map(name => node.querySelector(name));
    if (Number(input.value) !== quantity) input.value = quantity;
    fill(price, money(said?.totalPrice));
    fill(words, `${variant.sku ?? "no SKU"} · ${money(said?.unitPrice)} · ${number(said?.available ?? variant.available)} available `, said && !said.isAvailable && tag("Not enough", "danger", "error"));
    return node;
  }

  function drawTotals({subtotal = "0", shipping = "0", tax = "0", discount = "0", total = "0"}) {
    fill(totals, facts([["Subtotal", money(subtotal)], ["Shipping", money(shipping)], ["Tax", money(tax)], ["Discount", Number(discount) ? money(`-${discount}`) : null], ["Total", h("strong", money(total))]], "totals"));
  }

  const content = () => ({items: [...lines.values()].map(line => ({variantId: line.variant.variantId, quantity: line.quantity})), ...filled(Object.fromEntries(new FormData(form)))});

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
