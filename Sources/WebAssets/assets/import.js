// Stock from a table in five steps; each has its own address, and Back never loses the file.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {dateTime, number, plural, signed} from "./format.js";
import {onQuery, page, query, setQuery} from "./state.js";
import {announce, busy, button, forbiddenState, linkButton, tag, toast} from "./ui.js";

const bytesMax = 5 << 20;
const rowsMax = 50_000;
const shownAtOnce = 50;
const steps = {file: "File", columns: "Columns", check: "Check", apply: "Apply", result: "Result"};
const columns = {
  sku: ["SKU", /^(variant )?sku$/i],
  quantity: ["Quantity", /^(new )?(quantity(change)?|qty|count(ed)?|on hand|stock|change|variant inventory qty)$/i],
  expectedQuantity: ["Expected now", /^expected ?quantity$/i],
  reason: ["Reason", /^reason$/i],
  notes: ["Note", /^notes?$/i],
};
const tiles = {
  changed: "will change", unchanged: "unchanged", changedMeanwhile: "changed meanwhile", errors: "errors",
};

/** The wizard that takes stock in from a CSV file. */
export function BulkImport(main) {
  if (!can("inventory:write")) return void fill(main, h("h1", "Import stock"), forbiddenState("inventory:write"));
  const work = {};
  const stepper = h("ol", {class: "stepper"});
  const body = h("section", {class: "card"});
  const show = () => {
    const asked = query().step;
    const step = asked === "result" && work.result ? asked : asked in steps && asked !== "result" && work.table ? asked : "file";
    const names = Object.keys(steps);
    fill(stepper, names.map((name, index) =>
      h("li", {class: index <= names.indexOf(step) && "done", "aria-current": name === step ? "step" : null}, steps[name])));
    views[step](body, work);
    if (asked) body.querySelector("h2").focus();
  };
  fill(main, h("header", {class: "page-head"}, h("h1", "Import stock")), stepper, body);
  show();
  return onQuery(show);
}

const go = step => setQuery({step});
const heading = step => h("h2", {tabindex: "-1"}, steps[step]);
const back = step => button("Back", {on: () => go(step)});

const views = {
  file(body, work) {
    const problem = h("p", {class: "error", role: "alert"});
    const input = h("input", {type: "file", id: "file", accept: ".csv,.tsv,.txt,text/csv", on: {change: () => take(input.files[0])}});
    const take = async file => {
      try {
        Object.assign(work, {check: null, result: null, key: newKey()}, await readFile(file));
        go("columns");
      } catch (error) {
        problem.textContent = error.message;
      }
    };
    const latest = h("div");
    fill(body, heading("file"),
      h("p", "Start from your current stock: ", h("a", {href: "/inventory/export", download: "stock.csv"}, "Download CSV"),
        ". It also holds what is on hand now, so that a sale in the meantime is not overwritten."),
      h("div", {class: "drop", on: {
        dragover: event => event.preventDefault(),
        drop: event => { event.preventDefault(); take(event.dataTransfer.files[0]); },
      }}, h("label", {for: "file"}, "CSV file, at most 5 MiB and 50,000 rows"), input), problem,
      work.table && h("footer", {class: "actions"}, h("p", `${work.name}, ${plural(work.table.rows.length, "row", "rows")}`),
        button("Go on", {kind: "primary", on: () => go("columns")})),
      latest);
    get("/inventory/imports", {limit: 5}).then(({items}) => items.length && fill(latest, h("h3", "Latest imports"), h("ul",
      items.map(item => h("li", `${item.name}, ${dateTime(item.createdAt)}: ${plural(item.rowCount, "row", "rows")} `,
        item.undoneAt ? tag("Undone") : button("Undo", {kind: "ghost", label: `Undo import ${item.name}`, on: event => undo(item.id, event.currentTarget, latest)})))))).catch(() => {});
  },

  columns(body, work) {
    const {table} = work;
    const choose = (name, value) => {
      work.mapping[name] = value;
      work.check = null;
      views.columns(body, work);
      body.querySelector(`#column-${name}`).focus();
    };
    const mode = (value, text) => h("label", {class: "tick"}, h("input", {
      type: "radio", name: "mode", prop: {checked: work.mode === value},
      on: {change: () => { work.mode = value; work.check = null; }},
    }), h("span", text));
    fill(body, heading("columns"),
      h("p", {class: "hint"}, `${work.name}: ${plural(table.rows.length, "row", "rows")}, ${table.delimiter}, ${work.encoding}`),
      h("div", {class: "table-frame"}, h("table", h("caption", {class: "visually-hidden"}, "Columns of the file"),
        h("thead", h("tr", ["We need", "In the file", "Examples"].map(text => h("th", {scope: "col"}, text)))),
        h("tbody", Object.entries(columns).map(([name, [title]]) => {
          const index = table.header.indexOf(work.mapping[name]);
          return h("tr", h("th", {scope: "row"}, h("label", {for: `column-${name}`}, title)),
            h("td", h("select", {id: `column-${name}`, on: {change: event => choose(name, event.target.value)}},
              !table.header.includes(name) && h("option", {value: ""}, "Not in the file"),
              table.header.map(text => h("option", {value: text, prop: {selected: text === work.mapping[name]}}, text)))),
            h("td", index >= 0 && table.rows.slice(0, 3).map(row => row.fields[index]).join(" · ")));
        })))),
      h("fieldset", h("legend", "What the quantity means"), mode("absolute", "Set to: what was counted"), mode("delta", "Add or remove: what came or went")),
      h("footer", {class: "actions"}, back("file"),
        button("Check", {kind: "primary", disabled: !work.mapping.sku || !work.mapping.quantity, on: () => go("check")})),
      (!work.mapping.sku || !work.mapping.quantity) && h("p", {class: "hint"}, "Say which columns hold the SKU and the quantity."));
  },

  async check(body, work) {
    if (!work.check) {
      fill(body, heading("check"), h("p", {role: "status"}, "Checking every row. Nothing is written."));
      try {
        work.check = await ask(work, {dryRun: true});
        announce(summary(work.check));
      } catch (error) {
        return void fill(body, heading("check"), h("p", {class: "error", role: "alert"}, describeError(error)), back("columns"));
      }
    }
    fill(body, heading("check"), h("p", {class: "hint"}, "Nothing is written yet."), verdicts(work, work.check),
      h("footer", {class: "actions"}, back("columns"),
        button("Go on", {kind: "primary", disabled: !work.check.counts.changed, on: () => go("apply")})),
      !work.check.counts.changed && h("p", {class: "hint"}, "No row would change anything."));
  },

  apply(body, work) {
    const {counts} = work.check ?? {};
    if (!counts) return void go("check");
    const bad = counts.errors + counts.changedMeanwhile;
    const choice = (value, text) => h("label", {class: "tick"}, h("input", {type: "radio", name: "all", value, prop: {checked: value === "all"}}), h("span", text));
    const notes = h("input", {id: "import-note", maxlength: "200"});
    const problem = h("p", {class: "error", role: "alert"});
    const apply = async () => {
      const allOrNothing = body.querySelector("[name=all]:checked").value === "all";
      try {
        work.result = await ask(work, {allOrNothing, notes: notes.value || undefined});
        announce(summary(work.result));
        go("result");
      } catch (error) {
        problem.textContent = describeError(error);
      }
    };
    fill(body, heading("apply"), h("p", `${plural(counts.changed, "variant", "variants")} will change.`,
      bad > 0 && ` ${plural(bad, "row is", "rows are")} not good and will be left out, or stop${bad === 1 ? "s" : ""} all the others.`),
    h("fieldset", h("legend", "Apply"), choice("all", "Only if every row is good"), choice("good", "Good rows only")),
    h("label", {for: "import-note"}, "Note (optional)"), notes,
    h("p", {class: "hint"}, "Each row is compared with the stock again at that moment."), problem,
    h("footer", {class: "actions"}, back("check"),
      button("Apply", {kind: "primary", on: event => busy(event.currentTarget, apply(), "Applying…")})));
  },

  result(body, work) {
    const {result} = work;
    const undone = h("div");
    fill(body, heading("result"),
      h("p", {class: result.importId ? "" : "error"}, result.importId
        ? `${plural(result.applied, "variant was", "variants were")} changed.`
        : "Nothing was changed: some rows are not good. Mend them, or apply the good rows only."),
      verdicts(work, result),
      h("footer", {class: "actions"},
        result.importId ? button("Undo import", {icon: "undo", on: event => undo(result.importId, event.currentTarget, undone)}) : back("apply"),
        button("Another file", {on: () => { work.table = null; go("file"); }}), linkButton("Show stock", page("/inventory"))),
      undone);
  },
};

const kindOf = row => !row.error ? row.change ? "changed" : "unchanged" : row.error.code === "version_conflict" ? "changedMeanwhile" : "errors";
const summary = ({counts}) => Object.entries(tiles).map(([name, text]) => `${number(counts[name])} ${text}`).join(", ");

/** Sends the file as it was chosen; judged only, or applied under one key. */
async function ask({text, name, mode, mapping, key}, choices) {
  const {quantity, ...rest} = mapping;
  const wanted = Object.entries({...rest, [mode === "delta" ? "quantityChange" : "quantity"]: quantity}).filter(([, column]) => column);
  const body = {csv: text, name, mode, mapping: Object.fromEntries(wanted), ...choices};
  return (await send("POST", "/inventory/import", body, {key: choices.dryRun ? undefined : key})).data;
}

const fieldOf = ({table}, {line}, column) => table.rows.find(row => row.line === line)?.fields[table.header.indexOf(column)];

/** The words for what is wrong with a row. */
function message(work, row) {
  const {error} = row;
  if (!error) return "";
  const same = error.message.match(/line (\d+) has the same/);
  if (same) return `Row ${same[1]} has the same SKU.`;
  const value = fieldOf(work, row, error.column);
  if (value !== undefined && [work.mapping.quantity, work.mapping.expectedQuantity].includes(error.column)) {
    return `${error.column === work.mapping.quantity ? "Quantity" : "Expected quantity"} must be a whole number; the file says ${value || "nothing"}.`;
  }
  if (error.code === "variant_not_found" && /^\d+$/.test(row.sku)) {
    return `${error.message} If it began with zeros, a spreadsheet may have dropped them.`;
  }
  return error.message;
}

/** Tiles that filter, and the rows below them. */
function verdicts(work, {rows, counts, importId, dryRun}) {
  let kind = null;
  let shown = shownAtOnce;
  const tileRow = h("div", {class: "tiles", role: "group", "aria-label": "Show rows"});
  const list = h("tbody");
  const more = h("p");
  const draw = () => {
    const chosen = kind ? rows.filter(row => kindOf(row) === kind) : rows;
    fill(tileRow, Object.entries(tiles).map(([name, text]) => h("button", {
      type: "button", class: "tile", "aria-pressed": name === kind,
      on: {click: () => { kind = name === kind ? null : name; shown = shownAtOnce; draw(); tileRow.querySelector(`[data-kind=${name}]`).focus(); }},
      data: {kind: name},
    }, h("strong", number(counts[name])), h("span", name === "changed" && !dryRun && importId ? "changed" : text))));
    fill(list, chosen.slice(0, shown).map(row => h("tr", {class: row.error ? "bad" : null},
      h("td", {class: "numeric"}, row.line), h("td", {class: "nowrap"}, h("code", row.sku ?? fieldOf(work, row, work.mapping.sku))), h("td", [row.productName, row.variantName].filter(Boolean).join(" / ")),
      [row.before, row.after].map(value => h("td", {class: "numeric"}, number(value))),
      h("td", {class: "numeric"}, row.change ? signed(row.change) : ""),
      h("td", row.isLargeJump && tag("Large jump", "warning", "warning"), message(work, row)))));
    fill(more, chosen.length > shown && button(`Show more of ${number(chosen.length)} rows`, {on: () => { shown += 500; draw(); }}),
      button("Download these rows", {icon: "download", on: () => download(work, chosen)}));
  };
  draw();
  const heads = ["Row", "SKU", "Product", "Now", "New", "Difference", "Message"];
  return [tileRow, h("div", {class: "table-frame", tabindex: "0", role: "region", "aria-label": "Rows"},
    h("table", h("caption", {class: "visually-hidden"}, "What each row does"),
      h("thead", h("tr", heads.map((text, index) => h("th", {scope: "col", class: index === 0 || (index > 2 && index < 6) ? "numeric" : null}, text)))), list)), more];
}

async function undo(id, target, place) {
  try {
    const {data} = await busy(target, send("POST", `/inventory/imports/${id}/undo`, {}, {key: newKey()}), "Undoing…");
    const refused = data.rows.filter(row => row.error);
    toast(`${plural(data.undone, "variant has", "variants have")} the former stock again.`);
    target.remove();
    if (refused.length) {
      place.append(h("h3", "Not taken back"), h("ul", refused.map(row => h("li", `${row.sku}: ${describeError(row.error)}`))));
    }
  } catch (error) {
    toast(describeError(error));
  }
}

// MARK: The file

async function readFile(file) {
  if (!file) throw Error("Choose a file.");
  if (file.size > bytesMax) throw Error(`${file.name} is larger than 5 MiB.`);
  const bytes = await file.arrayBuffer();
  let text;
  let encoding = new Uint8Array(bytes)[0] === 0xff ? "utf-16le" : "utf-8";
  try {
    text = new TextDecoder(encoding, {fatal: true}).decode(bytes);
  } catch {
    encoding = "windows-1252";
    text = new TextDecoder(encoding).decode(bytes);
  }
  const table = readTable(text);
  if (!table.rows.length) throw Error(`${file.name} has no rows below its header.`);
  if (table.rows.length > rowsMax) throw Error(`${file.name} has ${number(table.rows.length)} rows; at most 50,000 are taken at once.`);
  const mapping = {};
  for (const [name, [, pattern]] of Object.entries(columns)) mapping[name] = table.header.find(text => pattern.test(text.trim())) ?? "";
  return {name: file.name, text, table, mapping, encoding, mode: /change$/i.test(mapping.quantity) ? "delta" : "absolute"};
}

/** A CSV text as header and rows, each row with the line on which it begins. */
export function readTable(text) {
  const head = text.slice(0, text.indexOf("\n") >>> 0);
  const delimiters = {",": "commas", ";": "semicolons", "\t": "tabs"};
  const delimiter = Object.keys(delimiters).reduce((best, each) => head.split(each).length > head.split(best).length ? each : best);
  const pattern = new RegExp(`("(?:[^"]|"")*"|[^${delimiter}\\r\\n"]*)(${delimiter}|\\r?\\n|\\r|$)`, "gy");
  const rows = [];
  let [fields, line, start] = [[], 1, 1];
  for (let match; (match = pattern.exec(text)) && (match[0] || fields.length);) {
    const [whole, field, end] = match;
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    line += whole.split("\n").length - 1;
    if (end === delimiter) continue;
    if (fields.length > 1 || fields[0]) rows.push({line: start, fields});
    [fields, start] = [[], line];
  }
  return {header: rows.shift()?.fields ?? [], rows, delimiter: delimiters[delimiter]};
}

function download(work, rows) {
  const byLine = new Map(work.table.rows.map(row => [row.line, row.fields]));
  const quoted = value => /[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value;
  const lines = [[...work.table.header, "error"], ...rows.map(row => [...(byLine.get(row.line) ?? [row.sku]), row.error ? message(work, row) : ""])];
  const address = URL.createObjectURL(new Blob([lines.map(line => line.map(quoted).join(",")).join("\r\n")], {type: "text/csv"}));
  h("a", {href: address, download: `rows of ${work.name}`}).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
