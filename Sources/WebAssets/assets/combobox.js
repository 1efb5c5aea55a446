// A text field with suggestions, as the ARIA Authoring Practices have it (list autocomplete, manual selection).

import {h, fill, uniqueID} from "./dom.js";
import {announce, stylesheet} from "./ui.js";
import {plural} from "./format.js";

/** A labelled field that looks up `load(text)` → [{value, label, detail}] and calls `onPick(option)`. */
export function combobox({label, load, onPick, value = "", placeholder, hint, keepsText = true, hidesLabel, minimum = 0, isOpen}) {
  stylesheet("extras");
  const listID = uniqueID("list");
  const input = h("input", {
    id: uniqueID("field"), type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listID, prop: {value},
  });
  const list = h("ul", {id: listID, role: "listbox", "aria-label": label, hidden: true});
  const element = h("div", {class: `combobox${isOpen ? " open" : ""}`},
    h("label", {for: input.id, class: hidesLabel && "visually-hidden"}, label), input, list, hint && h("p", {class: "hint"}, hint));
  let options = [];
  let active = -1;
  let asked = 0;
  let timer;
  const failed = h("p", {class: "hint", role: "status", hidden: true}, "Could not search. Try again.");
  element.append(failed);

  async function look() {
    const number = asked += 1;
    const text = input.value.trim();
    if (text.length < minimum) return show([]);
    try {
      const found = await load(text);
      failed.hidden = true;
      if (number === asked) show(found);
    } catch (error) {
      if (number === asked) { show([]); failed.hidden = error.name === "AbortError"; }
    }
  }

  function show(found) {
    options = found;
    active = isOpen && found.length ? 0 : -1;
    let group;
    fill(list, options.map((option, index) => {
      const heads = option.group && option.group !== group;
      group = option.group;
      return [
        heads && h("li", {class: "group", role: "presentation"}, group),
        h("li", {
          id: `${listID}-${index}`, role: "option", "aria-selected": index === active, class: option.isDisabled && "disabled",
          on: {pointerdown: event => event.preventDefault(), click: () => pick(index)},
        }, option.icon, h("span", option.label), option.detail && h("small", option.detail)),
      ];
    }));
    expand(options.length > 0);
    if (options.length) announce(plural(options.length, "suggestion", "suggestions"));
    else if (input.value.trim()) announce("Nothing found");
  }

  function expand(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    mark(yes ? active : -1);
  }

  function mark(index) {
    active = index;
    list.querySelectorAll("[role=option]").forEach((one, place) => {
      one.setAttribute("aria-selected", String(place === index));
      if (place === index) one.scrollIntoView({block: "nearest"});
    });
    if (index >= 0) input.setAttribute("aria-activedescendant", `${listID}-${index}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function pick(index) {
    const option = options[index];
    if (!option || option.isDisabled) return;
    input.value = keepsText ? option.label : "";
    asked += 1;
    clearTimeout(timer);
    if (!isOpen) expand(false);
    onPick(option);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
  input.addEventListener("focus", () => { if (minimum === 0 && list.hidden) look(); });
  input.addEventListener("blur", () => { if (!isOpen) expand(false); });
  input.addEventListener("keydown", async event => {
    const count = options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return look();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    } else if (event.key === "Enter" && !event.isComposing) {
      if (isOpen || !list.hidden) event.preventDefault();
      if (isOpen) { clearTimeout(timer); if (!(active >= 0 && list.dataset.text === input.value)) await look(); }
      if (active >= 0) pick(active);
    } else if (event.key === "Escape" && !list.hidden && !isOpen) {
      event.preventDefault();
      event.stopPropagation();
      expand(false);
    }
  });
  return {element, input, look, clear: () => { input.value = ""; show([]); }};
}
