// Stock from a table in five steps; each has its own address, and Back never loses the file.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {dateTime, number, plural, signed} from "./format.js";
import {onQuery, page, query, setQuery} from "./state.js";
import {announce, busy, button, forbiddenState, linkButton, tag, toast} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {tell} from "./record.js";
import {everything} from "./catalog.js";
import {offer, readFile} from "./csv.js";

const shownAtOnce = 50;
const steps = {file: "File", columns: "Columns", check: "Check", apply: "Apply", result: "Result"};
const columns = {
  sku: ["SKU", /^(variant )?sku$/i], quantity: ["Quantity", /^(new )?(quantity(change)?|qty|count(ed)?|on hand|stock|change|variant inventory qty)$/i],
  expectedQuantity: ["Expected now", /^expected ?quantity$/i], reason: ["Reason", /^reason$/i], notes: ["Note", /^notes?$/i],
};
const tiles = {changed: "will change", unchanged: "unchanged", changedMeanwhile: "changed meanwhile", errors: "errors"};

/** The wizard that takes stock in from a CSV file. */
export function BulkImport(main) {
  if (!can("inventory:write")) return fill(main, h("h1", "Import stock"), forbiddenState("inventory:write"));
  main.classList.add("record");
  const work = {};
  const stepper = h("ol", {class: "stepper"});
  const body = h("section", {class: "card"});
  const names = Object.keys(steps);
  const show = () => {
    const asked = query().step;
    const isThere = {columns: work.table, check: work.table, apply: work.check, result: work.result}[asked];
    const step = isThere ? asked : "file";
    fill(stepper, names.map((name, index) => h("li", {class: index <= names.indexOf(step) && "done", "aria-current": name === step ? "step" : null}, steps[name])));
    const put = (...content) => fill(body, h("h2", {tabindex: "-1"}, steps[step]), content);
    views[step](put, work);
    if (asked) body.querySelector("h2").focus();
  };
  fill(main, h("header", {class: "page-head"}, h("h1", "Import stock")), stepper, body);
  show();
  onQuery(show);
}

const go = step => setQuery({step});
const foot = (before, ...buttons) => h("footer", {class: "actions"}, before && button("Back", {on: () => go(before)}), buttons);
const next = (text, on, disabled) => button(text, {kind: "primary", disabled, on});
const trouble = error => h("p", {class: "error", role: "alert"}, error && describeError(error));
const radio = (name, value, text, isOn, onPick) => h("label", {class: "tick"}, h("input", {type: "radio", name, value, prop: {checked: isOn}, on: {change: onPick}}), h("span", text));

const views = {
  file(put, work) {
    const problem = trouble();
    const take = async file => {
      try {
        const read = await readFile(file);
        const mapping = Object.fromEntries(Object.entries(columns).map(([name, [, pattern]]) => [name, read.table.header.find(text => pattern.test(text.trim())) ?? ""]));
        Object.assign(work, read, {mapping, mode: /change$/i.test(mapping.quantity) ? "delta" : "absolute", check: null, result: null, key: newKey()});
        go("columns");
      } catch (error) {
        problem.textContent = error.message;
      }
    };
    const input = h("input", {type: "file", id: "file", accept: ".csv,.tsv,.txt,text/csv", on: {change: () => take(input.files[0])}});
    const latest = h("div");
    put(h("p", "Start from your current stock. The file also holds what is on hand now, so that a sale in the meantime is not overwritten."),
      button("Download CSV", {icon: "download", on: event => busy(event.currentTarget, tell(currentStock()), "Reading…")}),
    h("div", {class: "drop", on: {dragover: event => event.preventDefault(), drop: event => { event.preventDefault(); take(event.dataTransfer.files[0]); }}},
      h("label", {for: "file"}, "CSV file, at most 5 MiB and 50,000 rows"), input), problem,
    work.table && foot(null, h("p", `${work.name}, ${plural(work.table.rows.length, "row", "rows")}`), next("Go on", () => go("columns"))), latest);
    const line = one => h("li", h("p", h("strong", one.name), ` ${dateTime(one.createdAt)}, ${plural(one.rowCount, "variant", "variants")}`), one.undoneAt ? tag("Undone")
      : button("Undo", {kind: "ghost", label: `Undo import ${one.name}`, on: event => undo(one.id, event.currentTarget, latest)}));
    get("/inventory/imports", {limit: 5}).then(({items}) => items.length && fill(latest, h("h3", "Latest imports"), h("ul", {class: "rows"}, items.map(line)))).catch(() => {});
  },

  columns(put, work) {
    const {table, mapping} = work;
    const choose = (name, value) => {
      mapping[name] = value;
      work.check = null;
      views.columns(put, work);
      document.getElementById(`column-${name}`).focus();
    };
    const chosen = name => h("select", {id: `column-${name}`, "aria-label": columns[name][0], on: {change: event => choose(name, event.target.value)}},
      !table.header.includes(name) && h("option", {value: ""}, "Not in the file"), table.header.map(text => h("option", {value: text, prop: {selected: text === mapping[name]}}, text)));
    const examples = name => table.rows.slice(0, 3).map(row => row.fields[table.header.indexOf(mapping[name])]).filter(Boolean).join(" · ");
    const mode = (value, text) => radio("mode", value, text, work.mode === value, () => { work.mode = value; work.check = null; });
    const isReady = mapping.sku && mapping.quantity;
    put(h("p", {class: "hint"}, `${work.name}: ${plural(table.rows.length, "row", "rows")}, ${table.delimiter}, ${work.encoding}`),
      plainTable({caption: "Columns of the file", rows: Object.keys(columns), columns: [
        {title: "We need", cell: name => columns[name][0]}, {title: "In the file", cell: chosen}, {title: "Examples", cell: examples}]}),
      h("fieldset", h("legend", "What the quantity means"), mode("absolute", "Set to: what was counted"), mode("delta", "Add or remove: what came or went")),
      !isReady && h("p", {class: "hint"}, "Say which columns hold the SKU and the quantity."), foot("file", next("Check", () => go("check"), !isReady)));
  },

  async check(put, work) {
    if (!work.check) {
      put(h("p", {role: "status"}, "Checking every row. Nothing is written."));
      try {
        work.check = await ask(work, {dryRun: true});
      } catch (error) {
        return put(trouble(error), foot("columns"));
      }
    }
    const nothing = !work.check.counts.changed;
    put(h("p", {class: "hint"}, nothing ? "No row would change anything." : "Nothing is written yet."), verdicts(work, work.check), foot("columns", next("Go on", () => go("apply"), nothing)));
  },

  apply(put, work) {
    const {changed, errors, changedMeanwhile} = work.check.counts;
    const bad = errors + changedMeanwhile;
    const notes = h("input", {id: "import-note", maxlength: 200});
    const problem = trouble();
    let allOrNothing = true;
    const choice = (value, text) => radio("all", value, text, value === "all", () => { allOrNothing = value === "all"; });
    const apply = async () => {
      try {
        work.result = await ask(work, {allOrNothing, notes: notes.value || undefined});
        go("result");
      } catch (error) {
        problem.textContent = describeError(error);
      }
    };
    put(h("p", `${plural(changed, "variant", "variants")} will change.`, bad > 0 && ` ${plural(bad, "row is", "rows are")} not good: left out, or a reason to change nothing.`),
      h("fieldset", h("legend", "Apply"), choice("all", "Only if every row is good"), choice("good", "Good rows only")),
      h("div", {class: "field"}, h("label", {for: "import-note"}, "Note (optional)"), notes),
      h("p", {class: "hint"}, "Each row is compared with the stock again at that moment."), problem,
      foot("check", next("Apply", event => busy(event.currentTarget, apply(), "Applying…"))));
  },

  result(put, work) {
    const {importId, applied} = work.result;
    const undone = h("div");
    put(importId ? h("p", `${plural(applied, "variant was", "variants were")} changed.`)
      : h("p", {class: "error"}, "Nothing was changed: some rows are not good. Mend them, or apply the good rows only."),
    verdicts(work, work.result), foot(importId ? null : "apply",
      importId && button("Undo import", {icon: "undo", on: event => undo(importId, event.currentTarget, undone)}),
      button("Another file", {on: () => { work.table = null; go("file"); }}), linkButton("Show stock", page("/inventory"))), undone);
  },
};

const kindOf = row => (!row.error ? (row.change ? "changed" : "unchanged") : row.error.code === "version_conflict" ? "changedMeanwhile" : "errors");
const fieldOf = ({table}, {line}, column) => table.rows.find(row => row.line === line)?.fields[table.header.indexOf(column)];

/** Sends the file as it was chosen: only judged, or applied under one key. */
async function ask({text, name, mode, mapping, key}, choices) {
  const {quantity, ...rest} = mapping;
  const wanted = Object.entries({...rest, [mode === "delta" ? "quantityChange" : "quantity"]: quantity}).filter(([, column]) => column);
  const body = {csv: text, name, mode, mapping: Object.fromEntries(wanted), ...choices};
  const {data} = await send("POST", "/inventory/import", body, {key: choices.dryRun ? undefined : key});
  announce(Object.entries(tiles).map(([kind, words]) => `${number(data.counts[kind])} ${words}`).join(", "));
  return data;
}

/** The words for what is wrong with a row. */
function message(work, row) {
  const {error} = row;
  if (!error) return "";
  const same = error.message.match(/line (\d+) has the same/);
  if (same) return `Row ${same[1]} has the same SKU.`;
  const title = {[work.mapping.quantity]: "Quantity", [work.mapping.expectedQuantity]: "Expected quantity"}[error.column];
  if (title) return `${title} must be a whole number; the file says ${fieldOf(work, row, error.column) || "nothing"}.`;
  const isShort = error.code === "variant_not_found" && /^\d+$/.test(row.sku);
  return error.message + (isShort ? " If it began with zeros, a spreadsheet may have dropped them." : "");
}

/** Tiles that filter, and the rows below them. */
function verdicts(work, {rows, counts, importId}) {
  const element = h("div", {class: "stack"});
  const cells = [
    {title: "Row", cell: row => row.line}, {title: "SKU", cell: row => h("code", row.sku ?? fieldOf(work, row, work.mapping.sku))},
    {title: "Product", cell: row => [row.productName, row.variantName].filter(Boolean).join(" / ")},
    {title: "Now", numeric: true, cell: row => number(row.before)}, {title: "New", numeric: true, cell: row => number(row.after)},
    {title: "Difference", numeric: true, cell: row => row.change && signed(row.change)},
    {title: "Message", cell: row => [row.isLargeJump && tag("Large jump", "warning", "warning"), row.error && h("span", {class: "error"}, message(work, row))]},
  ];
  const draw = (kind, shown = shownAtOnce) => {
    const chosen = rows.filter(row => !kind || kindOf(row) === kind);
    const tile = ([name, words]) => h("button", {type: "button", class: "tile", "aria-pressed": name === kind, data: {kind: name}, on: {click: () => {
      draw(name === kind ? null : name);
      element.querySelector(`[data-kind=${name}]`).focus();
    }}}, h("strong", number(counts[name])), h("span", importId ? words.replace("will change", "changed") : words));
    fill(element, h("div", {class: "tiles", role: "group", "aria-label": "Show rows"}, Object.entries(tiles).map(tile)),
      plainTable({caption: "What each row does", rows: chosen.slice(0, shown), columns: cells, empty: "No such rows."}),
      h("div", {class: "actions"}, chosen.length > shown && button(`Show more of ${number(chosen.length)} rows`, {on: () => draw(kind, shown + 500)}),
        button("Download these rows", {icon: "download", on: () => download(work, chosen)})));
  };
  draw(null);
  return element;
}

async function undo(id, target, place) {
  try {
    const {data} = await busy(target, send("POST", `/inventory/imports/${id}/undo`, {}, {key: newKey()}), "Undoing…");
    const refused = data.rows.filter(row => row.error);
    toast(`${plural(data.undone, "variant has", "variants have")} the former stock again.`);
    target.remove();
    if (refused.length) place.append(h("h3", "Not taken back"), h("ul", refused.map(row => h("li", `${row.sku}: ${describeError(row.error)}`))));
  } catch (error) {
    toast(describeError(error));
  }
}

/** The rows as they stood in the file, each with what was wrong. */
function download(work, rows) {
  const given = new Map(work.table.rows.map(row => [row.line, row.fields]));
  offer(`rows of ${work.name}`, [[...work.table.header, "error"], ...rows.map(row => [...given.get(row.line) ?? [row.sku], message(work, row)])]);
}

/** What is on hand of every SKU, twice: to be changed, and to be compared with. */
async function currentStock() {
  const rows = (await everything("/inventory")).filter(({sku}) => sku);
  offer("stock.csv", [Object.keys(columns), ...rows.map(({sku, quantity}) => [sku, quantity, quantity, "", ""])]);
}
