// The front page: today's figures, what needs somebody, the last 24 hours and the latest orders. Each number links to what it counts.

import {h, fill} from "./dom.js";
import {get} from "./api.js";
import {dateTime, money, number, percent, plural} from "./format.js";
import {page} from "./state.js";
import {emptyState, linkButton, timeAgo} from "./ui.js";
import {plainTable} from "./plain-table.js";
import {bars, redraw} from "./chart.js";
import {onLive} from "./live.js";
import {navigationCount} from "./app.js";
import {orderColumns} from "./order-columns.js";
import {card, facts, itemName, loaded} from "./record.js";

const offsetMinutes = () => Math.round(-new Date().getTimezoneOffset() / 15) * 15;
const hour = iso => new Date(iso).toLocaleTimeString([], {hour: "2-digit", minute: "2-digit", hourCycle: "h23"});

/** The front page of the dashboard. */
export async function Overview(main) {
  const place = h("div", {class: "stack"});
  fill(main, h("header", {class: "page-head"}, h("h1", "Overview")), place);
  let asked = 0, planned;

  async function load() {
    asked = Date.now();
    planned = undefined;
    const data = await get("/overview", {offsetMinutes: offsetMinutes()});
    if (data.system.startedAt && !data.recentOrders.length) {
      fill(place, emptyState("No orders yet", {icon: "orders", text: "Create a product, then place a test order.", actions: [linkButton("New product", page("/products/new"), {kind: "primary"}), linkButton("New order", page("/orders/new"))]}));
    } else draw(data);
    navigationCount("/orders", data.attention.toShip, "to ship");
    if (data.stock) navigationCount("/inventory", data.stock.low, "low");
  }

  const tiles = h("dl", {class: "tiles"}), attention = h("div"), refused = h("div"), chart = h("div"), latest = h("div"), system = h("div");
  const figures = h("div", {class: "stack"}, tiles, attention, h("div", {class: "columns"}, h("div", {class: "stack"}, card("Orders per hour", {}, chart), latest), h("aside", {class: "stack", "aria-label": "Stock and system"}, refused, system)));

  function draw({today, attention: needs, stock, hours: all, recentOrders, system: state, durableSequence, at}) {
    if (!figures.isConnected) fill(place, figures);
    fill(tiles, tile("Orders today", number(today.orders), today, "orders"), tile("Revenue today (paid)", money(today.revenue), today, "revenue", {paymentStatus: ["PAID", "REFUNDED"]}),
      tile("Average order", money(today.averageOrder), today, "averageOrder"), tile("Units sold today", number(today.units), today, "units"));
    const list = name => `${page("/orders")}?${needs.queries[name]}`;
    const rows = [
      ["Unpaid over 24 hours", needs.unpaidOver24Hours, `${list("unpaid")}&placedBefore=${needs.unpaidBefore}`], ["To ship", needs.toShip, list("toShip")],
      ["Partly shipped", needs.partlyShipped, list("partlyShipped")], ["Payment failed", needs.paymentFailed, list("paymentFailed")],
      ...(stock ? [["Low stock", stock.low, page("/inventory", {state: "LOW"})], ["Out of stock", stock.out, page("/inventory", {state: "OUT"})]] : []),
    ].filter(([, count]) => count > 0);
    fill(attention, card("Needs attention", {}, rows.length ? h("dl", {class: "tiles small"}, rows.map(([title, count, href]) => h("div", h("dt", title), h("dd", h("a", {href}, number(count)))))) : h("p", {class: "muted"}, "Nothing. Well done.")));
    fill(refused, stock?.refused.length > 0 && card("Out of stock, and asked for", {}, h("ul", {class: "rows"}, stock.refused.map(one => h("li", h("a", {href: page("/inventory", {variant: one.variantId})}, itemName(one)), h("span", `${number(one.refusedUnits)} refused`))))));
    redraw(chart, [bars(all.map(one => ({label: hour(one.from), value: one.orders})), {title: "The last 24 hours", unit: "Orders",
      summary: `${plural(all.reduce((sum, one) => sum + one.orders, 0), "order", "orders")}; the last bar is still running.`})]);
    fill(latest, card("Latest orders", {actions: h("a", {href: page("/orders")}, "All orders")}, plainTable({caption: "Latest orders", rows: recentOrders, rowHref: one => page(`/orders/${one.orderId ?? one.id}`),
      columns: orderColumns.filter(column => ["number", "status", "payment", "total"].includes(column.id)).toSpliced(1, 0, {title: "Customer", cell: one => one.customerName})})));
    fill(system, card("System", {}, facts([["Durable up to", `#${number(durableSequence)}`], ["Snapshot", state.snapshotAt ? timeAgo(state.snapshotAt) : "none yet"],
      ["Holds", plural(state.openReservations, "open hold", "open holds")], ["Figures of", dateTime(at)]])));
  }

  if (await loaded(place, async () => { await load(); return true; }, "the overview", () => Overview(main), "orders:read") !== true) return;
  onLive("overview", () => { planned ??= setTimeout(() => load().catch(() => {}), Math.max(0, asked + 1000 - Date.now())); });
}

/** One figure with how it compares, linked to the orders it counts. */
function tile(title, value, today, name, query = {}) {
  const before = Number(today.previous[name]), now = Number(today[name]);
  const words = !before ? "None yesterday by this time" : now === before ? "As yesterday by this time"
    : `${percent(Math.abs(now - before) / before)} ${now > before ? "more" : "less"} than yesterday by this time`;
  return h("div", {class: "card"}, h("dt", title), h("dd", h("a", {class: "figure", href: page("/orders", {...query, created: "today"})}, value), h("small", words)));
}
