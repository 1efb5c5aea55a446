// The bell: how many notifications are unread, the last twenty, and marking them read.

import {h, fill} from "./dom.js";
import {icon} from "./icons.js";
import {can, describeError, get, send} from "./api.js";
import {page} from "./state.js";
import {button, tag, timeAgo, toast} from "./ui.js";
import {plural} from "./format.js";
import {onLive} from "./live.js";
import {safePath} from "./sign-in.js";

/** The button with its panel, or nothing for who may not read notifications. */
export function bell() {
  if (!can("notifications:read")) return null;
  let unread = 0;
  const count = h("span", {class: "count", "aria-hidden": "true"});
  const opener = h("button", {type: "button", class: "button ghost square bell", popovertarget: "bell-panel"}, icon("bell"), count);
  const list = h("ul", {class: "notes"});
  const panel = h("section", {id: "bell-panel", popover: "auto", class: "panel end bell-panel", "aria-label": "Notifications"},
    h("header", h("h2", "Notifications"), button("Mark all read", {kind: "ghost", on: () => mark(list.unreadIDs ?? [])})),
    list, h("p", {class: "hint"}, h("a", {href: page("/notifications")}, "All notifications")));

  function show(number) {
    unread = number;
    count.textContent = number > 99 ? "99+" : number || "";
    opener.setAttribute("aria-label", `Notifications, ${number} unread`);
  }

  async function draw() {
    try {
      const {items, unread: number} = await get("/notifications", {limit: 20});
      show(number);
      list.unreadIDs = items.filter(one => !one.isRead).map(one => one.id);
      fill(list, items.length ? items.map(one => notificationItem(one, () => mark([one.id]))) : h("li", "Nothing has happened yet."));
    } catch (error) {
      fill(list, h("li", describeError(error)));
    }
  }

  async function mark(ids) {
    if (!ids.length) return;
    try {
      await markRead(ids, draw);
    } catch (error) {
      toast(describeError(error));
    }
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

/** Marks notifications read, with Undo; `changed` is called after either. */
export async function markRead(ids, changed) {
  await send("POST", "/notifications/read", {ids});
  changed();
  toast(`${plural(ids.length, "notification", "notifications")} marked read.`, {undo: async () => {
    await send("POST", "/notifications/unread", {ids}).catch(error => toast(describeError(error)));
    changed();
  }});
}

/** One notification as a list item; its link is followed only to these pages. */
export function notificationItem(one, onRead) {
  const path = safePath(one.actionUrl);
  return h("li", {class: one.isRead ? null : "unread"}, h("div",
    path ? h("a", {href: path}, one.title) : h("strong", one.title), !one.isRead && [" ", tag("New", "info")],
    h("p", one.message), h("p", {class: "muted"}, timeAgo(one.createdAt))),
  !one.isRead && button("Mark read", {kind: "ghost", "aria-label": `Mark read: ${one.title}`, on: onRead}));
}
