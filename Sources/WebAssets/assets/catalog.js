// What the pages of products, stock and groups share.

import {h} from "./dom.js";
import {get} from "./api.js";
import {icon} from "./icons.js";
import {badge} from "./ui.js";

/** All rows of a list, page after page. */
export async function everything(path) {
  const rows = [];
  for (let cursor; ;) {
    const {items, nextCursor} = await get(path, {limit: 100, cursor});
    rows.push(...items);
    if (!(cursor = nextCursor)) return rows;
  }
}

/** Categories as choices, each with its depth in the tree. */
export const categoryChoices = async () => (await everything("/categories")).map(({id, name, depth}) => ({value: id, label: name, depth}));

/** Tags as choices, by name. */
export const tagChoices = async () => (await everything("/tags")).map(({name}) => ({value: name, label: name}));

/** An image of ours; of elsewhere only a sign, because the pages load nothing from other hosts. */
export const picture = url => (url?.startsWith("/") ? h("img", {src: url, alt: "", loading: "lazy", width: 40, height: 40})
  : h("span", {class: "no-image", title: url}, icon("image")));

/** The name of a variant, unless it is the only one. */
export const variantOf = ({variantName}) => (variantName === "Default" ? "" : variantName);

/** "Shirt / Large", without the name that a lone variant has. */
export const nameOf = row => [row.productName, variantOf(row)].filter(Boolean).join(" / ") || row.sku || row.variantId;

/** What a badge says of a variant's stock. */
export function stockBadge({trackInventory, allowBackorder, available, isLow}) {
  const state = !trackInventory ? "UNTRACKED" : available > 0 ? (isLow ? "LOW" : "IN_STOCK") : allowBackorder ? "BACKORDER" : "OUT";
  return badge("stock", state);
}

/** The row as an event of the stream tells it, or nothing if it is not concerned. */
export function told(row, {variants}) {
  const now = variants?.find(({variantId}) => variantId === row.variantId);
  return now && {...row, ...now};
}
