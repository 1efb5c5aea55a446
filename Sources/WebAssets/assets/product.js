// One product: what it is, what it costs, its images and variants.

import {h, fill, uniqueID} from "./dom.js";
import {can, describeError, get, newKey, send} from "./api.js";
import {page} from "./state.js";
import {dateTime, percent} from "./format.js";
import {badge, button, confirmAct, dialog, linkButton, loading, showFailure, toast} from "./ui.js";
import {editForm, field} from "./form.js";
import {card, facts} from "./record.js";
import {breadcrumbs} from "./app.js";
import {ImageGallery} from "./gallery.js";
import {VariantManager} from "./variants.js";
import {categoryChoices, tagChoices} from "./catalog.js";

const cents = amount => Math.round(Number(amount) * 100) || 0;
const slugOf = name => name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
const listOf = text => [...new Set(text.split(",").map(part => part.trim()).filter(Boolean))];
const plain = ["name", "slug", "shortDescription", "description", "basePrice", "compareAtPrice", "cost", "metaTitle", "metaDescription", "vendor", "productType", "status"];

/** What the form shows of a product. */
const valuesOf = product => ({
  ...Object.fromEntries(plain.map(name => [name, product[name] ?? ""])),
  isVisible: product.isVisible, isFeatured: product.isFeatured, images: product.images ?? [],
  categoryIds: (product.categories ?? []).map(({id}) => id), tags: (product.tags ?? []).map(({name}) => name).join(", "),
});

/** The page of a product, new or known. */
export async function ProductEditor(main, {params}) {
  const isNew = !params.id;
  const done = loading(main);
  try {
    const [product, categories, tags] = await Promise.all([
      isNew ? {status: "DRAFT", isVisible: true, isFeatured: false, variants: []} : get(`/products/${params.id}`),
      categoryChoices().catch(() => []), tagChoices().catch(() => []),
    ]);
    done();
    draw(main, product, isNew, categories, tags);
  } catch (error) {
    done();
    showFailure(main, error, () => ProductEditor(main, {params}), "product");
  }
}

function draw(main, product, isNew, categories, tags) {
  const mayWrite = can("products:write");
  const idempotencyKey = newKey();
  const title = h("h1");
  const state = h("span");
  const warning = h("p", {class: "callout warning", role: "status", hidden: true});
  const preview = h("div", {class: "search-preview"});
  const tagList = uniqueID("tags");
  const text = (name, label, more) => field({name, label, ...more});
  const money = (name, label, more) => field({name, label, type: "money", ...more});
  const select = options => ({type: "select", options: options.map(value => ({value, label: value[0] + value.slice(1).toLowerCase()}))});
  const fields = {
    name: text("name", "Name", {required: true, maxlength: 255}),
    slug: text("slug", "Address", {hint: "Lower-case letters, digits and hyphens; made from the name if left empty.", pattern: "[a-z0-9]+(-[a-z0-9]+)*", title: "Address: only lower-case letters, digits and single hyphens."}),
    shortDescription: text("shortDescription", "Short description", {type: "textarea", rows: 2}),
    description: text("description", "Description", {type: "textarea", rows: 6}),
    basePrice: money("basePrice", "Price", {required: true}),
    compareAtPrice: money("compareAtPrice", "Compare-at price", {validate: value => (value && cents(value) <= cents(fields.basePrice.value) ? "Compare-at price must be higher than the price." : undefined)}),
    cost: money("cost", "Cost", {hint: " "}),
    metaTitle: text("metaTitle", "Title for search engines", {maxlength: 255, hint: " "}),
    metaDescription: text("metaDescription", "Description for search engines", {type: "textarea", rows: 2, hint: " "}),
    vendor: text("vendor", "Vendor", {maxlength: 255}), productType: text("productType", "Type", {maxlength: 255}),
    status: text("status", "Status", select(["DRAFT", "PUBLISHED", "ARCHIVED"])),
    isVisible: text("isVisible", "Visible in the shop", {type: "checkbox"}), isFeatured: text("isFeatured", "Featured", {type: "checkbox"}),
    tags: text("tags", "Tags", {hint: "Separated by commas.", list: tagList, autocomplete: "off"}),
    categoryIds: categoryField(categories), images: null, variants: null,
  };
  const gallery = ImageGallery({name: () => fields.name.value, onChange: () => form.refresh()});
  fields.images = {name: "images", label: "Images", element: gallery.element, get value() { return gallery.value; }, set value(images) { gallery.value = images; }, describe: images => `${images.length} images`};
  const manager = VariantManager({onChange: () => form.refresh(), adjust: isNew ? null : adjust, basePrice: () => fields.basePrice.value});
  fields.variants = {name: "variants", label: "Variants", element: manager.element, get value() { return manager.value; }, set value(rows) { manager.value = rows; }, describe: rows => `${rows.length} variants`};
  const opening = isNew ? [text("sku", "SKU", {maxlength: 100}), text("barcode", "Barcode"), field({name: "quantity", label: "Opening stock", type: "number", min: 0})] : [];

  async function adjust(row) {
    const {InventoryAdjuster} = await import("./stock.js");
    const {inventory, now} = row;
    if (await InventoryAdjuster([{...inventory, productName: fields.name.value, variantName: now.name}])) take(await get(`/products/${product.id}`), true);
  }

  function take(now, keepsEdits) {
    product = now;
    const edits = manager.value;
    manager.set(now.variants);
    if (keepsEdits) manager.value = edits;
    showHead();
  }

  function showHead() {
    title.textContent = isNew ? "New product" : product.name;
    fill(state, !isNew && badge("product", product.status));
    breadcrumbs([{title: "Products", path: "/products"}, {title: title.textContent}]);
  }

  function follow() {
    const {name, slug, basePrice, cost, metaTitle, metaDescription, status, images} = Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, one.value]));
    const hint = (key, words) => { fields[key].element.querySelector(".hint").textContent = words; };
    fields.slug.input.placeholder = slugOf(name);
    hint("slug", !isNew && slug !== product.slug ? "The old address will stop working." : "Lower-case letters, digits and hyphens; made from the name if left empty.");
    hint("cost", cost && cents(basePrice) ? `Margin ${percent((cents(basePrice) - cents(cost)) / cents(basePrice))}` : "Never shown to customers.");
    hint("metaTitle", `${metaTitle.length} of about 60 characters`);
    hint("metaDescription", `${metaDescription.length} of about 160 characters`);
    fill(preview, h("strong", metaTitle || name || "Name"), h("small", `/products/${slug || slugOf(name)}`), h("p", metaDescription || fields.shortDescription.value));
    if (alone) alone.hidden = manager.value.length > 0;
    const lacks = [!cents(basePrice) && "a price", !images.length && "an image"].filter(Boolean);
    warning.hidden = status !== "PUBLISHED" || !lacks.length;
    warning.textContent = `Published without ${lacks.join(" and ")}.`;
  }

  /** What the API takes of what was changed. */
  function body(values) {
    const {variants, sku, barcode, quantity, ...rest} = values;
    if ("tags" in rest) rest.tags = listOf(rest.tags);
    if ("images" in rest) rest.featuredImage = null;
    for (const [name, value] of Object.entries(rest)) if (value === "") rest[name] = null;
    if (rest.slug === null) delete rest.slug;
    return rest;
  }

  async function save(values, changes, {version}) {
    if (isNew) {
      const drafts = manager.drafts();
      const single = Object.fromEntries(["sku", "barcode", "quantity"].map(name => [name, values[name]]).filter(([, value]) => value !== ""));
      const {data} = await send("POST", "/products", {...body(values), ...(drafts.length ? {variants: drafts} : single)}, {key: idempotencyKey})
        .catch(async error => { throw drafts.length && error.details?.field === "sku" ? await manager.blame(error) : error; });
      form.discardDraft();
      location.replace(page(`/products/${data.id}`));
      return {};
    }
    const changed = body(changes);
    if (Object.keys(changed).length) {
      const {data} = await send("PATCH", `/products/${product.id}`, changed, {version: Math.max(version ?? 0, product.version)});
      product.version = data.version;
    }
    const refused = await manager.save(product.id);
    if (refused) throw Error(`${refused} of the variants could not be saved; the table says why.`);
    take(await get(`/products/${product.id}`));
    toast("Saved.");
    return {values: {...valuesOf(product), variants: manager.value}, version: product.version};
  }

  async function conflict() {
    const theirs = await get(`/products/${product.id}`);
    return {values: {...valuesOf(theirs), variants: manager.value}, version: theirs.version};
  }

  async function remove() {
    const words = "It disappears from the catalog; orders that contain it keep its name and price. This cannot be undone.";
    if (!await confirmAct({title: `Delete ${product.name}?`, text: words, act: "Delete product", keep: "Keep product"})) return;
    try {
      await send("DELETE", `/products/${product.id}`, undefined, {version: product.version});
      form.discardDraft();
      location.assign(page("/products"));
    } catch (error) {
      if (error.code !== "has_orders") return toast(describeError(error));
      dialog({title: "Open orders contain this product", body: h("p", "Archive it instead? It then can no longer be bought, and the orders stay."), actions: [
        {text: "Keep as it is", safe: true},
        {text: "Archive", kind: "primary", closes: true, act: async () => { fields.status.value = "ARCHIVED"; form.refresh(); await form.submit(); }},
      ]});
    }
  }

  const holder = h("div");
  const alone = isNew && card("Stock", {}, h("p", {class: "hint"}, "For a product without variants."), h("div", {class: "fields even"}, opening.map(({element}) => element)));
  fill(main, h("header", {class: "page-head"}, title, state, h("div", {class: "actions"},
    !isNew && linkButton("Stock", page("/inventory", {q: product.variants[0]?.sku}), {kind: "ghost", icon: "inventory"}),
    !isNew && can("products:delete") && button("Delete", {icon: "trash", kind: "ghost", on: remove}))),
  !mayWrite && h("p", {class: "callout info"}, "You can view products but not change them (needs products:write)."), holder);
  const elements = (...names) => names.map(name => fields[name].element);
  const content = h("fieldset", {class: "stack", disabled: !mayWrite}, h("div", {class: "columns"},
    h("div", {class: "stack"},
      card("Details", {}, elements("name", "slug", "shortDescription", "description")),
      card("Images", {}, elements("images")),
      card("Pricing", {}, h("div", {class: "fields even"}, elements("basePrice", "compareAtPrice", "cost"))),
      alone,
      card("Search preview", {}, preview, elements("metaTitle", "metaDescription"))),
    h("div", {class: "stack"},
      card("Status", {}, elements("status"), warning, elements("isVisible", "isFeatured")),
      card("Groups", {}, elements("categoryIds", "tags"), h("datalist", {id: tagList}, tags.map(({value}) => h("option", {value}))), elements("vendor", "productType")),
      !isNew && card("Dates", {}, facts([["Created", dateTime(product.createdAt)], ["Updated", dateTime(product.updatedAt)], ["Published", product.publishedAt && dateTime(product.publishedAt)]])))),
  card("Variants", {}, elements("variants")));
  manager.set(product.variants);
  const form = editForm(holder, {
    build: () => ({fields: [...Object.values(fields), ...opening], content}),
    value: {...valuesOf(product), variants: manager.value, sku: "", barcode: "", quantity: ""}, version: product.version,
    key: `product.${product.id ?? "new"}`, save, conflict, idempotencyKey, saveText: isNew ? "Add product" : "Save", always: isNew,
  });
  const refresh = form.refresh;
  form.refresh = () => { refresh(); follow(); };
  for (const type of ["input", "change"]) form.form.addEventListener(type, follow);
  showHead();
  follow();
}

/** The tree of categories as ticks. */
function categoryField(choices) {
  const element = h("fieldset", {class: "field"}, h("legend", "Categories"), choices.length ? h("div", {class: "tick-list"},
    choices.map(({value, label, depth}) => h("label", {class: "tick", data: {depth}}, h("input", {type: "checkbox", value}), h("span", label))))
    : h("p", {class: "hint"}, h("a", {href: page("/settings/categories")}, "Make the first category"), "."));
  const boxes = () => [...element.querySelectorAll("input")];
  const labelOf = id => choices.find(({value}) => value === id)?.label ?? id;
  return {
    name: "categoryIds", label: "Categories", element,
    get value() { return boxes().filter(({checked}) => checked).map(({value}) => value).sort(); },
    set value(ids) { for (const box of boxes()) box.checked = ids.includes(box.value); },
    describe: ids => ids.map(labelOf).join(", ") || "–",
  };
}
