// What a list does with the rows selected: the bar, acts on all of them, and a verdict for each.

import {h, fillWhen} from "./dom.js";
import {can, describeError, get} from "./api.js";
import {busy, button, dialog, toast} from "./ui.js";
import {number} from "./format.js";

const selectedMax = 1_000;
const batchMax = 100;

/** Draws the bar under a list. */
export function drawBulk(list) {
  const {selected, definition, rows, total} = list;
  const count = selected.size;
  const here = rows.filter(row => selected.has(definition.rowKey(row))).length;
  const hasMore = total > count && here === rows.length;
  fillWhen(list.bulk, [count, here, total, Boolean(list.onlySelected)].join(), () => [
    h("p", h("strong", `${number(count)} selected`), count > here && `, ${number(count - here)} not on this page`),
    hasMore && (total <= selectedMax
      ? button(`Select all ${number(total)} that match`, {kind: "ghost", on: event => busy(event.currentTarget, selectAll(list), "Selecting…")})
      : h("p", {class: "hint"}, "Narrow the filters to 1,000 or fewer to act on all of them.")),
    button(list.onlySelected ? "Show all" : "Show only selected", {kind: "ghost", on: () => { list.onlySelected = !list.onlySelected; list.draw(); }}),
    button("Clear", {kind: "ghost", on: () => { list.clearSelection(); list.frame.focus(); }}),
    h("div", {class: "actions"}, definition.bulk.filter(act => can(act.permission)).map(act =>
      button(act.title, {icon: act.icon, kind: act.kind, on: event => run(list, act, event.currentTarget)}))),
  ]);
}

async function selectAll(list) {
  for (let offset = 0; offset < list.total; offset += batchMax) {
    const answer = await get(list.definition.path, {...list.apiQuery(), cursor: null, offset: offset || null, limit: batchMax});
    for (const row of answer.items) list.mark(row, true);
  }
  list.draw();
}

async function run(list, act, target) {
  const rows = [...list.selected.values()];
  try {
    const results = await busy(target, Promise.resolve(act.run(rows, list)), "Working…");
    if (!results) return;
    await list.reload();
    report(list, act, rows, results);
  } catch (error) {
    toast(describeError(error));
  }
}

function report(list, act, rows, results) {
  const {rowKey, rowName} = list.definition;
  const byKey = new Map(rows.map(row => [rowKey(row), row]));
  const refused = results.filter(result => !result.ok);
  const done = results.filter(result => result.ok);
  const undo = act.undo && done.length && (async () => {
    await Promise.resolve(act.undo(done, rows)).catch(error => toast(describeError(error)));
    list.reload();
  });
  const summary = `${number(done.length)} ${act.done ?? "updated"}`;
  if (!refused.length) {
    list.clearSelection();
    return toast(`${summary}.`, {undo});
  }
  const lines = refused.map(({id, message}) => [byKey.has(id) && rowName ? rowName(byKey.get(id)) : id, message]);
  dialog({
    title: `${summary}, ${number(refused.length)} refused`,
    body: h("div", {class: "table-frame"}, h("table", h("caption", {class: "visually-hidden"}, "Refused"),
      h("thead", h("tr", h("th", {scope: "col"}, "Row"), h("th", {scope: "col"}, "Reason"))),
      h("tbody", lines.map(([row, reason]) => h("tr", h("th", {scope: "row"}, row), h("td", reason)))))),
    actions: [
      undo && {text: "Undo", act: undo, closes: true},
      {text: "Copy", icon: "copy", act: () => { navigator.clipboard.writeText(lines.map(line => line.join("\t")).join("\n")); toast("Copied."); }},
      {text: `Select the ${number(refused.length)}`, kind: "primary", safe: true, closes: true, act: () => {
        list.selected = new Map(refused.filter(({id}) => byKey.has(id)).map(({id}) => [id, byKey.get(id)]));
        list.draw();
      }},
    ].filter(Boolean),
  });
}
