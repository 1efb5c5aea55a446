// The page of a product, new or known: its head at once, then the form.

import {h, fill} from "./dom.js";
import {can, describeError, get, send} from "./api.js";
import {page} from "./state.js";
import {badge, button, confirmAct, dialog, linkButton, loading, showFailure, toast} from "./ui.js";
import {breadcrumbs} from "./app.js";

const nothing = {name: "New product", status: "DRAFT", isVisible: true, isFeatured: false, variants: []};

/** One product: what it is, what it costs, its images and variants. */
export async function ProductEditor(main, {params: {id}}) {
  main.classList.add("record");
  const done = loading(main);
  const module = import("./product-form.js");
  try {
    let product = id ? await get(`/products/${id}`) : nothing;
    let form; // comes after the head
    const place = h("div");
    const title = h("h1");
    const state = h("span");
    const show = now => {
      product = now;
      title.textContent = now.name;
      fill(state, id && badge("product", now.status));
      breadcrumbs([{title: "Products", path: "/products"}, {title: now.name}]);
    };
    show(product);
    fill(main, h("header", {class: "page-head"}, title, state, id && h("div", {class: "actions"},
      can("inventory:read") && linkButton("Stock", page("/inventory", {q: product.variants[0]?.sku}), {kind: "ghost", icon: "inventory"}),
      can("products:delete") && button("Delete", {icon: "trash", kind: "ghost", on: () => remove(product, form)}))),
    !can("products:write") && h("p", {class: "callout info"}, "You can view products but not change them (needs products:write)."), place);
    form = await (await module).productForm(place, {product: id ? product : {...nothing, name: ""}, onSaved: show});
  } catch (error) {
    showFailure(main, error, () => ProductEditor(main, {params: {id}}), "product");
  }
  done();
}

async function remove(product, form) {
  const words = "It disappears from the catalog; orders that contain it keep its name and price. This cannot be undone.";
  if (!await confirmAct({title: `Delete ${product.name}?`, text: words, act: "Delete product", keep: "Keep product"})) return;
  try {
    await send("DELETE", `/products/${product.id}`, undefined, {version: product.version});
    form?.discardDraft();
    location.assign(page("/products"));
  } catch (error) {
    if (error.code !== "has_orders") return toast(describeError(error));
    dialog({title: "Open orders contain this product", body: h("p", "Archive it instead? It then can no longer be bought, and the orders stay."), actions: [
      {text: "Keep as it is", safe: true}, linkButton("Show orders", page("/orders", {sku: product.variants[0].sku})),
      {text: "Archive", kind: "primary", closes: true, act: async () => {
        await send("PATCH", `/products/${product.id}`, {status: "ARCHIVED"}, {version: product.version});
        form?.discardDraft();
        location.reload();
      }},
    ]});
  }
}
