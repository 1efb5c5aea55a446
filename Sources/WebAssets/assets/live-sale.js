// A sale as it runs: what is left, held, sold and refused of the variants that are wanted most, second by second.

import {h, svg, fill, patchList} from "./dom.js";
import {can, get} from "./api.js";
import {money, number, percent, plural, time} from "./format.js";
import {onQuery, page, queryList, setQuery} from "./state.js";
import {announce, badge, button, emptyState} from "./ui.js";
import {redraw, sparkline} from "./chart.js";
import {liveState, onLive} from "./live.js";
import {facts, itemName, loaded} from "./record.js";

const seconds = 300;
const skuOf = one => one.sku ?? itemName(one);
const isGone = one => one.available <= 0 && one.held === 0 && !one.allowBackorder;
const rate = value => number(Math.round((value ?? 0) * 10) / 10);

/** The page of a live sale: `?variants=` names up to 24, otherwise the twelve most wanted. */
export async function LiveSale(main) {
  const cards = h("div", {class: "live"}), totals = h("div", {class: "card"}), place = h("div", {class: "stack"}), told = h("ol", {class: "rows"}), chosen = h("ul", {class: "chips", "aria-label": "Watched variants"});
  const states = new Map(), histories = new Map(), events = [];
  let data, base, isPaused = false, asked = 0, beat = 0;
  const pause = button("Pause", {icon: "pause", on: () => {
    isPaused = !isPaused;
    pause.querySelector("span").textContent = isPaused ? `Paused at ${time(data.at)}. Go on` : "Pause";
    if (!isPaused) load();
  }});
  const since = button("Count from now", {icon: "clock", on: () => { base = {at: data.at, totals: data.totals, variants: new Map(data.variants.map(one => [one.variantId, one]))}; draw(); }});
  const finder = h("div", {class: "finder"});
  Promise.all([import("./combobox.js"), import("./find.js")]).then(([{combobox}, {findVariants}]) => fill(finder, combobox({label: "Watch a variant", hint: "SKU or name; at most 24.", keepsText: false, minimum: 1, load: findVariants,
    onPick: option => setQuery({variants: [...new Set([...queryList("variants"), option.value.variantId])].slice(0, 24)})}).element));
  fill(main, h("header", {class: "page-head"}, h("h1", "Live sale"), h("div", {class: "actions"}, pause, since,
    button("Read figures now", {kind: "ghost", icon: "info", on: () => announce(data.variants.map(one => `${skuOf(one)}: ${number(one.available)} left, ${number(one.held)} held, ${number(one.sold)} sold.`).join(" "))}),
    button("Wall mode", {kind: "ghost", icon: "screen", on: () => cards.requestFullscreen?.()}), button("Export CSV", {kind: "ghost", icon: "download", on: save}))),
  h("div", {class: "toolbar"}, finder, chosen), place);

  async function load() {
    const number = asked += 1;
    const ids = queryList("variants");
    const now = await get("/live-sale", ids.length ? {variantIds: ids} : {limit: 12});
    if (number !== asked) return;
    data = now;
    for (const one of data.variants) histories.set(one.variantId, one.history);
    fill(chosen, data.variants.filter(one => ids.includes(one.variantId)).map(one => h("li", h("button", {type: "button", class: "chip", "aria-label": `Stop watching ${skuOf(one)}`,
      on: {click: () => setQuery({variants: ids.filter(id => id !== one.variantId)})}}, skuOf(one), " ×"))),
    ids.length > 0 && h("li", button("The 12 most wanted", {kind: "ghost", on: () => setQuery({variants: null})})));
    for (const one of data.variants) cross(one, true);
    draw();
  }

  /** Takes what one second brought. */
  function take(event) {
    if (event.type === "reset") return load().catch(() => {});
    if (isPaused || !data) return;
    const news = new Map(event.variants.map(one => [one.variantId, one]));
    if (!queryList("variants").length && event.variants.some(one => !histories.has(one.variantId))) return load().catch(() => {});
    beat += 1;
    data = {...data, ...event, variants: data.variants.map(one => ({...one, ...news.get(one.variantId)}))};
    for (const one of data.variants) {
      const history = histories.get(one.variantId), second = news.get(one.variantId)?.second ?? {};
      const push = (name, value) => { history[name] = [...history[name], value ?? 0].slice(-seconds); };
      push("available", one.available);
      push("orders", second.orders);
      push("refusedUnits", second.refusedUnits);
      cross(one);
    }
    draw();
  }

  /** Tells the two crossings once each: none left, and sold out. */
  function cross(one, isFirst = false) {
    const state = isGone(one) ? "gone" : one.available <= 0 ? "none" : "some";
    const before = states.get(one.variantId);
    states.set(one.variantId, state);
    if (isFirst || !before || before === state || state === "some") return;
    const text = state === "gone" ? `${skuOf(one)} sold out at ${time(data.at)}.` : `${skuOf(one)}: none left at ${time(data.at)}; ${one.held ? `${plural(one.held, "is", "are")} held and may come back` : "more can be ordered"}.`;
    events.unshift(text);
    fill(told, events.slice(0, 20).map(words => h("li", words)));
    announce(text);
  }

  function draw() {
    if (!data.variants.length) return fill(place, emptyState("Nothing is selling right now", {icon: "live", text: "Choose variants to watch."}));
    if (!cards.isConnected) fill(place, totals, cards, h("section", {class: "card", "aria-label": "What happened"}, h("header", h("h2", "What happened")), told));
    const all = data.totals, from = base?.totals ?? {};
    const less = name => all[name] - (from[name] ?? 0);
    const agrees = data.variants.every(one => one.reserved + one.available === one.quantity || !one.trackInventory);
    fill(totals, h("dl", {class: "tiles small"}, [
      ["Orders", number(less("orders")), `${rate(all.ordersPerSecond)}/s, peak ${rate(all.peakOrdersPerSecond)}/s`], ["Units sold", number(less("units")), all.value === null ? "" : money(all.value)],
      ["Refused", plural(less("refusedUnits"), "unit", "units"), plural(less("refusedRequests"), "request", "requests")], ["Holds", number(less("holdsMade")), all.holdsMade ? `${percent(all.holdsConverted / all.holdsMade)} became orders` : ""],
      ["Sold + held + left = stocked", agrees ? "yes" : "no", `at #${number(data.sequence)}`], ["Since", time(base?.at ?? data.startedAt), `now ${time(data.at)}`],
    ].map(([name, value, note]) => h("div", h("dt", name), h("dd", value, note && h("small", note))))));
    patchList(cards, data.variants.toSorted((a, b) => isGone(a) - isGone(b)), one => one.variantId, make, update);
  }

  function make(one) {
    const parts = {head: h("div", {class: "badges"}), figures: h("div", {class: "stack"}), charts: h("div", {class: "stack"})};
    const element = h("section", {class: "card", "aria-label": itemName(one)}, h("header", h("h2", itemName(one), h("span", {class: "muted sub"}, one.sku)), parts.head), parts.figures, parts.charts,
      h("p", h("a", {href: page("/inventory", {variant: one.variantId})}, can("inventory:write") ? "Adjust stock, show holds" : "Show stock and holds")));
    element.parts = parts;
    return update(element, one);
  }

  function update(element, one) {
    const {head, figures, charts} = element.parts;
    const before = base?.variants.get(one.variantId);
    const less = name => one[name] - (before?.[name] ?? 0);
    const waiting = Math.max(one.reserved - one.held, 0);
    element.classList.toggle("ended", isGone(one));
    fill(head, badge("stock", !one.trackInventory ? "UNTRACKED" : one.available < 0 ? "BACKORDER" : one.available === 0 ? "OUT" : one.isLow ? "LOW" : "IN_STOCK"));
    fill(figures, h("p", h("strong", {class: "left"}, number(Math.abs(one.available))), one.available < 0 ? " on backorder" : " left"), split(waiting, one.held, one.available),
      h("p", {class: "hint"}, `${number(one.quantity)} on hand = ${number(waiting)} sold, not shipped + ${number(one.held)} held + ${number(one.available)} left`),
      facts([["Orders/s", `${rate(one.ordersPerSecond)}, peak ${rate(one.peakOrdersPerSecond)}`], ["Units sold", number(less("sold"))],
        ["Sold out", isGone(one) ? "yes" : one.sellOutSeconds === null ? "not predictable" : one.sellOutSeconds < 90 ? `in ~${number(one.sellOutSeconds)} s` : `in ~${number(Math.round(one.sellOutSeconds / 60))} min`],
        ["Refused demand", `${plural(less("refusedUnits"), "unit", "units")}, ${plural(less("refusedRequests"), "request", "requests")}`]]));
    if (beat % 2 && charts.firstChild) return element; // the charts are drawn every other second
    const history = histories.get(one.variantId);
    const span = history.available.length < seconds ? plural(history.available.length, "second", "seconds") : "5 minutes";
    const orders = history.orders.reduce((sum, count) => sum + count, 0), refused = history.refusedUnits.reduce((sum, count) => sum + count, 0);
    redraw(charts, [sparkline(history.available.map(count => Math.max(count, 0)), {title: "Left", height: 48, summary: `${number(history.available[0] ?? one.available)} ${span} ago, ${number(one.available)} now.`}),
      sparkline([], {title: "Each second", height: 48, summary: `${plural(orders, "order", "orders")}, ${plural(refused, "unit", "units")} refused in ${span}.`,
        series: [{name: "Orders", points: history.orders}, {name: "Refused units", points: history.refusedUnits}]})]);
    return element;
  }

  function save() {
    const quoted = value => (typeof value === "number" ? value : `"${String(value ?? "").replaceAll('"', '""').replace(/^([=+\-@\t])/, "'$1")}"`);
    const lines = [["sku", "product", "onHand", "held", "available", "sold", "refusedUnits"], ...data.variants.map(one => [one.sku, itemName(one), one.quantity, one.held, one.available, one.sold, one.refusedUnits])];
    const link = h("a", {download: "live-sale.csv", href: URL.createObjectURL(new Blob([lines.map(line => line.map(quoted).join(",")).join("\r\n")], {type: "text/csv"}))});
    link.click();
    URL.revokeObjectURL(link.href);
  }

  if (await loaded(place, async () => { await load(); return true; }, "the live sale", () => LiveSale(main), "inventory:read") !== true) return;
  onQuery(() => load().catch(() => {}));
  onLive("liveSale", take);
  setInterval(() => { if (liveState().status !== "live" && !document.hidden && !isPaused) load().catch(() => {}); }, 10_000);
}

/** What is on hand, in parts of one bar. */
function split(sold, held, left) {
  const all = Math.max(sold + held + Math.max(left, 0), 1);
  let from = 0;
  const part = (name, count) => {
    const width = (Math.max(count, 0) / all) * 100;
    const shape = svg("rect", {class: name, x: from.toFixed(2), width: width.toFixed(2), height: 10});
    from += width;
    return shape;
  };
  return svg("svg", {class: "split", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true"}, svg("rect", {class: "none", width: 100, height: 10}), part("sold", sold), part("held", held), part("free", left));
}
