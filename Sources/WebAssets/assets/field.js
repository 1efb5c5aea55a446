// A labelled field: native validation, messages in our words.

import {h, uniqueID} from "./dom.js";

/** A labelled field. `type` also "textarea", "select" (with options), "checkbox" and "money"; `validate(value)` answers what is wrong. */
export function field({name, label, hint, type = "text", required, value = "", options, validate, optional, ...attributes}) {
  const id = uniqueID("field");
  const tagName = type === "textarea" || type === "select" ? type : "input";
  const isTick = type === "checkbox";
  const input = h(tagName, {
    id, name, required, ...attributes,
    type: tagName !== "input" ? null : type === "money" ? "text" : type,
    inputmode: type === "money" ? "decimal" : attributes.inputmode,
    prop: isTick ? {checked: Boolean(value)} : tagName === "select" ? {} : {value: value ?? ""},
  }, options?.map(option => h("option", {value: option.value}, option.label)));
  if (tagName === "select") input.value = value ?? "";
  const error = h("p", {id: `${id}-error`, class: "error", hidden: true});
  const hintNode = hint && h("p", {id: `${id}-hint`, class: "hint"}, hint);
  const describedBy = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  input.setAttribute("aria-describedby", describedBy);
  const labelNode = h("label", {for: id}, label, optional && h("span", {class: "hint"}, " (optional)"));
  const element = h("div", {class: isTick ? "field ticks" : "field"},
    isTick ? h("div", {class: "tick"}, input, labelNode) : [labelNode, hintNode, input], isTick && hintNode, error);

  const api = {
    name, label, element, input,
    get value() {
      return isTick ? input.checked : type === "number" && input.value !== "" ? Number(input.value) : input.value;
    },
    set value(now) {
      if (isTick) input.checked = Boolean(now);
      else input.value = now ?? "";
    },
    get text() {
      return isTick ? (input.checked ? "Yes" : "No") : tagName === "select" ? input.selectedOptions[0]?.textContent ?? "" : input.value;
    },
    show(message) {
      error.textContent = message ?? "";
      error.hidden = !message;
      if (message) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
    check() {
      const message = nativeMessage(input, label, type) ?? validate?.(api.value);
      api.show(message);
      return message;
    },
  };
  input.addEventListener("blur", () => { if (input.dataset.touched) api.check(); });
  input.addEventListener("input", () => {
    input.dataset.touched = "yes";
    if (input.hasAttribute("aria-invalid")) api.check();
  });
  return api;
}

function nativeMessage(input, label, type) {
  const {validity, value} = input;
  if (validity.valueMissing) return input.type === "checkbox" ? `Tick ${label}.` : `${input.tagName === "SELECT" ? "Choose" : "Enter"} ${lower(label)}.`;
  if (type === "money" && value && !/^\d{1,8}(\.\d{1,2})?$/.test(value.trim())) return `${label} must be an amount such as 12.90.`;
  if (validity.typeMismatch) return input.type === "email" ? "Enter an e-mail address such as ana@example.com." : `${label} is not complete.`;
  if (validity.badInput || validity.stepMismatch) return `${label} must be a whole number.`;
  if (validity.rangeUnderflow) return `${label} must be ${input.min} or more.`;
  if (validity.rangeOverflow) return `${label} must be ${input.max} or less.`;
  if (validity.tooLong || (input.maxLength > 0 && value.length > input.maxLength)) return `${label} must have at most ${input.maxLength} characters.`;
  if (validity.patternMismatch) return input.title || `${label} has not the right form.`;
  return undefined;
}

const lower = label => (/^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);
