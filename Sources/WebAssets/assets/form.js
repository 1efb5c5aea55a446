// Forms that lose nothing: an error summary, a save bar, drafts, and conflicts settled field by field.

import {h, fill} from "./dom.js";
import {ApiError, describeError} from "./api.js";
import {draft} from "./state.js";
import {announce, busy, button, dialog, toast} from "./ui.js";
import {addShortcuts} from "./shortcuts.js";

export {field} from "./field.js";

/**
 * A form in `container`. `fields` come from `field()`, or `build(controller)` answers `{fields, content}`; `save(values, changes, {version, key})`
 * sends; `key` names the draft; `conflict()` answers `{values, version, who}` as they are now. `always` shows the button from the start.
 */
export function editForm(container, {fields = [], build, value = {}, version, save, key, conflict, saveText = "Save", always = false, idempotencyKey}) {
  const drafts = key && draft(`draft.${key}`);
  const controller = {get values() { return read(); }, get isDirty() { return dirty; }, submit, reset, refresh: changed, add, remove};
  const built = build?.(controller);
  let all = [...(built?.fields ?? fields)];
  let base = {...value};
  let dirty = false;
  let isDone = false;
  const summary = h("div", {class: "summary", role: "alert", tabindex: "-1", hidden: true});
  const saveButton = button(saveText, {kind: "primary", type: "submit"});
  const discard = button("Discard", {kind: "secondary", on: () => { reset(base); drafts?.clear(); announce("Changes discarded"); }});
  const bar = h("div", {class: always ? "form-end" : "save-bar", hidden: !always}, !always && h("p", "Unsaved changes"), !always && discard, saveButton);
  const form = h("form", {novalidate: true, class: "form", on: {submit: event => { event.preventDefault(); submit(); }, input: changed, change: changed}},
    summary, built?.content ?? all.map(one => one.element), bar);

  function read() {
    return Object.fromEntries(all.map(one => [one.name, one.value]));
  }

  function changes() {
    return Object.fromEntries(all.filter(one => !same(one.value, base[one.name])).map(one => [one.name, one.value]));
  }

  function changed() {
    dirty = Object.keys(changes()).length > 0;
    if (!always) bar.hidden = !dirty;
    document.documentElement.classList.toggle("has-bar", dirty && !always);
    if (dirty) drafts?.set({values: read(), version});
    else drafts?.clear();
  }

  function reset(values) {
    base = {...read(), ...values};
    for (const one of all) one.value = base[one.name];
    for (const one of all) one.show?.();
    summary.hidden = true;
    changed();
  }

  function add(one) {
    all.push(one);
  }

  function remove(one) {
    all = all.filter(other => other !== one);
  }

  async function submit() {
    const problems = all.map(one => [one, one.check?.()]).filter(([, message]) => message);
    if (problems.length) return showProblems(problems);
    summary.hidden = true;
    try {
      await busy(saveButton, send(read(), changes()));
    } catch (error) {
      refuse(error);
    }
  }

  async function send(values, differences) {
    const saved = await save(values, differences, {version, key: idempotencyKey});
    isDone = true;
    drafts?.clear();
    dirty = false;
    if (saved?.version !== undefined) version = saved.version;
    reset(saved?.values ?? values);
    isDone = false;
    return saved;
  }

  function refuse(error) {
    if (error.code === "version_conflict" && conflict) return settle();
    const name = error instanceof ApiError ? error.details.field : null;
    const found = name && all.find(one => one.name === name || name.startsWith(`${one.name}.`));
    const text = describeError(error);
    found?.show?.(text);
    showProblems([[found, text]]);
  }

  function showProblems(problems) {
    fill(summary, h("h2", "There is a problem"), h("ul", problems.map(([one, message]) => h("li", one?.input
      ? h("a", {href: `#${one.input.id}`, on: {click: event => { event.preventDefault(); one.input.focus(); }}}, message) : message))));
    summary.hidden = false;
    summary.focus();
  }

  async function settle() {
    const theirs = await conflict();
    const mine = changes();
    const now = one => (one.name in theirs.values ? theirs.values[one.name] : base[one.name]);
    const rows = all.filter(one => one.name in mine && !same(now(one), base[one.name]) && !same(now(one), mine[one.name]))
      .map(one => ({field: one, mine: mine[one.name], theirs: now(one)}));
    const chosen = rows.length ? await (await import("./conflict.js")).choose(rows, theirs.who) : new Set();
    if (!chosen) return;
    const values = all.map(one => (one.name in mine && !chosen.has(one.name) ? mine[one.name] : now(one)));
    version = theirs.version;
    base = {...base, ...theirs.values};
    all.forEach((one, index) => { one.value = values[index]; });
    changed();
    submit();
  }

  fill(container, form);
  if (!Object.keys(value).length) base = read();
  else base = {...read(), ...value};
  for (const one of all) one.value = base[one.name];
  base = read();
  const kept = drafts?.get();
  if (kept) {
    for (const one of all) if (one.name in kept.values) one.value = kept.values[one.name];
    changed();
    if (dirty) toast("Your unsaved changes were kept.", {undo: () => reset(base), undoText: "Discard them"});
  }
  addEventListener("beforeunload", event => { if (dirty && !isDone && !drafts) event.preventDefault(); });
  guardLinks(() => dirty && !isDone, () => { dirty = false; drafts?.clear(); });
  addShortcuts({keys: "ctrl s", text: "Save", act: () => { if (form.isConnected) submit(); }});
  return Object.assign(controller, {form, discardDraft: () => { dirty = false; drafts?.clear(); }});
}

/** Asks before a link of the page leaves unsaved changes. */
function guardLinks(isDirty, forget) {
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isDirty() || link.target || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.pathname === location.pathname && link.hash) return;
    event.preventDefault();
    dialog({
      title: "Leave without saving?", size: "small", body: h("p", "Your changes on this page are not saved."),
      actions: [{text: "Stay", safe: true}, {text: "Leave", kind: "danger", act: () => { forget(); location.assign(link.href); }, closes: true}],
    });
  }, true);
}

const same = (one, other) => JSON.stringify(one ?? "") === JSON.stringify(other ?? "");
