// The images of a product in their order: with the pointer, with keys, or with buttons.

import {h, fill} from "./dom.js";
import {describeError, upload} from "./api.js";
import {announce, button, tag, toast} from "./ui.js";
import {picture} from "./catalog.js";

const types = ["image/png", "image/jpeg", "image/webp", "image/gif"];
const bytesMax = 5 << 20;

/** Images `[{url, alt}]` as a field of a form, the first one featured. */
export function ImageGallery({name, onChange}) {
  let images = [];
  let lifted = null; // the image that keys carry: {from, now, images}
  let dragged = null;
  const list = h("ol", {class: "gallery", "aria-label": "Images"});
  const errors = h("ul", {class: "error", role: "alert"});
  const input = h("input", {type: "file", id: "image-files", accept: types.join(), multiple: true, on: {change: () => add(input.files)}});
  const place = h("div", {class: "drop", on: {
    dragover: event => dragged === null && event.preventDefault(),
    drop: event => { event.preventDefault(); add(event.dataTransfer.files); },
  }}, h("label", {for: "image-files"}, "Add images: PNG, JPEG, WebP or GIF, at most 5 MiB each"), input);
  const focus = index => list.children[index]?.querySelector(".handle").focus();

  function change(now) {
    images = now;
    draw();
    onChange();
  }

  function move(from, to, part) {
    if (to < 0 || to >= images.length || from === to) return;
    const now = [...images];
    now.splice(to, 0, ...now.splice(from, 1));
    if (lifted) lifted.now = to;
    change(now);
    const tile = list.children[to];
    (tile.querySelector(`.${part}:not([disabled])`) ?? tile.querySelector(".handle")).focus();
    announce(`Image ${from + 1} moved to position ${to + 1} of ${images.length}.`);
  }

  function remove(index) {
    const before = images;
    change(images.filter((_, other) => other !== index));
    (list.children[Math.min(index, images.length - 1)]?.querySelector(".handle") ?? input).focus();
    toast(`Image ${index + 1} removed.`, {undo: () => change(before)});
  }

  function keys(event, index) {
    const to = {ArrowLeft: index - 1, ArrowUp: index - 1, ArrowRight: index + 1, ArrowDown: index + 1}[event.key];
    if (lifted?.now !== index) lifted = null;
    if (event.key === " ") {
      lifted = lifted ? null : {from: index, now: index, images};
      announce(lifted ? `Image ${index + 1} lifted. Arrows move it, Space drops it, Escape puts it back.` : `Image dropped at position ${index + 1} of ${images.length}.`);
      draw();
      focus(index);
    } else if (event.key === "Escape" && lifted) {
      const {from, images: before} = lifted;
      lifted = null;
      change(before);
      focus(from);
      announce("The image is back where it was.");
    } else if (to !== undefined && lifted) {
      move(index, to);
    } else if (to !== undefined) {
      focus(to);
    } else return;
    event.preventDefault();
  }

  function tile(image, index) {
    const of = `image ${index + 1} of ${images.length}`;
    const act = (text, part, symbol, on, disabled) => button("", {kind: `ghost ${part}`, icon: symbol, label: `${text}, ${of}`, title: text, disabled, on});
    return h("li", {draggable: "true", class: lifted?.now === index && "lifted", on: {
      dragstart: event => { dragged = index; event.dataTransfer.effectAllowed = "move"; },
      dragend: () => { dragged = null; },
      dragover: event => dragged !== null && event.preventDefault(),
      drop: event => {
        if (dragged === null) return;
        event.preventDefault();
        event.stopPropagation();
        const from = dragged;
        dragged = null; // the tile is drawn anew and hears of no end
        move(from, index);
      },
    }},
    h("button", {type: "button", class: "handle", "aria-label": `${image.alt || `${name() || "Product"}, ${of}`}. Space lifts it.`, on: {keydown: event => keys(event, index)}}, picture(image.url)),
    index === 0 && tag("Featured", "info", "star"),
    h("div", {class: "actions"},
      act("Earlier", "earlier", "left", () => move(index, index - 1, "earlier"), index === 0),
      act("Later", "later", "right", () => move(index, index + 1, "later"), index === images.length - 1),
      act("Make featured", "feature", "star", () => move(index, 0), index === 0),
      act("Remove", "remove", "trash", () => remove(index))));
  }

  function draw() {
    fill(list, images.map(tile));
    list.hidden = !images.length;
  }

  async function add(files) {
    fill(errors);
    place.setAttribute("aria-busy", "true");
    for (const file of files) {
      try {
        if (!types.includes(file.type)) throw Error("this type is not accepted");
        if (file.size > bytesMax) throw Error("it is larger than 5 MiB");
        const {url} = await upload(file);
        if (images.some(image => image.url === url)) throw Error("it is here already");
        change([...images, {url, alt: null}]);
      } catch (error) {
        errors.append(h("li", `${file.name}: ${describeError(error)}`));
      }
    }
    place.removeAttribute("aria-busy");
    input.value = "";
    announce(`${images.length} images.`);
  }

  return {
    name: "images", label: "Images", element: h("div", {class: "stack"}, list, place, errors), describe: now => `${now.length} images`,
    get value() { return images; }, set value(now) { images = now; draw(); },
  };
}
