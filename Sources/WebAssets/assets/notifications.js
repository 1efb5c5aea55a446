// All notifications, with filters, and marking many of them.

import {send} from "./api.js";
import {word} from "./format.js";
import {tag, timeAgo} from "./ui.js";
import {listPage} from "./table.js";
import {page, safePath} from "./state.js";

const options = names => names.map(value => ({value, label: word(value)}));

/** Marks rows and answers a verdict for each, as bulk acts do. */
const mark = path => async rows => {
  await send("POST", path, {ids: rows.map(row => row.id)});
  return rows.map(row => ({id: row.id, ok: true}));
};

/** The page of notifications. */
export function NotificationsList(main) {
  return listPage(main, {
    title: "Notifications", one: "notification", noun: "notifications", path: "/notifications", permission: "notifications:read", icon: "bell", searchHint: null, sort: "-createdAt",
    rowHref: one => safePath(one.actionUrl) ?? page("/notifications"), rowKey: one => one.id, rowName: one => one.title,
    columns: [
      {id: "title", title: "What", cell: one => [one.title, !one.isRead && tag("Unread", "info", "dot")]},
      {id: "message", title: "Message", cell: one => one.message}, {id: "kind", title: "Kind", cell: one => word(one.kind)},
      {id: "priority", title: "Priority", cell: one => tag(word(one.priority), one.priority === "HIGH" ? "warning" : "neutral")},
      {id: "createdAt", title: "When", class: "nowrap", cell: one => timeAgo(one.createdAt)},
    ],
    filters: [
      {id: "unreadOnly", title: "Unread", kind: "choice", options: [{value: "true", label: "Unread only"}]},
      {id: "kind", title: "Kind", kind: "choice", many: true, options: options(["NEW_ORDER", "ORDER_STATUS", "ORDER_CANCELLED", "LOW_STOCK", "ORDER_FAILED"])},
      {id: "priority", title: "Priority", kind: "choice", many: true, options: options(["HIGH", "NORMAL"])},
    ],
    views: [{name: "All", query: {}}, {name: "Unread", query: {unreadOnly: "true"}}],
    bulk: [
      {title: "Mark read", run: mark("/notifications/read"), undo: mark("/notifications/unread"), done: "marked read"},
      {title: "Mark unread", run: mark("/notifications/unread"), done: "marked unread"},
    ],
    firstUse: {text: "New orders, low stock and trouble are told here."},
    live: {topic: "notifications", isNew: () => 1},
  });
}
