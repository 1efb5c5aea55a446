// Writing an order by hand, and the slips that go into the parcels.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send, session} from "./api.js";
import {date, money, number} from "./format.js";
import {page, queryList} from "./state.js";
import {badge, busy, button, errorState, forbiddenState, loading} from "./ui.js";
import {combobox} from "./combobox.js";
import {breadcrumbs} from "./app.js";
import {addressBlock, addressLines, askAddress, card, control, facts, findCustomers} from "./record.js";

/** `/orders/new`: customer, lines, addresses and what the server says it comes to. */
export async function NewOrder(main) {
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: "New order"}]);
  if (!can("orders:write")) return fill(main, forbiddenState("orders:write"));
  const key = newKey();
  const lines = new Map();
  let customer, address, asked = 0;
  const trouble = h("div", {role: "alert"}), rows = h("tbody"), totals = h("div", {"aria-live": "polite"}), shipTo = h("div");
  const methods = await get("/shipping-methods", {limit: 100}).then(data => data.items.filter(one => one.isActive), () => []);
  const method = control({name: "shippingMethodId", label: "Shipping method", type: "select", options: [{value: "", label: "None"}, ...methods.map(one => ({value: one.id, label: `${one.name} · ${money(one.price)}`}))]});
  const amount = (label, name) => control({name, label, type: "money", pattern: "[0-9]+([.][0-9]{1,2})?", placeholder: "0.00"});
  const person = combobox({label: "Customer", hint: "Name, e-mail or phone.", load: findCustomers, onPick: option => choose(option.customer)});
  const finder = combobox({label: "Add an item", hint: "SKU, name or scan.", keepsText: false, minimum: 1, load: findVariants, onPick: option => add(option.value)});
  const place = button("Place order", {kind: "primary", type: "submit"});
  const form = h("form", {class: "columns", on: {submit, change: price}},
    h("div", {class: "stack"},
      card("Items", {}, finder.element, h("div", {class: "table-frame"}, h("table", {class: "list"}, h("caption", {class: "visually-hidden"}, "Items of the order"),
        h("thead", h("tr", [["Item"], ["Available", 1], ["Quantity", 1], ["Unit price", 1], ["Total", 1]].map(([title, right]) => h("th", {scope: "col", class: right && "numeric"}, title)), h("td"))), rows))),
      card("Details", {}, h("div", {class: "fields three"}, method, amount("Discount", "discount"), amount("Tax", "tax")),
        control({name: "customerNotes", label: "Note of the customer", type: "textarea", rows: 2, maxlength: 2000}))),
    h("aside", {class: "stack", "aria-label": "Customer and total"},
      card("Customer", {actions: can("customers:write") && h("a", {href: page("/customers/new", {next: "order"})}, "New customer")}, person.element, shipTo),
      card("Total", {}, totals, trouble, place)));
  main.classList.add("record");
  fill(main, h("header", {class: "page-head"}, h("h1", "New order")), form);
  drawLines();
  drawTotals();
  const wanted = queryList("customer")[0];
  if (wanted) choose(await get(`/customers/${wanted}`));

  function choose(one) {
    customer = one;
    address = one.shippingAddress;
    person.input.value = `${one.firstName} ${one.lastName}`;
    drawAddress();
  }

  function drawAddress() {
    fill(shipTo, h("h3", "Ship to"), addressBlock(address), button(address ? "Change address" : "Add address", {on: () => askAddress("Ship to", address, changed => { address = changed; drawAddress(); })}));
  }

  function add({variant, name}) {
    const line = lines.get(variant.id);
    if (line) line.quantity += 1;
    else lines.set(variant.id, {variant, name, quantity: 1});
    drawLines();
    price();
  }

  function drawLines(quote) {
    const items = new Map(quote?.items.map(item => [item.variantId, item]));
    for (const line of lines.values()) {
      const said = items.get(line.variant.id);
      line.said = said ?? line.said;
      if (!line.row) {
        const input = h("input", {type: "number", min: 1, max: 1_000_000, required: true, class: "short", inputmode: "numeric", "aria-label": `Quantity of ${line.name}`,
          on: {input: () => { line.quantity = Number(input.value) || 0; price(); }}});
        const cells = ["", "", ""].map(() => h("td", {class: "numeric"}));
        line.row = h("tr", h("th", {scope: "row"}, line.name, h("span", {class: "muted sub"}, line.variant.sku)), cells[0], h("td", {class: "numeric"}, input), cells[1], cells[2],
          h("td", button("", {kind: "ghost", icon: "trash", label: `Remove ${line.name}`, on: () => { lines.delete(line.variant.id); line.row.remove(); price(); drawLines(); finder.input.focus(); }})));
        Object.assign(line, {input, cells});
      }
      if (Number(line.input.value) !== line.quantity) line.input.value = line.quantity;
      const few = line.said && !line.said.isAvailable;
      fill(line.cells[0], line.said ? [number(line.said.available), few && badge("stock", "OUT")] : number(line.variant.inventory?.available));
      fill(line.cells[1], money(line.said?.unitPrice ?? line.variant.price));
      fill(line.cells[2], money(said?.totalPrice ?? line.said?.totalPrice));
    }
    if (lines.size) {
      rows.querySelector(".empty")?.remove();
      for (const line of lines.values()) if (!line.row.isConnected) rows.append(line.row);
    } else fill(rows, h("tr", {class: "empty"}, h("td", {colspan: 6, class: "muted"}, "No items yet.")));
  }

  function drawTotals(quote) {
    fill(totals, facts([["Subtotal", money(quote?.subtotal ?? "0")], ["Shipping", money(quote?.shipping ?? "0")], ["Tax", money(quote?.tax ?? "0")],
      ["Discount", money(`-${quote?.discount ?? 0}`)], ["Total", h("strong", money(quote?.total ?? "0"))]], "totals"));
  }

  function content() {
    const {shippingMethodId, discount, tax, customerNotes} = Object.fromEntries(new FormData(form));
    return {items: [...lines.values()].map(line => ({variantId: line.variant.id, quantity: line.quantity})),
      shippingMethodId: shippingMethodId || undefined, discount: discount || undefined, tax: tax || undefined, customerNotes: customerNotes || undefined};
  }

  async function price() {
    const number = asked += 1;
    if (!lines.size) return drawTotals();
    await new Promise(done => setTimeout(done, 150));
    const {customerNotes: _, ...priced} = content();
    if (number !== asked || priced.items.some(item => item.quantity < 1)) return;
    try {
      const {data} = await send("POST", "/orders/quote", priced);
      if (number !== asked) return;
      fill(trouble);
      drawLines(data);
      drawTotals(data);
    } catch (error) { if (number === asked) say(describeError(error)); }
  }

  function say(...words) {
    fill(trouble, h("p", {class: "callout danger"}, words));
  }

  async function submit(event) {
    event.preventDefault();
    if (place.getAttribute("aria-disabled")) return;
    if (!customer) { say("Choose a customer."); return person.input.focus(); }
    if (!lines.size) { say("Add at least one item."); return finder.input.focus(); }
    try {
      const body = {...content(), customerId: customer.id, shippingAddress: address ?? undefined};
      const {data} = await busy(place, send("POST", "/orders", body, {key}), "Placing…");
      location.href = page(`/orders/${data.id ?? data.orderId}`);
    } catch (error) {
      const line = error.code === "insufficient_stock" && lines.get(error.details.variantId);
      say(describeError(error), line && error.details.available > 0 && [" ", button(`Use ${error.details.available}`, {on: () => { line.quantity = error.details.available; drawLines(); price(); }})]);
    }
  }
}

async function findVariants(q) {
  const {items} = await get("/products", {q, limit: 8});
  const found = items.flatMap(product => product.variants.filter(one => one.isActive).map(variant => {
    const name = variant.name === "Default" ? product.name : `${product.name} · ${variant.name}`;
    return {value: {variant: {...variant, price: variant.price ?? product.basePrice}, name}, label: name, detail: `${variant.sku ?? "no SKU"} · ${number(variant.inventory.available)} available`,
      isDisabled: product.status !== "PUBLISHED"};
  }));
  return found.sort((a, b) => (b.value.variant.sku === q) - (a.value.variant.sku === q)).slice(0, 12);
}

/** `/orders/packing-slips?ids=`: one order a page, black on white. */
export async function PackingSlips(main) {
  breadcrumbs([{title: "Orders", path: "/orders"}, {title: "Packing slips"}]);
  const slips = h("div", {class: "slips"});
  fill(main, h("div", {class: "page-head no-print"}, h("h1", "Packing slips"), h("div", {class: "actions"},
    h("label", {class: "tick"}, h("input", {type: "checkbox", on: {change: event => slips.classList.toggle("prices", event.target.checked)}}), h("span", "Show prices")),
    button("Print", {kind: "primary", icon: "print", on: () => print()}))), slips);
  const done = loading(slips);
  const {shop} = await session();
  try {
    const orders = await Promise.all(queryList("ids").slice(0, 200).map(id => get(`/orders/${id}`)));
    fill(slips, orders.length ? orders.map(order => slip(order, shop)) : h("p", "Choose orders in the list first."));
  } catch (error) {
    fill(slips, errorState(error, () => PackingSlips(main), "the packing slips"));
  } finally { done(); }
}

function slip(order, shop) {
  const priced = text => h("td", {class: "numeric price"}, text);
  return h("article", {class: "slip"}, h("header", h("strong", shop.name), h("div", h("h2", order.orderNumber), h("p", date(order.createdAt)))),
    h("h3", "Ship to"), h("address", [order.customerName, ...addressLines(order.shippingAddress)].map(line => h("span", line))),
    h("table", h("thead", h("tr", h("th", {scope: "col"}, "SKU"), h("th", {scope: "col"}, "Item"), h("th", {scope: "col", class: "numeric"}, "To ship"), h("th", {scope: "col", class: "numeric price"}, "Price"), h("th", {scope: "col"}, "Packed"))),
      h("tbody", order.items.map(item => h("tr", h("td", item.sku), h("td", item.productName, item.variantName !== "Default" && ` · ${item.variantName}`),
        h("td", {class: "numeric"}, number(item.quantity - item.shippedQuantity)), priced(money(item.totalPrice)), h("td", h("span", {class: "tick-box"})))))),
    order.customerNotes && [h("h3", "Note"), h("p", {class: "pre"}, order.customerNotes)]);
}
