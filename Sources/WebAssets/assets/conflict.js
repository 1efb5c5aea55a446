// Two people changed the same record: a choice for each field that both changed.

import {h} from "./dom.js";
import {dialog} from "./ui.js";

/** Asks about `rows` of {field, mine, theirs}. Answers the names to take theirs for, or null to go on editing. */
export function choose(rows, who) {
  const taken = new Set();
  const option = ({field, ...values}, side) => h("td", h("label", {class: "tick"}, h("input", {
    type: "radio", name: `pick-${field.name}`, "aria-label": `${field.label}: ${side === "mine" ? "yours" : "theirs"}`,
    prop: {checked: side === "mine"}, on: {change: () => taken[side === "mine" ? "delete" : "add"](field.name)},
  }), h("span", field.describe?.(values[side]) ?? words(values[side]))));
  return new Promise(decide => {
    let answer = null;
    dialog({
      title: `${who ?? "Somebody"} changed this while you were editing.`, size: "large", onClose: () => decide(answer),
      body: h("table", h("caption", "Choose what to keep, field by field."),
        h("thead", h("tr", ["Field", "Yours", "Theirs"].map(text => h("th", {scope: "col"}, text)))),
        h("tbody", rows.map(row => h("tr", h("th", {scope: "row"}, row.field.label), option(row, "mine"), option(row, "theirs"))))),
      actions: [{text: "Back to editing"}, {text: "Save these", kind: "primary", closes: true, act: () => { answer = taken; }}],
    });
  });
}

const words = value => (typeof value === "boolean" ? (value ? "Yes" : "No") : String(value ?? "–"));
