// People who buy: the list.

import {can} from "./api.js";
import {money, number} from "./format.js";
import {page, search} from "./state.js";
import {linkButton, tag, timeAgo} from "./ui.js";
import {listPage} from "./table.js";

const nameOf = one => `${one.firstName} ${one.lastName}`.trim() || one.email;
const yes = [{value: "true", label: "Yes"}, {value: "false", label: "No"}];

/** Filters of the list of customers. */
export const CustomerFilters = [
  {id: "tags", title: "Tag", kind: "text"}, {id: "lastOrder", title: "Last order", kind: "date"}, {id: "hasOpenOrders", title: "Open orders", kind: "choice", options: yes},
  {id: "hasOrders", title: "Has orders", kind: "choice", options: yes, more: true}, {id: "isRepeat", title: "Repeat", kind: "choice", options: yes, more: true},
];

const retagging = () => import("./retag.js");

/** The list of customers. */
export function CustomersList(main) {
  const create = {title: "New customer", href: page("/customers/new"), permission: "customers:write"};
  return listPage(main, {
    title: "Customers", one: "customer", noun: "customers", path: "/customers", permission: "customers:read", icon: "customers", sort: "-createdAt",
    rowHref: one => page(`/customers/${one.id}`), rowKey: one => one.id, rowName: nameOf, searchHint: "Name, e-mail, company or phone",
    columns: [
      {id: "name", title: "Name", sort: "name", cell: nameOf}, {id: "email", title: "E-mail", cell: one => one.email}, {id: "company", title: "Company", cell: one => one.company ?? ""},
      {id: "tags", title: "Tags", cell: one => one.tags.map(name => tag(name))}, {id: "orders", title: "Orders", sort: "orderCount", numeric: true, cell: one => number(one.orderCount)},
      {id: "spent", title: "Spent", sort: "lifetimeValue", numeric: true, cell: one => money(one.statistics?.lifetimeValue)},
      {id: "last", title: "Last order", class: "nowrap", sort: "lastOrderAt", cell: one => timeAgo(one.lastOrderAt)},
    ],
    filters: CustomerFilters, views: [{name: "All", query: {}}, {name: "Repeat", query: {isRepeat: "true"}}, {name: "No orders yet", query: {hasOrders: "false"}}],
    bulk: [
      {title: "Add tag…", permission: "customers:write", run: async rows => (await retagging()).retag(rows, "Add a tag to", (tags, name) => [...new Set([...tags, name])])},
      {title: "Remove tag…", permission: "customers:write", run: async rows => (await retagging()).retag(rows, "Remove a tag from", (tags, name) => tags.filter(one => one !== name))},
    ],
    firstUse: {text: "Customers appear with their first order, or add one here.", action: can(create.permission) && linkButton(create.title, create.href, {kind: "primary"})},
    create, exportHref: asked => `/customers/export${search(asked)}`,
  });
}
