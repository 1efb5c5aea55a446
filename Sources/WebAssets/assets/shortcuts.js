// Keys of the page: they belong to the page that adds them, never fire in a field, and can be switched off.

import {local} from "./state.js";

const known = [];
const kept = local("shortcuts");
let began = 0;

/** Whether single keys do anything (Settings → Shortcuts). */
export const shortcutsAreOn = () => kept.get(true);

/** Switches single keys on or off. */
export const switchShortcuts = on => kept.set(on);

/** Adds keys: `{keys: "g o", text: "Orders", act}`; `keys: "ctrl s"` also works in fields and when switched off. */
export function addShortcuts(...added) {
  known.push(...added);
}

/** The keys that work here. */
export const knownShortcuts = () => known;

addEventListener("keydown", event => {
  if (event.defaultPrevented || event.altKey) return;
  const target = event.target;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) return run(`ctrl ${key}`, event);
  const isField = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const isTick = target.type === "checkbox" || target.type === "radio";
  if ((isField && !isTick) || document.querySelector("dialog[open]") || !shortcutsAreOn()) return;
  if (key === "Enter" && target.closest("a, button, summary, input")) return;
  if (Date.now() - began < 1200 && run(`g ${key}`, event)) return;
  began = key === "g" ? Date.now() : 0;
  run(key, event);
});

function run(keys, event) {
  const found = known.findLast(one => one.keys === keys);
  if (!found) return false;
  event.preventDefault();
  began = 0;
  found.act(event);
  return true;
}
