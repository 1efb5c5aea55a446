// The list of products.

import {h} from "./dom.js";
import {send} from "./api.js";
import {page, query, search, setQuery} from "./state.js";
import {money, number, plural, word} from "./format.js";
import {badge, button, linkButton, tag, timeAgo} from "./ui.js";
import {listPage} from "./table.js";
import {categoryChoices, picture, tagChoices} from "./catalog.js";

const cents = amount => Number(amount.replace(".", ""));
const yesOrNo = [{value: "true", label: "Yes"}, {value: "false", label: "No"}];
const statuses = ["PUBLISHED", "DRAFT", "ARCHIVED"];

/** "€12.90" or "€12.90 – €15.00": what the variants of a product cost. */
function price({basePrice, variants}) {
  const prices = variants.map(variant => variant.price ?? basePrice).sort((one, other) => cents(one) - cents(other));
  const [low, high] = [prices[0] ?? basePrice, prices.at(-1) ?? basePrice];
  return low === high ? money(low) : `${money(low)} – ${money(high)}`;
}

/** What can be sold of a product now. */
function available({variants}) {
  const counted = variants.filter(({inventory}) => inventory.trackInventory);
  if (!counted.length) return badge("stock", "UNTRACKED");
  const units = counted.reduce((sum, {inventory}) => sum + inventory.available, 0);
  return units > 0 ? number(units) : badge("stock", counted.some(({inventory}) => inventory.allowBackorder) ? "BACKORDER" : "OUT");
}

/** The row with the stock that an event of the stream tells, or nothing if it is not concerned. */
function withStock(row, {variants}) {
  const told = new Map(variants.map(one => [one.variantId, one]));
  return row.variants.some(({id}) => told.has(id))
    && {...row, variants: row.variants.map(one => ({...one, inventory: {...one.inventory, ...told.get(one.id)}}))};
}

async function bulkStatus(ids, status) {
  const {data} = await send("POST", "/products/bulk-status", {ids, status});
  return data.results.map(({id, error}) => ({id, ok: !error, message: error?.message}));
}

const setStatus = (title, status, done) => ({
  title, done, permission: "products:write", run: rows => bulkStatus(rows.map(({id}) => id), status),
  undo: (changed, rows) => Promise.all(statuses.map(former => {
    const ids = changed.map(({id}) => id).filter(id => rows.find(row => row.id === id).status === former);
    return ids.length && bulkStatus(ids, former);
  })),
});

/** All products, as table or as cards. */
export function ProductsList(main) {
  const isGrid = () => query().layout === "grid";
  listPage(main, {
    title: "Products", one: "product", path: "/products", route: "/products", permission: "products:read", icon: "products", sort: "-createdAt",
    searchHint: "Name, SKU or tag",
    columns: [
      {id: "image", title: "Image", hidesTitle: true, class: "thumbnail", cell: row => picture(row.featuredImage)},
      {id: "name", title: "Name", sort: "name", link: true, cell: row => row.name},
      {id: "status", title: "Status", cell: row => [badge("product", row.status), row.isFeatured && tag("Featured", "info", "star"), !row.isVisible && tag("Hidden")]},
      {id: "sku", title: "SKU", class: "nowrap", cell: ({variants}) => (variants.length === 1 ? h("code", variants[0].sku ?? "–") : plural(variants.length, "variant", "variants"))},
      {id: "price", title: "Price", sort: "price", numeric: true, class: "nowrap", cell: price},
      {id: "available", title: "Available", sort: "available", numeric: true, cell: available},
      {id: "category", title: "Category", cell: ({categories}) => categories.map(({name}) => name).join(", ") || "–"},
      {id: "updated", title: "Updated", sort: "updatedAt", class: "nowrap", cell: row => timeAgo(row.updatedAt)},
    ],
    rowHref: row => page(`/products/${row.id}`), rowKey: row => row.id, rowName: row => row.name,
    filters: [
      {id: "status", title: "Status", kind: "choice", options: statuses.map(value => ({value, label: word(value)}))},
      {id: "categoryId", title: "Category", kind: "choice", load: categoryChoices},
      {id: "tags", title: "Tags", kind: "choice", many: true, load: tagChoices},
      {id: "price", title: "Price", kind: "range", names: ["minPrice", "maxPrice"], more: true},
      ...Object.entries({inStock: "In stock", featured: "Featured", visible: "Visible"}).map(([id, title]) => ({id, title, kind: "choice", options: yesOrNo, more: true})),
    ],
    views: [
      {name: "All", query: {}}, {name: "Published", query: {status: "PUBLISHED"}}, {name: "Drafts", query: {status: "DRAFT"}},
      {name: "Out of stock", query: {inStock: "false"}}, {name: "Archived", query: {status: "ARCHIVED"}},
    ],
    bulk: [
      setStatus("Publish", "PUBLISHED", "published"), setStatus("To draft", "DRAFT", "set to draft"), setStatus("Archive", "ARCHIVED", "archived"),
      {title: "Change groups…", permission: "products:write", run: async rows => (await import("./regroup.js")).changeGroups(rows)},
    ],
    firstUse: {
      text: "Add your first product. It gets a default variant, so you can stock and sell it at once.",
      action: linkButton("Add product", page("/products/new"), {kind: "primary", icon: "plus"}),
    },
    create: {title: "Add product", href: page("/products/new"), permission: "products:write"},
    actions: list => button("", {kind: "ghost", icon: "grid", label: "Show as cards", title: "Show as cards", "aria-pressed": isGrid(), on: event => {
      setQuery({layout: isGrid() ? null : "grid"});
      event.currentTarget.setAttribute("aria-pressed", isGrid());
      list.draw();
    }}),
    exportHref: filters => `/products/export${search(filters)}`,
    live: {topic: "stock", patch: withStock},
  });
}
