// What opens behind a filter button, and the question for the name of a view.

import {h, uniqueID} from "./dom.js";
import {query} from "./state.js";
import {button, dialog, stylesheet} from "./ui.js";
import {change, days} from "./filters.js";

/** The editor of a filter, with what is chosen now. */
export const edit = async filter => (await stylesheet("extras"), (kinds[filter.kind] ?? kinds.choice)(filter));

const kinds = {
  async choice(filter) {
    filter.options ??= await filter.load().catch(() => []);
    const chosen = new Set((query()[filter.id] ?? "").split(",").filter(Boolean));
    const name = uniqueID("choice");
    return filter.options.map(option => h("label", {class: "tick", data: {depth: option.depth}}, h("input", {
      type: filter.many ? "checkbox" : "radio", name, prop: {checked: chosen.has(String(option.value))},
      on: {change: event => {
        if (!filter.many) chosen.clear();
        chosen[event.target.checked ? "add" : "delete"](String(option.value));
        change({[filter.id]: [...chosen]});
      }},
    }), h("span", option.label)));
  },
  range: filter => pair(filter, "number", ["From", "To"]),
  date: filter => [
    h("div", {class: "presets"}, Object.entries(days).map(([value, [title]]) =>
      button(title, {kind: query()[filter.id] === value ? "primary" : "secondary", on: () => change({[filter.id]: value})}))),
    pair(filter, "date", ["From", "To"]),
  ],
  async search(filter) {
    const {combobox} = await import("./combobox.js");
    return combobox({label: filter.title, load: filter.load, onPick: option => {
      filter.options = [...(filter.options ?? []), option];
      change({[filter.id]: option.value});
    }}).element;
  },
  text: filter => pair(filter, "text", [filter.title]),
};

function pair(filter, type, titles) {
  const values = (query()[filter.id] ?? "").split("..");
  const fields = titles.map((title, index) => h("label", {class: "field"}, title, h("input", {
    type, step: type === "number" ? "any" : null, min: type === "number" ? 0 : null,
    prop: {value: days[values[0]] ? "" : values[index] ?? ""},
  })));
  return h("form", {on: {submit: event => {
    event.preventDefault();
    const given = fields.map(one => one.querySelector("input").value.trim());
    change({[filter.id]: given.some(Boolean) ? given.join("..") : null});
    event.target.closest("[popover]").hidePopover();
  }}}, h("div", {class: "pair"}, fields), button("Apply", {kind: "primary", type: "submit"}));
}

/** Asks for a name and keeps the view in this browser. */
export function saveView(own, saved, refresh) {
  const name = h("input", {id: uniqueID("field"), maxlength: 40, required: true, autofocus: true});
  dialog({
    title: "Save this view", size: "small",
    body: h("div", {class: "field"}, h("label", {for: name.id}, "Name"), name, h("p", {class: "hint"}, "Kept in this browser.")),
    actions: [{text: "Back"}, {text: "Save view", kind: "primary", act: element => {
      if (!name.reportValidity()) return;
      const {page: _, at: __, cursor: ___, ...kept} = query();
      own.set([...saved.filter(one => one.name !== name.value), {name: name.value, query: kept}]);
      element.close();
      refresh();
    }}],
  });
}
