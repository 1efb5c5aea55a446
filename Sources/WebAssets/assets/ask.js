// Questions with fields: what a dialog asks, and secrets that are shown once.

import {h, fill} from "./dom.js";
import {describeError} from "./api.js";
import {date} from "./format.js";
import {field} from "./field.js";
import {busy, button, copyButton, dialog, stylesheet} from "./ui.js";

// Lists load it only when they ask.
stylesheet("records");

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

/** The fields of an address with their labels; each may be absent. */
const addressFields = [
  ["firstName", "First name", "given-name"], ["lastName", "Last name", "family-name"], ["company", "Company", "organization"],
  ["line1", "Street and number", "address-line1"], ["line2", "Further line", "address-line2"], ["postalCode", "Postcode", "postal-code"],
  ["city", "Town", "address-level2"], ["region", "Region", "address-level1"], ["country", "Country (two letters)", "country"], ["phone", "Phone", "tel"],
];

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
