// The bell: how many notifications are unread, the last twenty, and marking them read.

import {h, fill} from "./dom.js";
import {icon} from "./icons.js";
import {can} from "./api.js";
import {page} from "./state.js";

/** The button with its panel, or nothing for who may not read notifications. */
export function bell() {
  if (!can("notifications:read")) return null;
  const count = h("span", {class: "count", "aria-hidden": "true"});
  const opener = h("a", {class: "button ghost square bell", href: page("/notifications"), "aria-label": "Notifications"}, icon("bell"), fill(count));
  return opener;
}
