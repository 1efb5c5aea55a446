// The list of products.

import {h} from "./dom.js";
import {get, send} from "./api.js";
import {page, query, search, setQuery} from "./state.js";
import {money, number, plural} from "./format.js";
import {badge, button, linkButton, tag, timeAgo} from "./ui.js";
import {control, ask} from "./record.js";
import {listPage} from "./table.js";
import {picture} from "./gallery.js";

const cents = amount => Number(amount.replace(".", ""));

/** "€12.90" or "€12.90 – €15.00" of what the variants of a product cost. */
export function ProductPrice({basePrice, variants}) {
  const prices = variants.map(({price}) => price ?? basePrice).sort((one, other) => cents(one) - cents(other));
  const [low, high] = [prices[0] ?? basePrice, prices.at(-1) ?? basePrice];
  return low === high ? money(low) : `${money(low)} – ${money(high)}`;
}

/** What can be sold of a product now; null where no variant is counted. */
export const availableOf = ({variants}) => {
  const counted = variants.filter(({inventory}) => inventory.trackInventory);
  return counted.length ? counted.reduce((sum, {inventory}) => sum + inventory.available, 0) : null;
};

/** Categories as choices, each with its depth in the tree. */
export async function categoryChoices() {
  const all = [];
  for (let cursor; ;) {
    const {items, nextCursor} = await get("/categories", {limit: 100, cursor});
    all.push(...items.map(({id, name, depth}) => ({value: id, label: name, depth})));
    if (!(cursor = nextCursor)) return all;
  }
}

/** Tags as choices, by name. */
export const tagChoices = async () => (await get("/tags", {limit: 100})).items.map(({name}) => ({value: name, label: name}));

/** A row with the stock that an event of the stream tells, or nothing if it is not concerned. */
export function withStock(row, {variants}) {
  const told = new Map(variants.map(one => [one.variantId, one]));
  if (!row.variants.some(({id}) => told.has(id))) return null;
  return {...row, variants: row.variants.map(one => (told.has(one.id) ? {...one, inventory: {...one.inventory, ...told.get(one.id)}} : one))};
}

const yes = [{value: "true", label: "Yes"}, {value: "false", label: "No"}];
const statuses = ["PUBLISHED", "DRAFT", "ARCHIVED"];

/** All products, as table or as cards. */
export function ProductsList(main) {
  const isGrid = () => query().layout === "grid";
  const setStatus = status => ({
    permission: "products:write",
    run: rows => bulkStatus(rows.map(({id}) => id), status),
    undo: (done, rows) => Promise.all(statuses.map(former => {
      const ids = done.map(({id}) => id).filter(id => rows.find(row => row.id === id).status === former);
      return ids.length && bulkStatus(ids, former);
    })),
  });
  return listPage(main, {
    title: "Products", one: "product", path: "/products", route: "/products", permission: "products:read", icon: "products", sort: "-createdAt",
    searchHint: "Name, SKU or tag",
    columns: [
      {id: "image", title: "Image", hidesTitle: true, class: "thumbnail", cell: row => picture(row.featuredImage)},
      {id: "name", title: "Name", sort: "name", link: true, cell: row => row.name},
      {id: "status", title: "Status", cell: row => [badge("product", row.status), row.isFeatured && tag("Featured", "info", "star"), !row.isVisible && tag("Hidden")]},
      {id: "sku", title: "SKU", cell: ({variants}) => (variants.length === 1 ? h("code", variants[0].sku ?? "–") : plural(variants.length, "variant", "variants"))},
      {id: "price", title: "Price", sort: "price", numeric: true, cell: ProductPrice},
      {id: "available", title: "Available", sort: "available", numeric: true, cell: row => {
        const available = availableOf(row);
        return available === null ? "Not tracked" : available > 0 ? number(available) : badge("stock", row.variants.some(({inventory}) => inventory.allowBackorder) ? "BACKORDER" : "OUT");
      }},
      {id: "category", title: "Category", cell: ({categories}) => categories?.map(({name}) => name).join(", ") || "–"},
      {id: "updated", title: "Updated", sort: "updatedAt", cell: row => timeAgo(row.updatedAt)},
    ],
    rowHref: row => page(`/products/${row.id}`), rowKey: row => row.id, rowName: row => row.name,
    filters: [
      {id: "status", title: "Status", kind: "choice", options: statuses.map(value => ({value, label: value[0] + value.slice(1).toLowerCase()}))},
      {id: "categoryId", title: "Category", kind: "choice", load: categoryChoices},
      {id: "tags", title: "Tags", kind: "choice", many: true, load: tagChoices},
      {id: "price", title: "Price", kind: "range", names: ["minPrice", "maxPrice"], more: true},
      {id: "inStock", title: "In stock", kind: "choice", options: yes, more: true},
      {id: "featured", title: "Featured", kind: "choice", options: yes, more: true},
      {id: "visible", title: "Visible", kind: "choice", options: yes, more: true},
    ],
    views: [
      {name: "All", query: {}}, {name: "Published", query: {status: "PUBLISHED"}}, {name: "Drafts", query: {status: "DRAFT"}},
      {name: "Out of stock", query: {inStock: "false"}}, {name: "Archived", query: {status: "ARCHIVED"}},
    ],
    bulk: [
      {title: "Publish", done: "published", ...setStatus("PUBLISHED")}, {title: "To draft", done: "set to draft", ...setStatus("DRAFT")},
      {title: "Archive", done: "archived", icon: "archive", ...setStatus("ARCHIVED")},
      {title: "Change groups…", permission: "products:write", run: changeGroups},
    ],
    firstUse: {
      text: "Add your first product. It gets a default variant, so you can stock and sell it at once.",
      action: linkButton("Add product", page("/products/new"), {kind: "primary", icon: "plus"}),
    },
    create: {title: "Add product", href: page("/products/new"), permission: "products:write"},
    actions: list => button("", {kind: "ghost", icon: isGrid() ? "list" : "grid", label: "Show as cards", "aria-pressed": isGrid(), on: event => {
      setQuery({layout: isGrid() ? null : "grid"});
      event.currentTarget.setAttribute("aria-pressed", isGrid());
      list.draw();
    }}),
    exportHref: filters => `/products/export${search(filters)}`,
    live: {topic: "stock", patch: withStock},
  });
}

async function bulkStatus(ids, status) {
  const {data} = await send("POST", "/products/bulk-status", {ids, status});
  return data.results.map(({id, error}) => ({id, ok: !error, message: error?.message}));
}

/** Adds or takes a tag or category, or features, one product after the other. */
async function changeGroups(rows) {
  const [tags, categories] = await Promise.all([tagChoices(), categoryChoices()]);
  const none = {value: "", label: "–"};
  const select = (name, label, options) => control({name, label, type: "select", value: "", options: [none, ...options]});
  let results = null;
  await ask({
    title: `Change ${plural(rows.length, "product", "products")}`, act: "Change", body: [
      control({name: "addTag", label: "Add a tag", maxlength: 100}), select("removeTag", "Remove a tag", tags),
      select("addCategory", "Add to a category", categories), select("removeCategory", "Remove from a category", categories),
      select("featured", "Featured", yes),
    ],
    run: async values => {
      results = [];
      for (const row of rows) {
        const changed = {};
        const names = row.tags.map(({name}) => name).filter(name => name !== values.removeTag);
        if (values.addTag || values.removeTag) changed.tags = [...new Set([...names, values.addTag.trim()])].filter(Boolean);
        const ids = row.categories.map(({id}) => id).filter(id => id !== values.removeCategory);
        if (values.addCategory || values.removeCategory) changed.categoryIds = [...new Set([...ids, values.addCategory])].filter(Boolean);
        if (values.featured) changed.isFeatured = values.featured === "true";
        if (!Object.keys(changed).length) continue;
        try {
          await send("PATCH", `/products/${row.id}`, changed, {version: row.version});
          results.push({id: row.id, ok: true});
        } catch (error) {
          results.push({id: row.id, ok: false, message: error.message});
        }
      }
    },
  });
  return results;
}
