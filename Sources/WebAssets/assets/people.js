// Settings that are tables: users, roles, API keys and shipping methods.

import {h, fill} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {dateTime, money, plural, word} from "./format.js";
import {button, confirmAct, tag, timeAgo, toast} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {ask, control, shownOnce} from "./ask.js";
import {card} from "./record.js";

const all = async path => (await get(path, {limit: 100})).items;
const said = error => (error.code === "last_administrator" ? "At least one user must stay ADMIN." : describeError(error));

/** A card with a table, a button that adds, and acts for each row. */
function table(title, {rows, columns, acts, add, text, empty}) {
  return card(title, {actions: add && button(add.title, {kind: "primary", icon: "plus", on: add.act})}, text && h("p", {class: "muted"}, text), plainTable({caption: title, rows, empty, columns: [...columns,
    acts && {title: "Actions", cell: row => h("div", {class: "actions"}, acts(row).filter(Boolean).map(([name, act, label]) => button(name, {kind: "ghost", label: `${name} ${label}`, on: act})))}].filter(Boolean)}));
}

/** Asks before a deletion, does it and shows the rest. */
async function remove(path, {title, text = "This cannot be undone.", act = "Delete", version, after}) {
  if (!await confirmAct({title, text, act})) return;
  try {
    await send("DELETE", path, undefined, {key: newKey(), version});
    after();
  } catch (error) { toast(said(error)); }
}

/** Asks for values, creates or changes with them and shows the result. */
async function edit({title, path, one, act = "Save", body, values = given => given, after, key = newKey()}) {
  const answer = await ask({title, act, body, size: "large", run: given => send(one ? "PATCH" : "POST", one ? `${path}/${one.id}` : path, values(given), {key, version: one?.version}).catch(error => { throw error.code === "last_administrator" ? new Error(said(error)) : error; })});
  if (answer) after(answer.data);
}

const ticks = (legend, name, options, chosen = []) => h("fieldset", {class: "stack tight"}, h("legend", legend), options.map(([value, label]) =>
  h("label", {class: "tick"}, h("input", {type: "checkbox", name, value, checked: chosen.includes(value)}), h("span", label))));
const ticked = name => [...document.querySelectorAll(`dialog [name="${name}"]:checked`)].map(one => one.value);
const isTicked = name => document.querySelector(`dialog [name="${name}"]`).checked;

/** Shows the section. */
export async function users(place, again) {
  const [rows, known] = await Promise.all([all("/users"), can("roles:read") ? all("/roles") : []]);
  const write = can("users:write");
  const form = one => edit({title: one ? `Edit ${one.name}` : "Add a user", act: one ? "Save" : "Add user", path: "/users", one, after: again, key: one ? newKey() : null,
    body: [h("div", {class: "fields two"}, control({name: "name", label: "Name", required: true, value: one?.name, maxlength: 255}), control({name: "email", label: "E-mail", type: "email", required: true, value: one?.email, maxlength: 254}),
      !one && control({name: "password", label: "First password", type: "password", required: true, minlength: 12, autocomplete: "new-password", hint: "At least 12 characters. Hand it over safely."})),
      known.length > 0 && ticks("Roles", "roleIds", known.map(role => [role.id, role.name]), one?.roles.map(role => role.id)), one && control({name: "isActive", label: "May sign in", type: "checkbox", value: one.isActive})],
    values: ({name, email, password}) => ({name, email, password, roleIds: known.length ? ticked("roleIds") : undefined, isActive: one ? isTicked("isActive") : undefined})});
  const password = one => ask({title: `New password for ${one.name}`, act: "Set password", body: [h("p", "All sessions of this user end."), control({name: "password", label: "Password", type: "password", required: true, minlength: 12, autocomplete: "new-password"})],
    run: values => send("PUT", `/users/${one.id}/password`, values).then(() => toast("Password set."))});
  fill(place, table("Users", {rows, empty: "No users yet: only API keys have access.", add: write && {title: "Add user", act: () => form()},
    columns: [{title: "Name", cell: one => [one.name, h("span", {class: "sub muted"}, one.email)]}, {title: "Roles", cell: one => one.roles.map(role => tag(role.name))},
      {title: "State", cell: one => (one.isActive ? tag("Active", "success", "done") : tag("Disabled", "neutral", "ban"))}, {title: "Since", cell: one => timeAgo(one.createdAt)}],
    acts: write && (one => [["Edit", () => form(one), one.name], ["Password", () => password(one), `of ${one.name}`],
      ["Delete", () => remove(`/users/${one.id}`, {title: `Delete ${one.name}?`, version: one.version, after: again}), one.name]])}));
}

/** Permissions as a table of resource by act, with boxes to tick. */
async function matrix(chosen) {
  const {items} = await get("/permissions");
  const acts = ["read", "write", "delete"];
  return plainTable({caption: "Permissions", rows: [...new Set(items.map(one => one.resource))], columns: [{title: "Resource", cell: name => word(name.replace(/[A-Z]/g, " $&"))},
    ...acts.map(act => ({title: word(act), cell: name => (items.some(one => one.name === `${name}:${act}`)
      ? h("label", {class: "tick"}, h("input", {type: "checkbox", name: "permissions", value: `${name}:${act}`, checked: chosen.includes("*") || chosen.includes(`${name}:${act}`), "aria-label": `${name}: ${act}`})) : "–")}))]});
}

const scopes = list => (list.includes("*") ? "Everything" : list.length > 6 ? plural(list.length, "permission", "permissions") : list.join(", "));

/** Shows the section. */
export async function roles(place, again) {
  const rows = await all("/roles");
  const write = can("roles:write");
  const form = async one => edit({title: one ? `Edit ${one.name}` : "Add a role", path: "/roles", one, after: again,
    body: [h("div", {class: "fields two"}, control({name: "name", label: "Name", required: true, value: one?.name, maxlength: 64}), control({name: "description", label: "Description", value: one?.description, maxlength: 1000})), await matrix(one?.permissions ?? [])],
    values: ({name, description}) => ({name, description: description || undefined, permissions: ticked("permissions")})});
  fill(place, table("Roles", {rows, text: "ADMIN may do everything and stays as it is.", add: write && {title: "Add role", act: () => form()},
    columns: [{title: "Role", cell: one => [one.name, h("span", {class: "sub muted"}, one.description)]}, {title: "May", cell: one => scopes(one.permissions)}],
    acts: write && (one => (one.name === "ADMIN" ? [] : [["Edit", () => form(one), one.name], !one.isBuiltIn && ["Delete", () => remove(`/roles/${one.id}`, {title: `Delete the role ${one.name}?`, text: "Its users lose it at once. This cannot be undone.", version: one.version, after: again}), one.name]]))}));
}

/** Shows the section. */
export async function apiKeys(place, again) {
  const rows = await all("/api-keys");
  const write = can("apiKeys:write");
  const form = async () => edit({title: "Make an API key", act: "Make key", path: "/api-keys", key: null,
    body: [h("div", {class: "fields two"}, control({name: "name", label: "Name", required: true, maxlength: 64, hint: "What it is for."}), control({name: "days", label: "Ends after days", type: "number", min: 1, max: 3650, hint: "Empty: never."})), await matrix([])],
    values: ({name, days}) => ({name, permissions: ticked("permissions"), expiresInDays: days ? Number(days) : undefined}),
    after: key => { shownOnce(`API key ${key.name}`, key.secret); again(); }});
  fill(place, table("API keys", {rows, add: write && {title: "Make a key", act: form}, text: "For programs. Each may do no more than it needs.",
    columns: [{title: "Name", cell: one => [one.name, h("span", {class: "sub muted"}, scopes(one.permissions))]},
      {title: "State", cell: one => (one.isValid ? tag("Valid", "success", "done") : tag(one.revokedAt ? "Revoked" : "Ended", "neutral", "ban"))},
      {title: "Made", cell: one => [timeAgo(one.createdAt), one.createdBy && ` by ${one.createdBy}`]}, {title: "Ends", cell: one => (one.expiresAt ? dateTime(one.expiresAt) : "never")}],
    acts: write && (one => [one.isValid && ["Revoke", () => remove(`/api-keys/${one.id}`, {title: `Revoke ${one.name}?`, text: "Programs that use it are out at once, on open connections too. This cannot be undone.", act: "Revoke key", after: again}), one.name]])}));
}

/** Shows the section. */
export async function shipping(place, again) {
  const rows = await all("/shipping-methods");
  const write = can("settings:write");
  const form = one => edit({title: one ? `Edit ${one.name}` : "Add a shipping method", path: "/shipping-methods", one, after: again,
    body: h("div", {class: "fields two"}, control({name: "name", label: "Name", required: true, value: one?.name, maxlength: 255}), control({name: "price", label: "Price", type: "money", required: true, value: one?.price, pattern: "[0-9]+([.][0-9]{1,2})?"}),
      control({name: "description", label: "Description", type: "textarea", rows: 2, value: one?.description, maxlength: 4000}), control({name: "isActive", label: "Offered for new orders", type: "checkbox", value: one?.isActive ?? true})),
    values: ({name, price, description}) => ({name, price, description: description || (one ? null : undefined), isActive: isTicked("isActive")})});
  fill(place, table("Shipping methods", {rows, add: write && {title: "Add method", act: () => form()},
    columns: [{title: "Name", cell: one => [one.name, h("span", {class: "sub muted"}, one.description)]}, {title: "Price", numeric: true, cell: one => money(one.price)},
      {title: "State", cell: one => (one.isActive ? tag("Offered", "success", "done") : tag("Not offered", "neutral", "ban"))}],
    acts: write && (one => [["Edit", () => form(one), one.name], ["Delete", () => remove(`/shipping-methods/${one.id}`, {title: `Delete ${one.name}?`, text: "Orders that go by it keep it. This cannot be undone.", version: one.version, after: again}), one.name]])}));
}
