// What the pages of records share: loading, cards, facts and addresses.

import {h, uniqueID} from "./dom.js";
import {describeError} from "./api.js";
import {copyButton, loading, showFailure, toast} from "./ui.js";

/** Questions with fields, fetched when somebody is asked: `(await asking()).ask({…})`. */
export const asking = () => import("./ask.js");

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

/** A card with a heading, and buttons beside it. */
export function card(title, {actions}, ...children) {
  const id = uniqueID("card");
  return h("section", {class: "card", "aria-labelledby": id}, h("header", h("h2", {id}, title), actions && h("div", {class: "actions"}, actions)), children);
}

/** Names and values; pairs without a value are left out. */
export const facts = (pairs, name = "facts") => h("dl", {class: name},
  pairs.filter(pair => pair && pair[1] !== null && pair[1] !== undefined && pair[1] !== "")
    .map(([term, value]) => [h("dt", term), h("dd", value)]));

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

/** The units of a line that are still to ship. */
export const left = item => item.quantity - item.shippedQuantity;

/** The sum of a number over items. */
export const sum = (items, of) => items.reduce((all, item) => all + of(item), 0);
