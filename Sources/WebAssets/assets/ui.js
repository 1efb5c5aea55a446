// What every page needs to talk with people: dialogs, toasts, announcements, states, badges, buttons.

import {h, fill, uniqueID} from "./dom.js";
import {icon} from "./icons.js";
import {describeError} from "./api.js";
import {ago, dateTime, word} from "./format.js";

const sheets = new Map();

/** Loads a further style sheet of ours once; settled when it is there. */
export function stylesheet(name) {
  if (!sheets.has(name)) {
    sheets.set(name, new Promise(done => {
      document.head.append(h("link", {rel: "stylesheet", href: new URL(`./${name}.css`, import.meta.url).href, on: {load: done, error: done}}));
    }));
  }
  return sheets.get(name);
}

/** A button: kind "primary", "secondary" (usual), "ghost" or "danger". */
export function button(text, {kind = "secondary", icon: name, on, label, ...props} = {}) {
  const act = typeof on === "function" ? {click: on} : on;
  return h("button", {type: "button", class: `button ${kind}${text ? "" : " square"}`, "aria-label": label, ...props, on: act},
    name && icon(name), text && h("span", text));
}

/** A link that looks like a button. */
export function linkButton(text, href, {kind = "secondary", icon: name} = {}) {
  return h("a", {class: `button ${kind}`, href}, name && icon(name), h("span", text));
}

/** Keeps a button busy ("Saving…") until the promise is settled; clicks meanwhile do nothing. */
export async function busy(target, promise, text = "Saving…") {
  const words = target.querySelector("span");
  const before = words?.textContent;
  target.setAttribute("aria-disabled", "true");
  if (words) words.textContent = text;
  try {
    return await promise;
  } finally {
    target.removeAttribute("aria-disabled");
    if (words) words.textContent = before;
  }
}

addEventListener("click", event => {
  if (event.target.closest?.("[aria-disabled=true]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

/** A time as people say it, with the exact one in its title. */
export const timeAgo = iso => (iso ? h("time", {datetime: iso, title: dateTime(iso)}, ago(iso)) : "–");

// MARK: Dialogs

/** A modal dialog. `actions` are buttons or `{text, kind, act(dialog), closes}`; the first one marked `safe` has the focus. */
export function dialog({title, body, actions = [], onClose, size}) {
  const id = uniqueID("dialog");
  const opener = document.activeElement;
  const close = button("", {kind: "ghost", icon: "cross", label: "Close", on: () => element.close()});
  const element = h("dialog", {class: `dialog ${size ?? ""}`, "aria-labelledby": id},
    h("header", h("h2", {id}, title), close),
    h("div", {class: "dialog-body"}, body),
    actions.length > 0 && h("footer", actions.map(action => action instanceof Node ? action : makeAction(action, () => element))));
  element.addEventListener("close", () => {
    element.remove();
    onClose?.(element.returnValue);
    (opener?.isConnected ? opener : document.getElementById("content")).focus();
  });
  document.body.append(element);
  element.showModal();
  (element.querySelector("[autofocus], [data-safe]") ?? element.querySelector("input, select, textarea, footer button") ?? close).focus();
  return element;
}

function makeAction({text, kind, icon: name, act, safe, closes = !act}, element) {
  return button(text, {
    kind, icon: name, data: {safe: safe ? "" : null},
    on: async event => {
      if (act) {
        const result = act(element(), event.currentTarget);
        if (result?.then) await busy(event.currentTarget, result).catch(error => toast(describeError(error)));
      }
      if (closes) element().close(text);
    },
  });
}

/** Asks before what cannot be undone: true if the act was named. Focus starts on keeping. */
export function confirmAct({title, text, act, keep = "Go back", danger = true}) {
  return new Promise(decide => {
    let answer = false;
    dialog({
      title, size: "small", body: text instanceof Node ? text : h("p", text), onClose: () => decide(answer),
      actions: [
        {text: keep, safe: true},
        {text: act, kind: danger ? "danger" : "primary", act: () => { answer = true; }, closes: true},
      ],
    });
  });
}

// MARK: Telling

/** Tells screen readers, politely or at once. */
export function announce(text, {assertive = false} = {}) {
  const region = document.getElementById(assertive ? "assertive" : "polite");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

/** A short message for 8 s, with Undo for 20 s; waits while pointed at or focused. */
export function toast(text, {undo, undoText = "Undo"} = {}) {
  let host = document.getElementById("toasts");
  if (!host) document.body.append(host = h("div", {id: "toasts", popover: "manual"}));
  const element = h("div", {class: "toast", role: "status"});
  const hide = () => {
    element.remove();
    if (!host.childElementCount) host.hidePopover?.();
  };
  let timer;
  const stop = () => clearTimeout(timer);
  const start = () => { stop(); timer = setTimeout(hide, undo ? 20_000 : 8_000); };
  for (const [type, handler] of [["pointerenter", stop], ["focusin", stop], ["pointerleave", start], ["focusout", start]]) {
    element.addEventListener(type, handler);
  }
  host.append(element);
  host.hidePopover?.();
  host.showPopover?.();
  fill(element, h("p", text),
    undo && button(undoText, {kind: "ghost", icon: "undo", on: () => { hide(); undo(); }}),
    button("", {kind: "ghost", icon: "cross", label: "Dismiss", on: hide}));
  start();
}

// MARK: States

/** Shows a skeleton in `node` after 150 ms; answers a function that takes it away. */
export function loading(node, rows = 6) {
  node.setAttribute("aria-busy", "true");
  const skeleton = h("div", {class: "skeleton", "aria-hidden": "true"}, Array.from({length: rows}, () => h("i")));
  const timer = setTimeout(() => node.append(skeleton), 150);
  return () => {
    clearTimeout(timer);
    skeleton.remove();
    node.removeAttribute("aria-busy");
  };
}

/** A state in place of content: a heading, a sentence and what can be done. */
export function emptyState(title, {text, icon: name = "search", actions = [], level = 2} = {}) {
  return h("section", {class: "state"}, icon(name), h(`h${level}`, {tabindex: "-1"}, title),
    text && h("p", text), actions.length > 0 && h("div", {class: "actions"}, actions));
}

/** "Could not load orders. The server answered: … Request 7f3a. [Try again]" */
export function errorState(error, retry, what = "this page", level = 2) {
  const again = button("Try again", {kind: "primary", icon: "refresh", on: () => { clearInterval(timer); retry(); }});
  const text = h("p", error.code === "network" ? "Cannot reach the server." : `${error.code ? "The server answered" : "This page failed"}: ${describeError(error)}`,
    error.requestId && ` Request ${error.requestId}.`);
  let seconds = error.retryAfter;
  const timer = error.isBusy && retry ? setInterval(() => {
    seconds -= 1;
    text.textContent = `The server is busy. Trying again in ${Math.max(seconds, 0)} s.`;
    if (seconds > 0) return;
    clearInterval(timer);
    if (text.isConnected) retry();
  }, 1000) : undefined;
  return emptyState(`Could not load ${what}`, {text, icon: "error", level, actions: retry ? [again] : []});
}

export const forbiddenState = (permission, level) => emptyState("Not allowed", {
  icon: "ban", level, text: `You need the permission ${permission} to see this page. Ask an administrator.`,
});

export const notFoundState = (what = "page", level) => emptyState(`This ${what} does not exist`, {
  level, text: "It may have been removed, or the address may be mistyped.",
});

/** Shows the state of a failed load in `node` and moves the focus to its heading. `what` is "order" or "orders". */
export function showFailure(node, error, retry, what) {
  const level = document.querySelector("main h1") && !node.matches("main") ? 2 : 1;
  const state = error.code === "forbidden" ? forbiddenState(error.permission, level)
    : error.code?.endsWith("_not_found") ? notFoundState(what, level) : errorState(error, retry, what, level);
  fill(node, state);
  state.querySelector("h1, h2").focus();
}

// MARK: Badges

const badges = {
  order: {
    PENDING: ["warning", "clock"], PROCESSING: ["info", "package"], SHIPPED: ["info", "truck"],
    DELIVERED: ["success", "done"], CANCELLED: ["neutral", "ban"], REFUNDED: ["neutral", "undo"],
  },
  payment: {
    PENDING: ["warning", "clock", "Unpaid"], PAID: ["success", "done"], FAILED: ["danger", "error"],
    PARTIALLY_REFUNDED: ["neutral", "partial", "Partly refunded"], REFUNDED: ["neutral", "undo"],
  },
  fulfilment: {
    UNFULFILLED: ["warning", "package", "To ship"], PARTIALLY_FULFILLED: ["info", "partial", "Partly shipped"],
    FULFILLED: ["success", "truck", "Shipped"],
  },
  stock: {
    OUT: ["danger", "error", "Out"], LOW: ["warning", "warning"], IN_STOCK: ["success", "done"],
    BACKORDER: ["info", "clock"], UNTRACKED: ["neutral", "minus", "Not tracked"],
  },
  product: {DRAFT: ["neutral", "edit"], PUBLISHED: ["success", "done"], ARCHIVED: ["neutral", "archive"]},
};

/** A state as icon, word and tone: `badge("order", "SHIPPED")`; kinds order, payment, fulfilment, stock, product. */
export function badge(kind, value) {
  const [tone, name, text] = badges[kind]?.[value] ?? ["neutral", "dot"];
  return h("span", {class: `badge ${tone}`}, icon(name), text ?? word(value));
}

/** The word that a badge shows. */
export const badgeWord = (kind, value) => badges[kind]?.[value]?.[2] ?? word(value);

/** A badge of any tone: success, warning, danger, info or neutral. */
export const tag = (text, tone = "neutral", name) => h("span", {class: `badge ${tone}`}, name && icon(name), text);

/** A button that copies a text. */
export function copyButton(text, label = "Copy") {
  return button("", {kind: "ghost", icon: "copy", label, on: async () => {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  }});
}
