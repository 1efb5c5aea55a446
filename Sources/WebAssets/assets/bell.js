// The bell: how many notifications are unread; its panel is drawn when it opens.

import {h} from "./dom.js";
import {icon} from "./icons.js";
import {can, get} from "./api.js";
import {onLive} from "./live.js";

/** The button with its panel, or nothing for who may not read notifications. */
export function bell() {
  if (!can("notifications:read")) return null;
  let unread = 0;
  const count = h("span", {class: "count", "aria-hidden": "true"});
  const opener = h("button", {type: "button", class: "button ghost square bell", popovertarget: "bell-panel"}, icon("bell"), count);
  const panel = h("section", {id: "bell-panel", popover: "auto", class: "panel end bell-panel", "aria-label": "Notifications"});
  const draw = async () => (await import("./notes.js")).drawNotes(panel, show);

  function show(number) {
    unread = number;
    count.textContent = number > 99 ? "99+" : number || "";
    opener.setAttribute("aria-label", `Notifications, ${number} unread`);
  }

  const recount = () => get("/notifications/unread-count").then(answer => show(answer.unread)).catch(() => {});
  panel.addEventListener("beforetoggle", event => { if (event.newState === "open") draw(); });
  onLive("notifications", event => {
    if (event.type === "notification") show(unread + 1);
    else recount();
    if (panel.matches(":popover-open")) draw();
  });
  show(0);
  recount();
  return h("div", opener, panel);
}
