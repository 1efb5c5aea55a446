// The groups of products: the tree of categories, and tags.

import {h, fill} from "./dom.js";
import {can, newKey, send} from "./api.js";
import {page} from "./state.js";
import {number, plural} from "./format.js";
import {announce, button, confirmAct, emptyState, tag} from "./ui.js";
import {ask, control} from "./ask.js";
import {card, tell} from "./record.js";
import {everything} from "./catalog.js";

const products = (row, query) => h("a", {href: page("/products", query), class: "muted"}, plural(row.productCount, "product", "products"));

async function remove(path, row, text, redraw) {
  if (!await confirmAct({title: `Delete ${row.name}?`, text: `${text} This cannot be undone.`, act: "Delete"})) return;
  await tell(send("DELETE", path, undefined, {version: row.version}).then(redraw));
}

/** The tree of categories, each moved up, down or under another one. */
export async function CategoryTree(place) {
  const rows = await everything("/categories");
  const redraw = () => CategoryTree(place);
  const change = (row, values) => send("PATCH", `/categories/${row.id}`, values, {version: row.version});
  const siblings = row => rows.filter(({parentId}) => parentId === row.parentId);
  const choices = except => [{value: "", label: "At the top"}, ...rows.filter(row => !isUnder(row, except)).map(({id, name, depth}) => ({value: id, label: "– ".repeat(depth) + name}))];
  const isUnder = (row, top) => Boolean(top && row) && (row.id === top.id || isUnder(rows.find(({id}) => id === row.parentId), top));

  async function move(row, step) {
    const order = siblings(row);
    const from = order.indexOf(row);
    order.splice(from + step, 0, ...order.splice(from, 1));
    for (const [index, one] of order.entries()) if (one.displayOrder !== index) await tell(change(one, {displayOrder: index}));
    await redraw();
    announce(`${row.name} is now ${from + step + 1} of ${order.length}.`);
    const buttons = place.querySelectorAll(`[data-id="${row.id}"] .move`);
    [buttons[step < 0 ? 0 : 1], ...buttons].find(one => !one.disabled)?.focus();
  }

  const edit = row => ask({
    title: row ? `Change ${row.name}` : "New category", act: row ? "Save" : "Add category", body: [
      control({name: "name", label: "Name", required: true, maxlength: 255, value: row?.name}),
      control({name: "slug", label: "Address", hint: row ? "The old address will stop working if you change it." : "Made from the name if left empty.", value: row?.slug}),
      control({name: "parentId", label: "Under", type: "select", value: row?.parentId ?? "", options: choices(row)}),
      control({name: "description", label: "Description", type: "textarea", value: row?.description}),
      control({name: "isVisible", label: "Visible in the shop", type: "checkbox", value: row?.isVisible ?? true}),
    ],
    run: async ({name, slug, parentId, description, isVisible}) => {
      const values = {name, slug: slug || undefined, parentId: parentId || null, description: description || null, isVisible: Boolean(isVisible)};
      await (row ? change(row, values) : send("POST", "/categories", {...values, displayOrder: rows.length}, {key: newKey()}));
      await redraw();
    },
  });

  const line = row => {
    const order = siblings(row);
    const at = order.indexOf(row);
    const step = (text, name, by) => button("", {kind: "ghost move", icon: name, label: `${text} ${row.name}`, title: text, disabled: !order[at + by], on: () => move(row, by)});
    return h("li", {data: {id: row.id, depth: row.depth}},
      h("p", h("strong", row.name), !row.isVisible && tag("Hidden"), products(row, {categoryId: row.id})),
      h("div", {class: "actions"}, can("products:write") && [step("Move up", "up", -1), step("Move down", "down", 1),
        button("Change…", {kind: "ghost", label: `Change… ${row.name}`, on: () => edit(row)})],
      can("products:delete") && button("Delete", {kind: "ghost", label: `Delete ${row.name}`, on: () => remove(`/categories/${row.id}`, row, "Its products stay; categories below it move up.", redraw)})));
  };
  const add = can("products:write") && button("Add category", {kind: "primary", icon: "plus", on: () => edit()});
  fill(place, card("Categories", {actions: add}, rows.length ? h("ul", {class: "rows tree"}, rows.map(line))
    : emptyState("No categories yet", {text: "Categories arrange the shop; products may be in several.", level: 3, icon: "products"})));
}

/** Tags with how many products have them. */
export async function TagList(place) {
  const rows = await everything("/tags");
  const redraw = () => TagList(place);
  const edit = row => ask({
    title: row ? `Rename ${row.name}` : "New tag", act: row ? "Rename" : "Add tag", body: control({name: "name", label: "Name", required: true, maxlength: 100, pattern: "[^,]+", title: "Name: without commas.", value: row?.name}),
    run: async ({name}) => { await (row ? send("PATCH", `/tags/${row.id}`, {name}) : send("POST", "/tags", {name}, {key: newKey()})); await redraw(); },
  });
  fill(place, card(`Tags${rows.length ? ` (${number(rows.length)})` : ""}`, {actions: can("products:write") && button("Add tag", {kind: "primary", icon: "plus", on: () => edit()})}, rows.length
    ? h("ul", {class: "rows"}, rows.map(row => h("li", h("p", h("strong", row.name), " ", products(row, {tags: row.name})), h("div", {class: "actions"},
      can("products:write") && button("Rename…", {kind: "ghost", label: `Rename… ${row.name}`, on: () => edit(row)}),
      can("products:delete") && button("Delete", {kind: "ghost", label: `Delete ${row.name}`, on: () => remove(`/tags/${row.id}`, row, "Products lose it.", redraw)})))))
    : emptyState("No tags yet", {text: "Type tags in the editor of a product, or add one here.", level: 3, icon: "products"})));
}
