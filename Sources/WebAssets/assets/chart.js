// Small charts in SVG, each with a title, a sentence that sums it up, and its figures as a table.

import {h, svg, fill, uniqueID} from "./dom.js";
import {number} from "./format.js";

const width = 600;

/** Lines over time: `points` is a list of numbers, or `series` [{name, points}] for up to five. */
export function sparkline(points, options = {}) {
  const series = options.series ?? [{name: options.title, points, isArea: true}];
  const height = options.height ?? 80;
  const top = Math.max(1, ...series.flatMap(one => one.points));
  const length = Math.max(2, ...series.map(one => one.points.length));
  const place = (value, index) => `${((index / (length - 1)) * width).toFixed(1)} ${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`;
  return frame(series.map((one, index) => {
    const line = `M${one.points.map(place).join("L")}`;
    const tone = `series-${index + 1}`;
    return [
      one.isArea && one.points.length > 1 && svg("path", {class: `area ${tone}`, d: `${line}L${width} ${height}L0 ${height}Z`}),
      one.points.length > 1 && svg("path", {class: `line ${tone}`, d: line}),
    ];
  }), {...options, height, series});
}

/** Bars: `points` is [{label, value}]. */
export function bars(points, options = {}) {
  const height = options.height ?? 120;
  const top = Math.max(1, ...points.map(point => point.value));
  const step = width / Math.max(points.length, 1);
  return frame(points.map((point, index) => {
    const tall = (point.value / top) * (height - 4);
    return svg("rect", {
      class: "bar", x: (index * step + 2).toFixed(1), y: (height - tall).toFixed(1), width: Math.max(step - 4, 1).toFixed(1), height: tall.toFixed(1), rx: 2,
    }, svg("title", `${point.label}: ${(options.format ?? number)(point.value)}`));
  }), {...options, height, labels: points.map(point => point.label), series: [{name: options.unit ?? "Value", points: points.map(point => point.value)}]});
}

function frame(shapes, {title, summary, height, series, labels, format = number, level = 3}) {
  const id = uniqueID("chart");
  const count = Math.max(...series.map(one => one.points.length));
  const rows = () => h("table", h("caption", title),
    h("thead", h("tr", h("th", {scope: "col"}, labels ? "Time" : "Point"), series.map(one => h("th", {scope: "col", class: "numeric"}, one.name)))),
    h("tbody", Array.from({length: count}, (_, index) => h("tr", h("th", {scope: "row"}, labels?.[index] ?? number(index + 1)),
      series.map(one => h("td", {class: "numeric"}, format(one.points[index])))))));
  const twin = h("details", {on: {toggle: event => { if (event.target.open) fill(box, figure.rows()); }}}, h("summary", "Show as table"));
  const box = h("div", {class: "table-frame", tabindex: "0", role: "region", "aria-label": `${title}, figures`});
  twin.append(box);
  const figure = h("figure", {class: "chart", prop: {rows}},
    title && h("figcaption", h(`h${level}`, {id}, title), summary && h("p", {class: "hint"}, summary)),
    svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title ?? ""}. ${summary ?? ""}`, preserveAspectRatio: "none"}, shapes),
    labels && h("div", {class: "axis", "aria-hidden": "true"}, [labels[0], labels[Math.floor(labels.length / 2)], labels.at(-1)].map(label => h("span", label))),
    series.length > 1 && h("ul", {class: "legend"}, series.map((one, index) => h("li",
      svg("svg", {viewBox: "0 0 24 8", "aria-hidden": "true"}, svg("path", {class: `line series-${index + 1}`, d: "M0 4H24"})), one.name))),
    twin);
  return figure;
}

/** Shows newer figures in the charts that a node has; focus and open tables stay. */
export function redraw(node, charts) {
  if (!node.firstChild) return fill(node, charts);
  charts.forEach((chart, index) => {
    const old = node.children[index];
    old.rows = chart.rows;
    for (const part of [":scope > svg", ".hint", ".axis"]) old.querySelector(part)?.replaceWith(chart.querySelector(part));
  });
}
