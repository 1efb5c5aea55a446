// What is behind the bell: the last twenty notifications, and marking them read with Undo.

import {h, fill} from "./dom.js";
import {describeError, get, send} from "./api.js";
import {page, safePath} from "./state.js";
import {button, stylesheet, tag, timeAgo, toast} from "./ui.js";
import {plural} from "./format.js";

/** Draws the panel; `show(number)` tells how many are unread. */
export async function drawNotes(panel, show) {
  try {
    await stylesheet("extras");
    const {items, unread} = await get("/notifications", {limit: 20});
    const ids = items.filter(one => !one.isRead).map(one => one.id);
    const mark = marked => markRead(marked, () => drawNotes(panel, show)).catch(error => toast(describeError(error)));
    show(unread);
    fill(panel,
      h("header", h("h2", "Notifications"), ids.length > 0 && button("Mark all read", {kind: "ghost", on: () => mark(ids)})),
      h("ul", {class: "notes"}, items.length ? items.map(one => note(one, () => mark([one.id]))) : h("li", "Nothing has happened yet.")),
      h("p", {class: "hint"}, h("a", {href: page("/notifications")}, "All notifications")));
  } catch (error) {
    fill(panel, h("p", {class: "hint"}, describeError(error)));
  }
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

function note(one, onRead) {
  const path = safePath(one.actionUrl);
  return h("li", {class: one.isRead ? null : "unread"}, h("div",
    path ? h("a", {href: path}, one.title) : h("strong", one.title), !one.isRead && [" ", tag("New", "info")],
    h("p", one.message), h("p", {class: "muted"}, timeAgo(one.createdAt))),
  !one.isRead && button("Mark read", {kind: "ghost", label: `Mark read: ${one.title}`, on: onRead}));
}
