// A small table for pages that are no list.

import {h} from "./dom.js";

/** A table that is no list page: columns as there, rows given. */
export function plainTable({caption, columns, rows, rowHref, empty = "Nothing here yet."}) {
  if (!rows.length) return h("p", {class: "hint"}, empty);
  return h("div", {class: "table-frame"}, h("table", {class: "list"}, h("caption", {class: "visually-hidden"}, caption),
    h("thead", h("tr", columns.map(column => h("th", {scope: "col", class: column.numeric && "numeric"}, column.title)))),
    h("tbody", rows.map(row => h("tr", columns.map((column, index) => h(index ? "td" : "th", {
      scope: index ? null : "row", class: column.numeric ? "numeric" : column.class, data: {label: column.title},
    }, index === 0 && rowHref ? h("a", {href: rowHref(row)}, column.cell(row)) : column.cell(row))))))));
}
