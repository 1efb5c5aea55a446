// The variants of a product: made from options, then edited like a sheet.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {number, plural} from "./format.js";
import {page} from "./state.js";
import {announce, button, confirmAct, toast} from "./ui.js";
import {field} from "./field.js";

const newAtOnce = 100;
const cells = {sku: "SKU", barcode: "Barcode", price: "Price", compareAtPrice: "Compare-at", cost: "Cost"};
const isMoney = name => /price|cost/i.test(name);
// As the API takes a cell: nothing for an empty one, amounts with a point.
const sent = (name, value) => (value === "" ? null : name === "quantity" ? Number(value) : isMoney(name) ? value.replace(",", ".") : value);

/** The table of variants as a field of a form: `value` is what was typed, `drafts()` what a new product gets, `save(id)` stores the rest. */
export function VariantManager({onChange, adjust, basePrice}) {
  let variants = [];
  let rows = [];
  const body = h("tbody", {on: {keydown: keys, paste, input: edited, change: edited}});
  const note = h("p", {class: "hint", role: "status"});
  const table = h("div", {class: "table-frame"}, h("table", {class: "cells"}, h("caption", {class: "visually-hidden"}, "Variants"),
    h("thead", h("tr", ["Variant", ...Object.values(cells), "Active", "On hand"].map(text => h("th", {scope: "col"}, text)), h("td"))), body));

  function set(now) {
    variants = now;
    rows = now.map(({id, version, name, isActive, attributes, inventory, ...rest}) => {
      const saved = {name, isActive, ...Object.fromEntries(Object.keys(cells).map(cell => [cell, rest[cell] ?? ""]))};
      return {id, version, attributes, inventory, saved, now: {...saved}};
    });
    draw();
  }

  function draw() {
    table.hidden = !rows.length;
    fill(note, rows.length > 0 && "Arrow keys move between cells, Enter edits, Escape takes a change back. A pasted column fills down.");
    fill(body, rows.map((row, index) => h("tr", {data: {index}},
      h("th", {scope: "row"}, cell(row, "name", "Name"), row.problem && h("p", {class: "error", role: "alert"}, row.problem)),
      Object.entries(cells).map(([name, title]) => h("td", cell(row, name, title))),
      h("td", h("input", {type: "checkbox", name: "isActive", "aria-label": `Active, ${row.now.name}`, prop: {checked: row.now.isActive}})),
      h("td", {class: "numeric"}, row.id ? h("div", {class: "actions end"}, number(row.inventory?.quantity), adjust && can("inventory:write") && button("", {kind: "ghost", icon: "edit", label: `Adjust stock of ${row.now.name}`, title: "Adjust stock", on: () => adjust(row)}))
        : cell(row, "quantity", "Opening stock")),
      h("td", (row.id ? can("products:delete") && rows.length > 1 : true)
        && button("", {kind: "ghost", icon: "trash", label: `Remove ${row.now.name}`, on: () => remove(row)})))));
  }

  const cell = (row, name, title) => h("input", {
    name, "aria-label": `${title}, ${row.now.name}`, autocomplete: "off", inputmode: isMoney(name) ? "decimal" : null,
    class: (isMoney(name) || name === "quantity") && "numeric", placeholder: name === "price" ? basePrice() : null, prop: {value: row.now[name] ?? ""},
  });

  const rowOf = input => rows[input.closest("tr").dataset.index];

  function edited({target}) {
    rowOf(target).now[target.name] = target.type === "checkbox" ? target.checked : target.value.trim();
  }

  function keys(event) {
    const {target, key} = event;
    const line = target.closest("tr");
    const column = [...line.querySelectorAll("input")].indexOf(target);
    if (column < 0) return;
    const isText = target.type === "text";
    const isWhole = !isText || target.selectionEnd - target.selectionStart === target.value.length;
    const [down, right] = {ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[key] ?? [];
    if (down || (right && isWhole)) {
      const next = body.children[Number(line.dataset.index) + down]?.querySelectorAll("input")[column + right];
      next?.focus();
      if (next?.type === "text") next.select();
    } else if (key === "Enter" && isText) {
      target.setSelectionRange(target.value.length, target.value.length);
    } else if (key === "Escape" && isText) {
      target.value = rowOf(target).now[target.name] = rowOf(target).saved[target.name] ?? "";
      onChange();
      target.select();
    } else return;
    event.preventDefault();
  }

  /** A column from a spreadsheet goes down from the cell; it is shown first and can be taken back. */
  function paste(event) {
    const {name} = event.target;
    const values = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    if (values.length < 2 || !(name in cells)) return;
    event.preventDefault();
    const filled = rows.slice(event.target.closest("tr").dataset.index).slice(0, values.length);
    const before = filled.map(row => row.now[name]);
    const write = list => {
      filled.forEach((row, index) => { row.now[name] = list[index].trim(); });
      draw();
      onChange();
    };
    write(values);
    fill(note, `${cells[name]}: ${plural(filled.length, "cell", "cells")} filled down from ${filled[0].now.name}. `,
      button("Keep", {on: draw}), button("Take back", {kind: "ghost", icon: "undo", on: () => write(before)}));
  }

  async function remove(row) {
    if (row.id) {
      const text = "It disappears from the catalog; orders that contain it keep it. This cannot be undone.";
      if (!await confirmAct({title: `Delete ${row.now.name}?`, text, act: "Delete variant", keep: "Keep variant"})) return;
      try {
        await send("DELETE", `/products/variants/${row.id}`, undefined, {version: row.version});
      } catch (error) {
        return toast(describeError(error));
      }
      variants = variants.filter(({id}) => id !== row.id);
    }
    rows = rows.filter(other => other !== row);
    draw();
    onChange();
  }

  const changed = row => Object.keys(row.now).filter(name => row.now[name] !== row.saved[name]);
  const fields = (row, names) => Object.fromEntries(names.map(name => [name, sent(name, row.now[name])]));
  const draft = row => fields(row, Object.keys(row.now).filter(name => row.now[name] !== ""));

  /** Stores every changed row; answers how many were refused, each with its reason in the table. */
  async function save(productID) {
    for (const row of rows) {
      row.problem = null;
      const names = changed(row);
      if (!names.length) continue;
      try {
        const {data} = row.id
          ? await send("PATCH", `/products/variants/${row.id}`, fields(row, names), {version: row.version})
          : await send("POST", `/products/${productID}/variants`, draft(row), {key: row.key});
        const {attributes, quantity, ...now} = row.now;
        Object.assign(row, {id: data.id, version: data.version, inventory: data.inventory, attributes: data.attributes, saved: now, now: {...now}});
      } catch (error) {
        row.problem = await explain(row, error);
      }
    }
    draw();
    return rows.filter(row => row.problem).length;
  }

  async function explain(row, error) {
    if (error.code === "version_conflict") {
      return ["Somebody else changed this variant. ", button("Keep mine", {kind: "ghost", on: () => {
        Object.assign(row, {version: error.details.actual, problem: null});
        draw();
      }})];
    }
    if (error.code === "already_exists") {
      const {items} = await get("/products", {q: row.now.sku, limit: 5}).catch(() => ({items: []}));
      const all = items.flatMap(({id, name, variants: those}) => those.map(one => ({id, sku: one.sku, name: `${name} / ${one.name}`})));
      const other = all.find(({sku}) => sku === row.now.sku);
      if (other) return ["SKU ", h("code", row.now.sku), " belongs to ", h("a", {href: page(`/products/${other.id}`)}, other.name), "."];
    }
    return describeError(error);
  }

  /** Says at the drafts of a new product which SKU is taken. */
  async function blame(error) {
    for (const row of rows) {
      const isTwice = row.now.sku && rows.some(other => other !== row && other.now.sku === row.now.sku);
      const words = row.now.sku && !isTwice ? await explain(row, error) : null;
      row.problem = isTwice ? "Two rows have this SKU." : Array.isArray(words) ? words : null;
    }
    draw();
    return Error("An SKU is taken; the table of variants says which.");
  }

  const maker = OptionMaker({taken: () => rows.map(row => row.attributes ?? row.now.attributes), onMake: made => {
    rows.push(...made.map(({name, attributes}) => ({key: newKey(), saved: {}, now: {name, attributes, isActive: true}})));
    draw();
    onChange();
    announce(`${plural(made.length, "variant", "variants")} added to the table.`);
  }});

  return {
    name: "variants", label: "Variants", describe: list => `${list.length} variants`, element: h("div", {class: "stack"}, table, note, maker), set, save, blame, drafts: () => rows.map(draft),
    get value() { return rows.map(({id, key, now}) => ({id, key, now: {...now}})); },
    set value(list) {
      set(variants);
      for (const {id, key, now} of list) {
        const row = rows.find(one => one.id && one.id === id);
        if (row) row.now = {...now};
        else if (!id) rows.push({key, saved: {}, now: {...now}});
      }
      draw();
    },
  };
}

/** Up to three options, whose combinations are shown before any is made. */
function OptionMaker({taken, onMake}) {
  const picked = new Set();
  const options = [1, 2, 3].map(number => [field({name: `option${number}`, label: `Option ${number}`, placeholder: ["Size", "Colour", "Material"][number - 1]}),
    field({name: `values${number}`, label: "Values", hint: "Separated by commas"})]);
  const filter = h("input", {type: "search", "aria-label": "Filter combinations", placeholder: "Filter"});
  const all = h("input", {type: "checkbox"});
  const allText = h("span");
  const list = h("ul", {class: "combinations"});
  const add = button("Add", {kind: "primary", on: () => {
    const made = combinations().filter(({id}) => picked.has(id));
    picked.clear();
    onMake(made);
    draw();
  }});
  const preview = h("div", {class: "stack", hidden: true}, filter, h("label", {class: "tick"}, all, allText), list, add);
  const mark = ({id}, isOn) => picked[isOn ? "add" : "delete"](id);
  const shown = () => combinations().filter(({name}) => name.toLowerCase().includes(filter.value.toLowerCase()));

  function combinations() {
    const used = options.map(([name, values]) => [name.value.trim(), [...new Set(values.value.split(",").map(text => text.trim()).filter(Boolean))]]).filter(([name, values]) => name && values.length);
    const existing = new Set(taken().map(attributes => JSON.stringify(attributes)));
    return used.reduce((made, [name, values]) => made.flatMap(each => values.map(value => ({...each, [name]: value}))), [{}])
      .map(attributes => ({attributes, name: Object.values(attributes).join(" / "), id: JSON.stringify(attributes)}))
      .filter(({id, name}) => name && !existing.has(id));
  }

  function draw() {
    const now = shown();
    const chosen = combinations().filter(({id}) => picked.has(id)).length;
    const here = now.filter(({id}) => picked.has(id)).length;
    preview.hidden = !now.length && !filter.value;
    all.checked = here > 0 && here === now.length;
    all.indeterminate = here > 0 && here < now.length;
    allText.textContent = `Select all shown (${number(now.length)})`;
    fill(list, now.map(each => h("li", h("label", {class: "tick"}, h("input", {type: "checkbox", prop: {checked: picked.has(each.id)}, on: {change: event => { mark(each, event.target.checked); draw(); [...list.querySelectorAll("input")][now.indexOf(each)].focus(); }}}), h("span", each.name)))));
    add.disabled = !chosen || chosen > newAtOnce;
    add.querySelector("span").textContent = chosen > newAtOnce ? `At most ${newAtOnce} at once` : `Add ${plural(chosen, "variant", "variants")}`;
  }

  all.addEventListener("change", () => { for (const each of shown()) mark(each, all.checked); draw(); });
  return h("details", {on: {input: event => { event.stopPropagation(); if (event.target.type !== "checkbox") draw(); }, change: event => event.stopPropagation()}},
    h("summary", "Add variants by options, such as size and colour"),
    h("div", {class: "stack"}, options.map(pair => h("div", {class: "fields two"}, pair.map(({element}) => element))), preview));
}
