// Elements from plain calls. Text is only ever set as text: nothing here parses HTML.

const svgNamespace = "http://www.w3.org/2000/svg";
const lists = new WeakMap();

/** An HTML element: `h("a", {class: "link", href, on: {click}}, "Text")`. */
export function h(tag, props, ...children) {
  return build(document.createElement(tag), props, children);
}

/** An SVG element, built like `h`. */
export function svg(tag, props, ...children) {
  return build(document.createElementNS(svgNamespace, tag), props, children);
}

/** Replaces the content of a node. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

/** Replaces the content only when `signature` differs from the last time, so that what has the focus keeps it. */
export function fillWhen(node, signature, make) {
  if (node.drawn === signature) return;
  node.drawn = signature;
  fill(node, make());
}

/** Makes `parent` show `items` by key; nodes that stay keep their identity, place and focus. */
export function patchList(parent, items, keyOf, make, update) {
  const old = lists.get(parent) ?? new Map();
  const now = new Map();
  const focused = document.activeElement;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = old.get(key);
    if (node) node = update?.(node, item) ?? node;
    else node = make(item);
    now.set(key, node);
  }
  for (const [key, node] of old) if (now.get(key) !== node) node.remove();
  let place = parent.firstChild;
  for (const node of now.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  lists.set(parent, now);
  if (focused !== document.activeElement && parent.contains(focused)) focused.focus({preventScroll: true});
}

/** The node of a key in a list drawn by `patchList`. */
export function listed(parent, key) {
  return lists.get(parent)?.get(String(key));
}

let lastID = 0;

/** An id no other element of the page has. */
export function uniqueID(prefix = "hf") {
  lastID += 1;
  return `${prefix}-${lastID}`;
}

function build(element, props, children) {
  if (props instanceof Node || Array.isArray(props) || (props && typeof props !== "object")) {
    children.unshift(props);
    props = null;
  }
  const {on, prop, data, ...attributes} = props ?? {};
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const [name, value] of Object.entries(data ?? {})) if (value != null) element.dataset[name] = value;
  for (const [type, handler] of Object.entries(on ?? {})) if (handler) element.addEventListener(type, handler);
  element.append(...flat(children));
  Object.assign(element, prop);
  return element;
}

/** Sets or unsets an attribute: booleans as HTML means them, but as words for `aria-…`. */
export function setAttribute(element, name, value) {
  if (typeof value === "boolean" && name.startsWith("aria-")) value = String(value);
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

function flat(children) {
  return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== true);
}
