// Tags, categories and the featured sign of many products at once.

import {send} from "./api.js";
import {plural} from "./format.js";
import {ask, control} from "./ask.js";
import {categoryChoices, tagChoices} from "./catalog.js";

const yesOrNo = [{value: "true", label: "Yes"}, {value: "false", label: "No"}];

/** Adds or takes a tag or category, or features, one product after the other. */
export async function changeGroups(rows) {
  const [tags, categories] = await Promise.all([tagChoices(), categoryChoices()]);
  const select = (name, label, options) => control({name, label, type: "select", value: "", options: [{value: "", label: "–"}, ...options]});
  const after = (kept, taken, added) => [...new Set([...kept.filter(one => one !== taken), added.trim()])].filter(Boolean);
  let results = null;
  await ask({
    title: `Change ${plural(rows.length, "product", "products")}`, act: "Change", body: [
      control({name: "addTag", label: "Add a tag", maxlength: 100}), select("removeTag", "Remove a tag", tags),
      select("addCategory", "Add to a category", categories), select("removeCategory", "Remove from a category", categories),
      select("featured", "Featured", yesOrNo),
    ],
    run: async ({addTag, removeTag, addCategory, removeCategory, featured}) => {
      const changed = row => ({
        tags: addTag || removeTag ? after(row.tags.map(({name}) => name), removeTag, addTag) : undefined,
        categoryIds: addCategory || removeCategory ? after(row.categories.map(({id}) => id), removeCategory, addCategory) : undefined,
        isFeatured: featured ? featured === "true" : undefined,
      });
      results = [];
      for (const row of rows) {
        await send("PATCH", `/products/${row.id}`, changed(row), {version: row.version})
          .then(() => results.push({id: row.id, ok: true}), error => results.push({id: row.id, ok: false, message: error.message}));
      }
    },
  });
  return results;
}
