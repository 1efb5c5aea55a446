// One customer: figures, orders, contact, addresses and the link to their page.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {date, money, number, percent} from "./format.js";
import {page, query} from "./state.js";
import {button, confirmAct, copyButton, forbiddenState, linkButton, tag, toast} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {field} from "./field.js";
import {editForm} from "./form.js";
import {breadcrumbs} from "./app.js";
import {orderColumns} from "./order-columns.js";
import {addressBlock, asking, card, facts, filled, loaded, tell} from "./record.js";

const nameOf = one => `${one.firstName} ${one.lastName}`.trim() || one.email;
const split = text => [...new Set(text.split(",").map(part => part.trim()).filter(Boolean))];

const contactForm = () => {
  const text = (name, label, more) => field({name, label, maxlength: 255, autocomplete: "off", ...more});
  const fields = [
    text("firstName", "First name", {required: true}), text("lastName", "Last name", {required: true}), text("email", "E-mail", {type: "email", required: true, maxlength: 254}),
    text("phone", "Phone", {type: "tel", maxlength: 50, optional: true}), text("company", "Company", {optional: true}), text("tags", "Tags", {hint: "Separated by commas."}),
    text("notes", "Notes", {type: "textarea", rows: 3, maxlength: 4000, hint: "Only staff see this."}),
  ];
  return {fields, content: h("div", {class: "fields two"}, fields.map(one => one.element))};
};

/** What the form has, as the API takes it. */
const sent = values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === "tags" ? split(value) : value.trim() || null]));
const shown = one => ({...Object.fromEntries(["firstName", "lastName", "email", "phone", "company", "notes"].map(name => [name, one[name] ?? ""])), tags: one.tags.join(", ")});

/** `/customers/new`. */
export function NewCustomer(main) {
  if (!can("customers:write")) return fill(main, forbiddenState("customers:write", 1));
  breadcrumbs([{title: "Customers", path: "/customers"}, {title: "New customer"}]);
  const place = h("div");
  fill(main, h("header", {class: "page-head"}, h("h1", "New customer")), card("Contact", {}, place));
  const key = newKey();
  return editForm(place, {build: contactForm, key: "customer.new", always: true, saveText: "Add customer", save: async values => {
    const {data} = await send("POST", "/customers", {...filled(values), tags: split(values.tags)}, {key});
    location.href = query().next === "order" ? page("/orders/new", {customer: data.id}) : page(`/customers/${data.id}`);
  }});
}

/** The page of one customer. */
export async function CustomerDetails(main, {params}) {
  main.classList.add("record");
  const path = `/customers/${params.id}`;
  let customer = await loaded(main, () => get(path), "customer", () => CustomerDetails(main, {params}));
  if (!customer) return;
  const mayWrite = can("customers:write");
  const head = h("header", {class: "page-head"}), addresses = h("div", {class: "stack"}), contact = h("div"), portal = h("div");
  fill(main, head, h("div", {class: "columns"},
    h("div", {class: "stack"}, CustomerStats(customer), can("orders:read") && CustomerOrderHistory(customer), card("Contact", {}, contact)),
    h("aside", {class: "stack", "aria-label": "Addresses and link"}, addresses, mayWrite && portal)));
  const save = async changes => {
    const {data} = await send("PATCH", path, changes, {key: newKey(), version: customer.version});
    draw(data);
    return data;
  };

  function draw(now) {
    customer = now;
    breadcrumbs([{title: "Customers", path: "/customers"}, {title: nameOf(now)}]);
    fill(head, h("div", h("h1", nameOf(now)), h("p", {class: "hint"}, now.email, copyButton(now.email, "Copy e-mail"), " · customer since ", date(now.createdAt), " ", now.tags.map(name => tag(name)))),
      h("div", {class: "actions"}, can("orders:write") && linkButton("New order", page("/orders/new", {customer: now.id}), {icon: "plus"}),
        can("customers:delete") && (now.orderCount ? h("p", {class: "hint"}, "Customers with orders cannot be deleted.") : button("Delete…", {kind: "ghost", icon: "trash", on: () => tell(remove())}))));
    fill(addresses, [["shippingAddress", "Ship to"], ["billingAddress", "Bill to"]].map(([name, title]) => card(title, {
      actions: mayWrite && button(now[name] ? "Edit" : "Add", {kind: "ghost", icon: "edit", label: `${now[name] ? "Edit" : "Add"} ${title.toLowerCase()} address`, on: async () => (await asking()).askAddress(title, now[name], changed => save({[name]: changed}))}),
    }, addressBlock(now[name]))));
    fill(portal, card("Customer’s page", {}, h("p", now.portalExpiresAt && Date.parse(now.portalExpiresAt) > Date.now()
      ? `Link valid until ${date(now.portalExpiresAt)}. Orders extend it.` : "There is no valid link now. The first order makes one."), button("Create new link…", {icon: "link", on: () => tell(renew())})));
  }

  async function renew() {
    if (!await confirmAct({title: "Create a new link?", text: "The old link stops working at once, also in e-mails already sent.", act: "Create new link", keep: "Keep the old link"})) return;
    const {data} = await send("POST", `${path}/portal-token`, {}, {key: newKey()});
    (await asking()).shownOnce("Link to the orders", data.url, data.expiresAt);
    draw(await get(path));
  }

  async function remove() {
    if (!await confirmAct({title: `Delete ${nameOf(customer)}?`, text: "This cannot be undone.", act: "Delete customer", keep: "Keep customer"})) return;
    await send("DELETE", path, undefined, {key: newKey(), version: customer.version});
    location.href = page("/customers");
  }

  draw(customer);
  if (!mayWrite) return fill(contact, facts([["Phone", customer.phone], ["Company", customer.company], ["Notes", customer.notes]]));
  editForm(contact, {
    build: contactForm, value: shown(customer), version: customer.version, key: `customer.${customer.id}`,
    save: async (values, changes, {version}) => {
      const {data} = await send("PATCH", path, sent(changes), {key: newKey(), version: Math.max(version, customer.version)});
      draw(data);
      toast("Saved.");
      return {values: shown(data), version: data.version};
    },
    conflict: async () => {
      const now = await get(path);
      return {values: shown(now), version: now.version};
    },
  });
}

/** What a customer's orders come to, each figure with its meaning in words. */
export function CustomerStats(customer) {
  const all = customer.statistics;
  if (!all) return null;
  const share = Number(all.refundedTotal) / (Number(all.totalPaid) + Number(all.refundedTotal) || 1);
  return card("Figures", {}, h("dl", {class: "tiles small"}, [
    ["Lifetime value", money(all.lifetimeValue), "All but cancelled, less refunds"], ["Orders", number(all.orderCount), `${number(all.openOrderCount)} open`],
    ["Average order", money(all.averageOrderValue), "Lifetime value by orders"], ["First order", date(all.firstOrderAt), ""], ["Last order", date(all.lastOrderAt), ""],
    ["Refund share", percent(share), "Given back of what was paid"],
  ].map(([name, value, meaning]) => h("div", h("dt", name), h("dd", value, meaning && h("small", meaning))))));
}

/** The orders of one customer, newest first. */
export function CustomerOrderHistory(customer) {
  const place = h("div");
  const all = page("/orders", {customerId: customer.id});
  get(`/customers/${customer.id}/orders`, {limit: 10}).then(({items, total}) => fill(place,
    plainTable({caption: "Orders", columns: orderColumns.filter(column => !["customer", "fulfilment", "items"].includes(column.id)), rows: items, rowHref: order => page(`/orders/${order.id}`), empty: "No orders yet."}),
    total > items.length && h("p", h("a", {href: all}, `All ${number(total)} orders`)))).catch(error => fill(place, h("p", {class: "hint"}, describeError(error))));
  return card("Orders", {actions: h("a", {href: all}, "Show in list")}, place);
}
