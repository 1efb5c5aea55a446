// Rules of accessibility that a page can be asked for. Each answers a list of sentences: what breaks it.
// Evaluated by the tests in a page under test; the pages themselves never load it.

const seen = element => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length > 0;
const all = selector => [...document.querySelectorAll(selector)].filter(seen);
const say = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
const isHiddenText = element => Boolean(element.closest(".visually-hidden")) || getComputedStyle(element).clipPath !== "none";
const controls = "a[href], button, input, select, textarea, summary, [role=option]";

const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});

/** A CSS colour as red, green, blue (0…255) and alpha (0…1), as the browser paints it. */
function painted(colour) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function luminance(colour) {
  const linear = colour.slice(0, 3).map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function ratio(one, other) {
  const [bright, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (bright + 0.05) / (dark + 0.05);
}

const over = (top, below) => [0, 1, 2].map(index => top[index] * top[3] + below[index] * (1 - top[3])).concat(1);

function backgroundOf(element) {
  const layers = [];
  for (let node = element; node; node = node.parentElement) {
    const colour = painted(getComputedStyle(node).backgroundColor);
    if (colour[3] > 0) layers.push(colour);
    if (colour[3] === 1) break;
  }
  return layers.reduceRight((below, top) => over(top, below), painted(getComputedStyle(document.documentElement).backgroundColor));
}

const rules = {
  names: () => all("a[href], button, summary").flatMap(element => {
    const text = element.innerText.replace(/\s+/g, " ").trim().toLowerCase();
    const label = element.getAttribute("aria-label")?.toLowerCase();
    const name = label ?? (text || element.textContent.trim());
    if (!name) return [`no name: ${say(element)}`];
    return label && text && !label.includes(text) && !element.querySelector("[aria-hidden=true]")
      ? [`the name lacks the words shown: ${say(element)}`] : [];
  }),

  structure: () => {
    const found = [];
    const headings = all("h1, h2, h3, h4, h5, h6");
    const titles = headings.filter(heading => heading.tagName === "H1");
    if (titles.length !== 1) found.push(`${titles.length} h1`);
    let level = 0;
    for (const heading of headings.filter(one => !one.closest("dialog, [popover]"))) {
      const now = Number(heading.tagName[1]);
      if (now > level + 1) found.push(`h${level} is followed by ${say(heading)}`);
      level = now;
    }
    if (!document.documentElement.lang) found.push("no lang");
    if (!document.title.includes("Holdfast")) found.push(`the title is ${document.title}`);
    for (const landmark of ["main", "body > header"]) if (all(landmark).length !== 1) found.push(`not one ${landmark}`);
    for (const navigation of all("nav")) if (!navigation.getAttribute("aria-label")) found.push(`no label: ${say(navigation)}`);
    const inside = "header, nav, main, footer, dialog, [popover], [role=status], [role=alert], .skip, script, style, #banner, #toasts";
    for (const child of all("body > *, .page > *")) {
      if (!child.matches(inside) && !child.matches(".page")) found.push(`outside of all landmarks: ${say(child)}`);
    }
    return found;
  },

  references: () => {
    const found = [];
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    for (const id of new Set(ids)) if (ids.filter(other => other === id).length > 1) found.push(`id ${id} twice`);
    const attributes = ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant", "for", "popovertarget"];
    for (const name of attributes) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        for (const id of element.getAttribute(name).split(/\s+/)) {
          if (!document.getElementById(id)) found.push(`${name}=${id} leads nowhere: ${say(element)}`);
        }
      }
    }
    return found;
  },

  fields: () => all("input:not([type=hidden]), select, textarea").flatMap(field => {
    const found = [];
    if (!field.labels?.length && !field.getAttribute("aria-label")) found.push(`no label: ${say(field)}`);
    if (field.getAttribute("aria-invalid") === "true") {
      const words = (field.getAttribute("aria-describedby") ?? "").split(/\s+/).map(id => document.getElementById(id)?.textContent ?? "");
      if (!words.join("").trim()) found.push(`wrong, and nothing says why: ${say(field)}`);
    }
    return found;
  }),

  images: () => [
    ...all("img").filter(image => !image.hasAttribute("alt")).map(image => `no alt: ${say(image)}`),
    ...all("svg").filter(svg => svg.getAttribute("aria-hidden") !== "true" && !(svg.getAttribute("role") === "img" && svg.getAttribute("aria-label")))
      .map(svg => `neither hidden nor named: ${say(svg)}`),
  ],

  contrast: () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !seen(element) || isHiddenText(element) || element.closest("noscript, .skip")) continue;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      const background = backgroundOf(element);
      const reached = ratio(over(painted(style.color), background), background);
      if (reached < needed - 0.01) found.set(element.className + style.color, `${reached.toFixed(2)} for “${element.textContent.trim().slice(0, 30)}” ${say(element)}`);
    }
    for (const field of all("input:not([type=checkbox], [type=radio], .visually-hidden), select, textarea, .button.filter, .button.secondary:not(.find, [aria-disabled=true])")) {
      const style = getComputedStyle(field);
      if (style.opacity === "0" || style.borderTopStyle === "none") continue;
      const around = backgroundOf(field.parentElement);
      const reached = ratio(over(painted(style.borderTopColor), around), around);
      if (reached < 2.99) found.set(`edge ${field.className}`, `edge ${reached.toFixed(2)}: ${say(field)}`);
    }
    return [...found.values()];
  },

  targets: () => {
    const modal = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document; // what is behind it cannot be hit
    const boxes = all(controls).filter(element => modal.contains(element) && !isHiddenText(element) && getComputedStyle(element).opacity !== "0").map(element => {
      const label = element.matches("input[type=checkbox], input[type=radio]") && element.closest("label");
      return {element, box: (label || element).getBoundingClientRect()};
    });
    const inText = element => getComputedStyle(element).display === "inline" && element.parentElement.textContent.trim() !== element.textContent.trim();
    return boxes.filter(({element, box}) => {
      if ((box.width >= 23.9 && box.height >= 23.9) || inText(element)) return false;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      return boxes.some(other => {
        if (other.element === element || element.contains(other.element) || other.element.contains(element)) return false;
        const dx = Math.max(other.box.left - x, 0, x - other.box.right);
        const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
        return Math.hypot(dx, dy) < 12;
      });
    }).map(({element, box}) => `${box.width.toFixed(0)}×${box.height.toFixed(0)}: ${say(element)}`);
  },

  reflow: () => document.documentElement.scrollWidth > innerWidth
    ? [`${document.documentElement.scrollWidth} px wide in ${innerWidth}`, ...all("main *, header *").filter(element =>
      element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".table-frame, .views, .visually-hidden")).slice(0, 3).map(say)]
    : [],

  spacing: () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets.push(sheet);
    const found = all("main *, header *, nav *").filter(element => {
      const style = getComputedStyle(element);
      if (!element.textContent.trim() || isHiddenText(element) || element.closest("svg") || element.matches("select, option")) return false;
      const cutsAcross = style.overflowX === "hidden" || style.overflowX === "clip";
      const cutsDown = style.overflowY === "hidden" || style.overflowY === "clip";
      return (cutsAcross && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1)
        || (cutsDown && element.scrollHeight > element.clientHeight + 2);
    }).map(element => `cut: ${say(element)}`);
    document.adoptedStyleSheets.pop();
    return found;
  },

  tables: () => all("table").flatMap(table => [
    ...(table.querySelectorAll("[aria-sort]").length > 1 ? ["more than one aria-sort"] : []),
    ...(table.caption || table.closest("dialog, [popover]") ? [] : [`no caption: ${say(table)}`]),
    ...[...table.querySelectorAll("th")].filter(cell => !cell.scope).map(cell => `no scope: ${say(cell)}`),
  ]),

  current: () => {
    const navigation = document.querySelector("nav[aria-label=Main]");
    if (!navigation?.querySelector("a")) return [];
    const marked = navigation.querySelectorAll("[aria-current]").length;
    return marked > 1 ? [`${marked} items are current`] : [];
  },

  motion: () => document.getAnimations().filter(one => one.playState === "running" && one.effect.getComputedTiming().duration > 1)
    .map(one => `runs: ${one.animationName ?? one.transitionProperty}`),

  colourAlone: () => all(".badge").filter(badge => !badge.textContent.trim()).map(badge => `no word: ${say(badge)}`),
};

const tabbable = () => all("a[href], button, input, select, textarea, summary, [tabindex='0']").filter(element =>
  !element.closest("[inert]") && element.tabIndex >= 0 && !element.disabled
  && !(element.type === "radio" && !element.checked && document.querySelector(`input[name="${CSS.escape(element.name)}"]:checked`)));
