// What the pages of records share: questions with fields, cards, facts and addresses.

import {h, fill, uniqueID} from "./dom.js";
import {describeError, get} from "./api.js";
import {date, number} from "./format.js";
import {field} from "./form.js";
import {busy, button, copyButton, dialog, loading, showFailure, toast} from "./ui.js";

/** What `load` answers; a failure is shown in `place` with a way to try again, and answered as undefined. */
export async function loaded(place, load, what, again, permission) {
  const done = loading(place);
  try {
    return await load();
  } catch (error) {
    error.permission ??= permission;
    showFailure(place, error, again, what);
  } finally { done(); }
}

/** Tells people where a promise fails. */
export const tell = promise => promise.catch(error => toast(describeError(error)));

/** The values of a form that were filled in. */
export const filled = values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value?.trim?.() ?? value]).filter(([, value]) => value !== "" && value !== undefined));

/** "Mug · Large" of a line or variant. */
export const itemName = ({productName, variantName}) => productName + (variantName && variantName !== "Default" ? ` · ${variantName}` : "");

/** Asks with a form. `run(values)` does it: if it throws, the dialog stays and says why. Answers what `run` answered, or undefined. */
export function ask({title, body, act, keep = "Go back", danger, size, run}) {
  return new Promise(decide => {
    let answer;
    const trouble = h("p", {class: "callout danger", role: "alert", hidden: true});
    const go = button(act, {kind: danger ? "danger" : "primary", type: "submit"});
    const form = h("form", {class: "stack", on: {submit: event => {
      event.preventDefault();
      if (go.hasAttribute("aria-disabled")) return;
      trouble.hidden = true;
      const work = async () => {
        answer = await run(Object.fromEntries(new FormData(form))) ?? true;
        shown.close();
      };
      busy(go, work()).catch(error => { fill(trouble, describeError(error)).hidden = false; });
    }}}, body, trouble, h("div", {class: "actions end"}, button(keep, {data: {safe: danger ? "" : null}, on: () => shown.close()}), go));
    const shown = dialog({title, size, body: form, onClose: () => decide(answer)});
  });
}

/** A labelled control of a dialog, by the description that `field` takes. */
export const control = description => field(description).element;

/** A card with a heading, and buttons beside it. */
export function card(title, {actions}, ...children) {
  const id = uniqueID("card");
  return h("section", {class: "card", "aria-labelledby": id}, h("header", h("h2", {id}, title), actions && h("div", {class: "actions"}, actions)), children);
}

/** Names and values; pairs without a value are left out. */
export const facts = (pairs, name = "facts") => h("dl", {class: name},
  pairs.filter(pair => pair && pair[1] !== null && pair[1] !== undefined && pair[1] !== "")
    .map(([term, value]) => [h("dt", term), h("dd", value)]));

/** The fields of an address with their labels; each may be absent. */
export const addressFields = [
  ["firstName", "First name", "given-name"], ["lastName", "Last name", "family-name"], ["company", "Company", "organization"],
  ["line1", "Street and number", "address-line1"], ["line2", "Further line", "address-line2"], ["postalCode", "Postcode", "postal-code"],
  ["city", "Town", "address-level2"], ["region", "Region", "address-level1"], ["country", "Country (two letters)", "country"], ["phone", "Phone", "tel"],
];

/** An address in the lines people write; what has no usual place comes last. */
export function addressLines(address) {
  const {firstName, lastName, company, line1, line2, postalCode, city, region, country, phone, ...rest} = address ?? {};
  return [[firstName, lastName], [company], [line1], [line2], [postalCode, city], [region], [country], [phone],
    ...Object.values(rest).map(value => [typeof value === "object" ? JSON.stringify(value) : value])]
    .map(parts => parts.filter(part => part || part === 0).join(" ")).filter(Boolean);
}

/** An address to read and copy. */
export function addressBlock(address) {
  const lines = addressLines(address);
  if (!lines.length) return h("p", {class: "muted"}, "None.");
  return h("div", {class: "address"}, h("address", lines.map(line => h("span", line))), copyButton(lines.join("\n"), "Copy address"));
}

/** Asks for an address; what it has beyond the usual fields stays. Answers the address, null if it was emptied. */
export function askAddress(title, address, save) {
  return ask({
    title, act: "Save address", body: h("div", {class: "fields two"}, addressFields.map(([name, label, autocomplete]) =>
      control({name, label, autocomplete, value: address?.[name], maxlength: 255}))),
    run: values => {
      const changed = {...address, ...values};
      for (const [name, value] of Object.entries(changed)) if (value === "") delete changed[name];
      return save(Object.keys(changed).length ? changed : null);
    },
  });
}

/** Why an order is cancelled, and a note. */
export const cancelFields = () => [
  control({name: "reason", label: "Reason", type: "select", value: "CUSTOMER", options: [["CUSTOMER", "The customer asked for it"], ["PAYMENT", "Payment"],
    ["STOCK", "Stock"], ["FRAUD", "Fraud"], ["OTHER", "Other"]].map(([value, label]) => ({value, label}))}),
  control({name: "notes", label: "Note", type: "textarea", rows: 2, maxlength: 2000, hint: "Only staff see this."}),
];

/** Shows a secret that is not shown again, with copy. */
export const shownOnce = (title, secret, until) => dialog({title, actions: [{text: "Done"}], body: [
  h("p", "Copy it now: it is shown only once.", until && ` Valid until ${date(until)}.`),
  h("div", {class: "secret"}, h("input", {readonly: true, value: secret, "aria-label": title, autofocus: true, on: {focus: event => event.target.select()}}), copyButton(secret))]});

/** Customers for a combobox. */
export const findCustomers = async q => (await get("/customers", {q, limit: 8})).items.map(one =>
  ({value: one.id, customer: one, label: `${one.firstName} ${one.lastName}`, detail: one.email}));

/** Variants by SKU, name or barcode for a combobox; the exact SKU first. */
export async function findVariants(q) {
  const {items} = await get("/products", {q, limit: 8});
  const found = items.flatMap(product => product.variants.filter(one => one.isActive).map(variant => {
    const name = itemName({productName: product.name, variantName: variant.name});
    return {value: {variant: {...variant, price: variant.price ?? product.basePrice}, name}, label: name, detail: `${variant.sku ?? "no SKU"} · ${number(variant.inventory.available)} available`,
      isDisabled: product.status !== "PUBLISHED"};
  }));
  return found.sort((a, b) => (b.value.variant.sku === q) - (a.value.variant.sku === q)).slice(0, 12);
}
