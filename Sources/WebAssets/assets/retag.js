// Adding and removing a tag of many customers.

import {describeError, get, newKey, send} from "./api.js";
import {plural} from "./format.js";
import {ask, control} from "./ask.js";

/** Adds or removes a tag of each row and answers a verdict for each. */
export async function retag(rows, title, change) {
  return await ask({title: `${title} ${plural(rows.length, "customer", "customers")}`, act: title.split(" ")[0] + " tag", body: control({name: "tag", label: "Tag", required: true, maxlength: 64}),
    run: async ({tag: name}) => {
      const results = [];
      for (const {id} of rows) {
        try {
          const now = await get(`/customers/${id}`);
          await send("PATCH", `/customers/${id}`, {tags: change(now.tags, name.trim())}, {key: newKey(), version: now.version});
          results.push({id, ok: true});
        } catch (error) { results.push({id, ok: false, message: describeError(error)}); }
      }
      return results;
    }}) ?? null;
}
