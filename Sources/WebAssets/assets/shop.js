// The settings of the shop itself.

import {h, fill} from "./dom.js";
import {can, get, newKey, send} from "./api.js";
import {toast} from "./ui.js";
import {field} from "./field.js";
import {editForm} from "./form.js";
import {card, facts} from "./record.js";

/** Shows the section. */
export async function shop(place) {
  const now = await get("/settings");
  const box = h("div");
  const shown = one => ({...one, contactEmail: one.contactEmail ?? "", contactPhone: one.contactPhone ?? ""});
  fill(place, card("Shop", {}, box));
  if (!can("settings:write")) return fill(box, facts([["Name", now.name], ["E-mail", now.contactEmail], ["Phone", now.contactPhone], ["Currency", now.currency], ["Language", now.locale]]));
  editForm(box, {
    value: shown(now), version: now.version, key: "settings.shop",
    build: () => {
      const fields = [field({name: "name", label: "Name", required: true, maxlength: 255, hint: "Customers see it on their page."}), field({name: "contactEmail", label: "Contact e-mail", type: "email", maxlength: 254, optional: true}),
        field({name: "contactPhone", label: "Contact phone", type: "tel", maxlength: 50, optional: true}), field({name: "currency", label: "Currency", required: true, pattern: "[A-Z]{3}", maxlength: 3, title: "Three letters, such as EUR.", hint: "Three letters. How amounts are shown; nothing is converted."}),
        field({name: "locale", label: "Language of figures", required: true, maxlength: 35, hint: "Such as en, en-GB or de."}), field({name: "unpaidOrderMinutes", label: "Cancel unpaid orders after minutes", type: "number", min: 0, max: 525600, required: true, hint: "0: never."})];
      return {fields, content: h("div", {class: "fields two"}, fields.map(one => one.element))};
    },
    save: async (values, changes, {version}) => {
      const body = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value === "" ? null : value]));
      const {data} = await send("PATCH", "/settings", body, {key: newKey(), version});
      toast("Saved.");
      return {values: shown(data), version: data.version};
    },
    conflict: async () => { const theirs = await get("/settings"); return {values: shown(theirs), version: theirs.version}; },
  });
}
