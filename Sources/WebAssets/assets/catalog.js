// What the pages of products, stock and groups share.

import {h} from "./dom.js";
import {get} from "./api.js";
import {icon} from "./icons.js";

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
