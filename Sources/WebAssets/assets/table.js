// The list page: a real table whose state is in the address, with selection that survives paging.

import {h, fill, fillWhen, listed, patchList} from "./dom.js";
import {icon} from "./icons.js";
import {can, get} from "./api.js";
import {draft, local, onQuery, query, setQuery} from "./state.js";
import {announce, button, emptyState, linkButton, loading, showFailure} from "./ui.js";
import {number, plural} from "./format.js";
import {apiFilters, filterBar, isFiltered} from "./filters.js";
import {onLive} from "./live.js";
import {addShortcuts} from "./shortcuts.js";

const pagedRowsMax = 10_000;
const batchMax = 100;

/** Draws a list page from its definition (see the front-end contract) and answers its controller. */
export function listPage(main, definition) {
  return new ListPage(main, definition).start();
}

class ListPage {
  constructor(main, definition) {
    this.main = main;
    this.definition = {noun: definition.title.toLowerCase(), route: location.pathname.split("/ecommerce")[1] || "/", ...definition};
    this.selected = new Map();
    this.rows = [];
    this.total = 0;
    this.arrived = 0;
    this.hiddenColumns = local(`columns.${this.definition.route}`);
  }

  start() {
    const {definition} = this;
    this.filters = filterBar(definition);
    this.caption = h("caption", {class: "visually-hidden"}, definition.title);
    this.head = h("thead");
    this.body = h("tbody");
    this.table = h("table", {class: "list"}, this.caption, this.head, this.body);
    this.frame = h("div", {class: "table-frame", tabindex: "-1"}, this.table);
    this.state = h("div");
    this.pager = h("nav", {class: "pager", "aria-label": "Pages"});
    this.bulk = h("section", {class: "bulk", "aria-label": "Selection", hidden: true});
    this.arrivals = h("div", {class: "arrivals"});
    this.export = definition.exportHref && linkButton("Export CSV", "", {icon: "download", kind: "ghost"});
    const mayCreate = definition.create && can(definition.create.permission);
    fill(this.main,
      h("header", {class: "page-head"}, h("h1", definition.title), definition.headNote,
        h("div", {class: "actions"}, this.export, definition.actions?.(this),
          mayCreate && linkButton(definition.create.title, definition.create.href, {kind: "primary", icon: "plus"}))),
      definition.above, this.filters.views,
      h("div", {class: "toolbar outer"}, this.filters.tools, this.columnsMenu()),
      this.filters.chips, this.arrivals, h("div", {class: "list-box"}, this.frame, this.state, this.pager), this.bulk);
    onQuery(() => this.reload());
    this.addKeys();
    if (definition.live) this.watch(definition.live);
    addEventListener("pageshow", event => { if (event.persisted) this.reload({isQuiet: true}); });
    addEventListener("pagehide", () => history.replaceState({scroll: scrollY}, ""));
    this.reload({isFirst: true});
    return this;
  }

  // MARK: Loading

  /** Asks for the rows of the address and shows them in place. */
  async reload({isFirst = false, isQuiet = isFirst} = {}) {
    this.request?.abort();
    this.request = new AbortController();
    const {signal} = this.request;
    this.remember();
    const done = isFirst ? loading(this.frame, 10) : () => this.table.removeAttribute("aria-busy");
    if (!isFirst) this.table.setAttribute("aria-busy", "true");
    try {
      const answer = await get(this.definition.path, this.apiQuery(), {signal});
      done();
      this.take(answer);
      if (isFirst && history.state?.scroll) scrollTo(0, history.state.scroll);
      if (!isQuiet) announce(this.isEmpty ? "Nothing found" : `${plural(this.total, "row", "rows")} found`);
    } catch (error) {
      if (error.name === "AbortError") return;
      done();
      this.table.hidden = this.pager.hidden = true;
      this.state.drawn = "failed";
      error.permission ??= this.definition.permission;
      if (error.code === "forbidden") fill(this.main, h("header", {class: "page-head"}, h("h1", this.definition.title)), this.state);
      showFailure(this.state, error, () => this.reload({isFirst: true}), this.definition.noun);
    }
  }

  get size() {
    return Math.min(Number(query().size) || 20, batchMax);
  }

  get page() {
    return Math.max(Number(query().page) || 1, 1);
  }

  get sort() {
    return query().sort ?? this.definition.sort ?? "";
  }

  apiQuery() {
    const {at, cursor, sort} = query();
    const asked = {...this.definition.query, ...apiFilters(this.definition), sort: sort ?? this.definition.sort, limit: this.size};
    if (cursor) asked.cursor = cursor;
    else asked.offset = (this.page - 1) * this.size || null;
    if (at && this.definition.stillParameter) asked[this.definition.stillParameter] ??= at;
    return asked;
  }

  get isEmpty() {
    return this.rows.length === 0;
  }

  take(answer) {
    this.rows = answer.items;
    this.total = answer.total ?? answer.items.length;
    this.next = answer.nextCursor;
    this.arrived = 0;
    this.draw();
  }

  remember() {
    draft(`list.${this.definition.route}`).set(location.search);
    if (this.export) this.export.href = this.definition.exportHref(apiFilters(this.definition));
  }

  // MARK: Drawing

  get columns() {
    const hidden = this.hiddenColumns.get([]);
    return this.definition.columns.filter(column => !hidden.includes(column.id));
  }

  get selects() {
    return (this.definition.bulk ?? []).some(act => can(act.permission));
  }

  draw() {
    const {definition} = this;
    const rows = this.onlySelected ? [...this.selected.values()] : this.rows;
    const none = rows.length === 0;
    this.table.hidden = none;
    this.table.classList.toggle("grid", query().layout === "grid");
    fillWhen(this.state, none && `none ${isFiltered(definition)}`, () => (none ? this.emptyState() : []));
    this.drawHead();
    patchList(this.body, rows, definition.rowKey, row => this.makeRow(row), (node, row) => this.updateRow(node, row));
    this.drawPager(none);
    this.drawBulk();
    this.drawArrivals();
    draft("rows").set(definition.rowHref ? rows.map(definition.rowHref) : []);
    definition.onRows?.(rows, this);
  }

  emptyState() {
    const {definition} = this;
    if (isFiltered(definition)) {
      return emptyState(`No ${definition.noun} match these filters`, {
        actions: [button("Clear filters", {kind: "primary", on: this.filters.clear})],
      });
    }
    const {text = `There are no ${definition.noun} yet.`, action} = definition.firstUse ?? {};
    return emptyState(`No ${definition.noun} yet`, {text, icon: definition.icon ?? "package", actions: action ? [action].flat() : []});
  }

  drawHead() {
    const [key, isDescending] = this.sort.startsWith("-") ? [this.sort.slice(1), true] : [this.sort, false];
    const signature = [this.sort, ...this.columns.map(column => column.id)].join();
    if (this.headDrawn === signature) return this.markAll();
    const focused = this.head.contains(document.activeElement) && document.activeElement.dataset.sort;
    this.headDrawn = signature;
    fill(this.head, h("tr",
      this.selects && h("th", {scope: "col", class: "select"}, this.allBox()),
      this.columns.map(column => h("th", {
        scope: "col", class: column.numeric && "numeric",
        "aria-sort": column.sort && column.sort === key ? (isDescending ? "descending" : "ascending") : null,
      }, column.sort ? h("button", {
        type: "button", data: {sort: column.sort},
        on: {click: () => setQuery({sort: this.sort === column.sort ? `-${column.sort}` : column.sort, page: null, at: null, cursor: null})},
      }, column.title, icon(column.sort !== key ? "sort" : isDescending ? "down" : "up")) : column.hidesTitle
        ? h("span", {class: "visually-hidden"}, column.title) : column.title))));
    this.markAll();
    if (focused) this.head.querySelector(`[data-sort="${focused}"]`)?.focus();
  }

  markAll() {
    const box = this.head.querySelector(".select input");
    const count = this.rows.filter(row => this.selected.has(this.definition.rowKey(row))).length;
    if (box) Object.assign(box, {checked: count > 0 && count === this.rows.length, indeterminate: count > 0 && count < this.rows.length});
  }

  allBox() {
    return h("label", {class: "tick"}, h("input", {
      type: "checkbox", "aria-label": "Select all on this page",
      on: {change: event => {
        for (const row of this.rows) this.mark(row, event.target.checked);
        this.draw();
      }},
    }));
  }

  makeRow(row) {
    const key = this.definition.rowKey(row);
    const node = h("tr", {data: {key}});
    if (this.selects) {
      node.append(h("td", {class: "select"}, h("label", {class: "tick"}, h("input", {
        type: "checkbox", "aria-label": `Select ${this.definition.rowName?.(row) ?? key}`,
        on: {change: event => { this.mark(this.rowOf(node) ?? row, event.target.checked); this.draw(); }},
      }))));
    }
    return this.updateRow(node, row);
  }

  updateRow(node, row, tints = false) {
    const signature = JSON.stringify(row) + this.headDrawn;
    const isSelected = this.selected.has(this.definition.rowKey(row));
    node.classList.toggle("selected", isSelected);
    if (this.selects) node.querySelector(".select input").checked = isSelected;
    if (node.drawn === signature) return node;
    node.drawn = signature;
    const old = [...node.children].slice(this.selects ? 1 : 0);
    const cells = this.columns.map((column, index) => {
      const content = column.cell(row, this);
      const isLink = this.definition.rowHref && (column.link ?? index === this.linkIndex);
      const cell = h(isLink ? "th" : "td", {
        scope: isLink ? "row" : null, class: [column.numeric && "numeric", column.class].filter(Boolean).join(" ") || null,
        data: {label: column.hidesTitle ? null : column.title},
      }, isLink ? h("a", {href: this.definition.rowHref(row)}, content) : content);
      if (tints && old[index] && old[index].textContent !== cell.textContent) cell.classList.add("changed");
      return cell;
    });
    const focusedCell = old.findIndex(cell => cell.contains(document.activeElement));
    for (const cell of old) cell.remove();
    node.append(...cells);
    if (focusedCell >= 0) cells[focusedCell]?.querySelector("a, button, input")?.focus();
    return node;
  }

  get linkIndex() {
    const named = this.columns.findIndex(column => column.link);
    return named >= 0 ? named : 0;
  }

  rowOf(node) {
    return this.rows.find(row => String(this.definition.rowKey(row)) === node.dataset.key);
  }

  // MARK: Pages

  drawPager(none) {
    const {page, size, total} = this;
    this.pager.hidden = none || Boolean(this.onlySelected);
    if (this.pager.hidden) return;
    const first = (page - 1) * size + 1;
    const hasNext = page * size < total;
    const beyond = page * size >= pagedRowsMax;
    const go = changes => {
      setQuery(changes);
      this.frame.scrollIntoView({block: "nearest"});
    };
    const sizes = h("select", {"aria-label": "Rows a page", on: {change: event => go({size: event.target.value, page: null, cursor: null})}},
      [20, 50, 100].map(count => h("option", {value: count, selected: count === size}, `${count} a page`)));
    const step = (text, name, isOn, changes) =>
      button(text, {icon: name, data: {step: text}, "aria-disabled": isOn ? null : "true", on: () => go(changes())});
    const focused = this.pager.contains(document.activeElement) && document.activeElement.dataset.step;
    fillWhen(this.pager, [page, size, total, this.rows.length, Boolean(query().cursor)].join(), () => [
      h("p", `${number(first)}–${number(Math.min(first + this.rows.length - 1, total))} of ${number(total)}`),
      total > pagedRowsMax && h("p", {class: "hint"}, "Showing the first 10,000 by page. Use Next to go on, or narrow the filters."),
      sizes,
      step("Previous", "left", page > 1, () => (query().cursor ? {cursor: null, page: Math.floor(pagedRowsMax / size)} : {page: page > 2 ? page - 1 : null})),
      step("Next", "right", hasNext, () => ({
        page: page + 1, cursor: beyond ? this.next : null,
        at: this.definition.stillParameter && /^-(createdAt|number)$/.test(this.sort) ? query().at ?? this.rows[0]?.createdAt : null,
      })),
    ]);
    if (focused) this.pager.querySelector(`[data-step="${focused}"]`)?.focus();
  }

  columnsMenu() {
    const {columns, route} = this.definition;
    const hideable = columns.filter((column, index) => index > 0 && !column.link && !column.hidesTitle);
    const id = `columns-menu`;
    if (!hideable.length || !route) return null;
    const hidden = () => this.hiddenColumns.get([]);
    return h("div", {class: "filter-box"},
      h("button", {type: "button", class: "button ghost", popovertarget: id}, icon("columns"), h("span", "Columns")),
      h("div", {id, popover: "auto", class: "panel end", role: "group", "aria-label": "Columns"}, hideable.map(column =>
        h("label", {class: "tick"}, h("input", {
          type: "checkbox", prop: {checked: !hidden().includes(column.id)},
          on: {change: event => {
            this.hiddenColumns.set(event.target.checked ? hidden().filter(one => one !== column.id) : [...hidden(), column.id]);
            this.draw();
          }},
        }), h("span", column.title)))));
  }

  // MARK: Selection

  mark(row, isSelected) {
    const key = this.definition.rowKey(row);
    if (isSelected) this.selected.set(key, row);
    else this.selected.delete(key);
    if (!this.selected.size) this.onlySelected = false;
  }

  async drawBulk() {
    const count = this.selected.size;
    this.bulk.hidden = count === 0;
    document.documentElement.classList.toggle("has-bar", count > 0);
    if (count) (await import("./bulk.js")).drawBulk(this);
  }

  /** Ends the selection. */
  clearSelection() {
    this.selected.clear();
    this.onlySelected = false;
    this.draw();
  }

  // MARK: Live

  watch({topic, patch, isNew}) {
    onLive(topic, event => {
      if (event.type === "reset") return this.reload({isQuiet: true});
      const arrived = Number(isNew?.(event, this.rows) ?? 0);
      if (arrived) {
        this.arrived += arrived;
        this.drawArrivals();
      }
      this.rows = this.rows.map(row => this.patchRow(row, patch?.(row, event)));
    });
  }

  /** Shows a changed row in place and tints what differs. */
  patchRow(row, changed) {
    const node = changed && listed(this.body, this.definition.rowKey(row));
    if (!node) return row;
    this.updateRow(node, changed, true);
    return changed;
  }

  drawArrivals() {
    const {one = "row", noun} = this.definition;
    if (!this.arrived) return fill(this.arrivals);
    fill(this.arrivals, button(plural(this.arrived, `new ${one}`, `new ${noun}`), {icon: "refresh", on: () => {
      if (this.page > 1) setQuery({page: null, at: null, cursor: null});
      else this.reload();
    }}));
  }

  // MARK: Keys

  addKeys() {
    const links = () => [...this.body.querySelectorAll(this.definition.rowHref ? "th a" : "input")];
    const move = step => {
      const all = links();
      const place = all.findIndex(link => link.closest("tr").contains(document.activeElement));
      all[Math.min(Math.max(place + step, 0), all.length - 1)]?.focus();
    };
    const pageBy = text => this.pager.querySelector(`[data-step="${text}"]`)?.click();
    addShortcuts(
      {keys: "/", text: "Search this list", act: () => this.filters.search.focus()},
      {keys: "j", text: "Next row", act: () => move(1)},
      {keys: "k", text: "Previous row", act: () => move(-1)},
      {keys: "x", text: "Select the row", act: () => document.activeElement.closest("tr")?.querySelector(".select input")?.click()},
      {keys: "[", text: "Previous page", act: () => pageBy("Previous")},
      {keys: "]", text: "Next page", act: () => pageBy("Next")});
    if (this.definition.create && can(this.definition.create.permission)) {
      addShortcuts({keys: "n", text: this.definition.create.title, act: () => location.assign(this.definition.create.href)});
    }
  }
}
