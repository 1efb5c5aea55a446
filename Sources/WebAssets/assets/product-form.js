// The form of a product: its fields, images and variants, and what follows from them.

import {h, fill, uniqueID} from "./dom.js";
import {can, get, newKey, send} from "./api.js";
import {page} from "./state.js";
import {dateTime, percent, word} from "./format.js";
import {toast} from "./ui.js";
import {editForm} from "./form.js";
import {field} from "./field.js";
import {card, facts} from "./record.js";
import {categoryChoices, tagChoices} from "./catalog.js";
import {ImageGallery} from "./gallery.js";
import {VariantManager} from "./variants.js";

const cents = amount => Math.round(Number(amount) * 100) || 0;
const slugOf = name => name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
const slugHint = "Lower-case letters, digits and hyphens; made from the name if left empty.";
const texts = ["name", "slug", "shortDescription", "description", "basePrice", "compareAtPrice", "cost", "metaTitle", "metaDescription", "vendor", "productType", "status"];

/** What the form shows of a product. */
const valuesOf = ({images = [], categories = [], tags = [], isVisible, isFeatured, ...product}) => ({
  ...Object.fromEntries(texts.map(name => [name, product[name] ?? ""])), isVisible, isFeatured, images,
  categoryIds: categories.map(({id}) => id).sort(), tags: tags.map(({name}) => name).join(", "),
});

/** Draws the form of a product into `place`; `onSaved(product)` hears of every save. Answers its controller. */
export async function productForm(place, {product, onSaved}) {
  const isNew = !product.id;
  const [categories, tags] = await Promise.all([categoryChoices(), tagChoices()]);
  const idempotencyKey = newKey();
  const warning = h("p", {class: "callout warning", role: "status", hidden: true});
  const preview = h("div", {class: "search-preview"});
  const tagList = uniqueID("tags");
  const fields = {};
  const text = (name, label, more) => { fields[name] = field({name, label, ...more}); };
  text("name", "Name", {required: true, maxlength: 255});
  text("slug", "Address", {hint: slugHint, pattern: "[a-z0-9]+(-[a-z0-9]+)*", title: "Address: only lower-case letters, digits and single hyphens."});
  text("shortDescription", "Short description", {type: "textarea", rows: 2});
  text("description", "Description", {type: "textarea", rows: 6});
  text("basePrice", "Price", {type: "money", required: true});
  text("compareAtPrice", "Compare-at price", {type: "money", validate: value =>
    (value && cents(value) <= cents(fields.basePrice.value) ? "Compare-at price must be higher than the price." : undefined)});
  text("cost", "Cost", {type: "money", hint: " "});
  text("metaTitle", "Title for search engines", {maxlength: 255, hint: " "});
  text("metaDescription", "Description for search engines", {type: "textarea", rows: 2, hint: " "});
  text("vendor", "Vendor", {maxlength: 255});
  text("productType", "Type", {maxlength: 255});
  text("status", "Status", {type: "select", options: ["DRAFT", "PUBLISHED", "ARCHIVED"].map(value => ({value, label: word(value)}))});
  text("isVisible", "Visible in the shop", {type: "checkbox"});
  text("isFeatured", "Featured", {type: "checkbox"});
  text("tags", "Tags", {hint: "Separated by commas.", list: tagList, autocomplete: "off"});
  fields.categoryIds = categoryField(categories);
  const gallery = fields.images = ImageGallery({name: () => fields.name.value, onChange: () => form.refresh()});
  const manager = fields.variants = VariantManager({onChange: () => form.refresh(), adjust: isNew ? null : adjust, basePrice: () => fields.basePrice.value});
  // For the one variant of a product that has no other.
  const single = isNew ? [field({name: "sku", label: "SKU", maxlength: 100}), field({name: "barcode", label: "Barcode"}), field({name: "quantity", label: "Opening stock", type: "number", min: 0})] : [];

  async function adjust({inventory, now}) {
    const {InventoryAdjuster} = await import("./stock.js");
    if (!await InventoryAdjuster([{...inventory, productName: fields.name.value, variantName: now.name}])) return;
    const edits = manager.value;
    manager.set((await get(`/products/${product.id}`)).variants);
    manager.value = edits;
  }

  /** Shows what follows from the fields: hints, counters, preview and warning. */
  function follow() {
    const now = name => fields[name].value;
    const [price, slug, meta] = [cents(now("basePrice")), now("slug"), now("metaDescription")];
    const hint = (name, words) => { fields[name].element.querySelector(".hint").textContent = words; };
    const lacks = [!price && "a price", !gallery.value.length && "an image"].filter(Boolean);
    fields.slug.input.placeholder = slugOf(now("name"));
    hint("slug", !isNew && slug !== product.slug ? "The old address will stop working." : slugHint);
    hint("cost", now("cost") && price ? `Margin ${percent((price - cents(now("cost"))) / price)}` : "Never shown to customers.");
    hint("metaTitle", `${now("metaTitle").length} of about 60 characters`);
    hint("metaDescription", `${meta.length} of about 160 characters`);
    fill(preview, h("strong", now("metaTitle") || now("name") || "Name"), h("small", `/products/${slug || slugOf(now("name"))}`), h("p", meta || now("shortDescription")));
    warning.hidden = now("status") !== "PUBLISHED" || !lacks.length;
    warning.textContent = `Published without ${lacks.join(" and ")}.`;
    if (alone) alone.hidden = manager.value.length > 0;
  }

  /** What the API takes of what was changed. */
  function body({variants, sku, barcode, quantity, ...values}) {
    for (const [name, value] of Object.entries(values)) if (value === "") values[name] = null;
    if ("tags" in values) values.tags = [...new Set((values.tags ?? "").split(",").map(tag => tag.trim()).filter(Boolean))];
    if (values.images) values.featuredImage = null;
    if (values.slug === null) delete values.slug;
    return values;
  }

  async function create(values) {
    const variants = manager.drafts();
    const one = Object.fromEntries(single.map(({name, value}) => [name, value]).filter(([, value]) => value !== ""));
    try {
      const {data} = await send("POST", "/products", {...body(values), ...(variants.length ? {variants} : one)}, {key: idempotencyKey});
      form.discardDraft();
      location.replace(page(`/products/${data.id}`));
      return {};
    } catch (error) {
      throw variants.length && error.details?.field === "sku" ? await manager.blame(error) : error;
    }
  }

  async function update(values, changes, {version}) {
    const changed = body(changes);
    if (Object.keys(changed).length) {
      const {data} = await send("PATCH", `/products/${product.id}`, changed, {version: Math.max(version ?? 0, product.version)});
      product.version = data.version;
    }
    const refused = await manager.save(product.id);
    if (refused) throw Error(`${refused} of the variants could not be saved; the table says why.`);
    product = await get(`/products/${product.id}`);
    manager.set(product.variants);
    onSaved(product);
    toast("Saved.");
    return shown(product);
  }

  const shown = now => ({values: {...valuesOf(now), variants: manager.value}, version: now.version});

  const elements = (...names) => names.map(name => fields[name].element);
  const even = some => h("div", {class: "fields even"}, some);
  const alone = isNew && card("Stock", {}, h("p", {class: "hint"}, "For a product without variants."), even(single.map(({element}) => element)));
  const dates = {Created: product.createdAt, Updated: product.updatedAt, Published: product.publishedAt};
  const content = h("fieldset", {class: "stack", disabled: !can("products:write")}, h("div", {class: "columns"},
    h("div", {class: "stack"},
      card("Details", {}, elements("name", "slug", "shortDescription", "description")), card("Images", {}, gallery.element),
      card("Pricing", {}, even(elements("basePrice", "compareAtPrice", "cost"))), alone,
      card("Search preview", {}, preview, elements("metaTitle", "metaDescription"))),
    h("div", {class: "stack"},
      card("Status", {}, elements("status"), warning, elements("isVisible", "isFeatured")),
      card("Groups", {}, elements("categoryIds", "tags"), h("datalist", {id: tagList}, tags.map(({value}) => h("option", {value}))), elements("vendor", "productType")),
      !isNew && card("Dates", {}, facts(Object.entries(dates).map(([name, at]) => [name, at && dateTime(at)]))))),
  card("Variants", {}, manager.element));
  manager.set(product.variants);
  const form = editForm(place, {
    build: () => ({fields: [...Object.values(fields), ...single], content}), value: {...shown(product).values, sku: "", barcode: "", quantity: ""}, version: product.version,
    key: `product.${product.id ?? "new"}`, save: isNew ? create : update, conflict: async () => shown(await get(`/products/${product.id}`)),
    idempotencyKey, saveText: isNew ? "Add product" : "Save", always: isNew,
  });
  const {refresh} = form;
  form.refresh = () => { refresh(); follow(); };
  for (const type of ["input", "change"]) form.form.addEventListener(type, follow);
  follow();
  return form;
}

/** The tree of categories as ticks. */
function categoryField(choices) {
  const boxes = choices.map(({value}) => h("input", {type: "checkbox", value}));
  return {
    name: "categoryIds", label: "Categories",
    element: h("fieldset", {class: "field"}, h("legend", "Categories"), choices.length
      ? h("div", {class: "tick-list"}, choices.map(({label, depth}, index) => h("label", {class: "tick", data: {depth}}, boxes[index], h("span", label))))
      : h("p", {class: "hint"}, h("a", {href: page("/settings/categories")}, "Make the first category"), ".")),
    get value() { return boxes.filter(({checked}) => checked).map(({value}) => value).sort(); },
    set value(ids) { for (const box of boxes) box.checked = ids.includes(box.value); },
    describe: ids => choices.filter(({value}) => ids.includes(value)).map(({label}) => label).join(", ") || "–",
  };
}
