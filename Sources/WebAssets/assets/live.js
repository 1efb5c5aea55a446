// The one stream of what happens in the shop, open only while the page is seen.

import {search} from "./state.js";

const handlers = new Map();
const watchers = new Set();
let source;
let opened = "";
let heardAt = Date.now();
let polledAt = 0;
let status = "off";
let hiding;
let planned;

/** Calls back with every event `{type, …data}` of a topic (notifications, stock, orders, overview, liveSale); type "reset" means: ask again. Answers a function that stops it. */
export function onLive(topic, handler) {
  if (!handlers.has(topic)) handlers.set(topic, new Set());
  handlers.get(topic).add(handler);
  plan();
  return () => {
    handlers.get(topic).delete(handler);
    if (!handlers.get(topic).size) handlers.delete(topic);
    plan();
  };
}

/** "live", "reconnecting", "paused" or "off", and since when the figures stand. */
export const liveState = () => ({status, asOf: heardAt});

/** Calls back whenever the state of the stream changes. */
export function onLiveState(watcher) {
  watchers.add(watcher);
  watcher(liveState());
}

/** Opens the stream again at once. */
export function reconnect() {
  close();
  plan();
}

function plan() {
  clearTimeout(planned);
  planned = setTimeout(open, 20);
}

function open() {
  const topics = [...handlers.keys()].sort().join(",");
  if (document.hidden || (source && topics === opened)) return;
  const isAgain = Boolean(opened) && !source;
  close();
  opened = topics;
  if (!topics) return tell("off");
  source = new EventSource(`/events${search({topics})}`);
  source.onopen = () => {
    heard();
    if (isAgain) tellAll({type: "reset"});
  };
  source.onerror = () => tell(source?.readyState === EventSource.CLOSED ? "paused" : "reconnecting");
  for (const name of ["ready", "heartbeat", "reset", "bye", "notification", ...topics.split(",")]) source.addEventListener(name, receive);
}

function receive({type, data}) {
  heard();
  const event = {type, ...JSON.parse(data)};
  if (type === "reset") return tellAll(event);
  if (type === "bye") {
    close();
    tell("paused");
    if (event.reason === "shutting_down" || event.reason === "slow") setTimeout(reconnect, 2_000);
    return;
  }
  for (const handler of handlers.get(type === "notification" ? "notifications" : type) ?? []) handler(event);
}

function tellAll(event) {
  for (const all of handlers.values()) for (const handler of all) handler(event);
}

function heard() {
  heardAt = Date.now();
  if (status !== "live") tell("live");
}

function tell(now) {
  status = now;
  for (const watcher of watchers) watcher(liveState());
}

function close() {
  source?.close();
  source = undefined;
}

// Two missed heartbeats of 15 s make the figures old. Without a stream everything is asked for again every 10 s.
setInterval(() => {
  if (document.hidden || !handlers.size) return;
  if (source && Date.now() - heardAt > 32_000) tell("paused");
  if (status !== "paused" || Date.now() - polledAt < 10_000) return;
  polledAt = heardAt = Date.now();
  tellAll({type: "reset"});
  reconnect();
}, 5_000);

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(close, 30_000);
  else plan();
});
addEventListener("pagehide", close);
addEventListener("pageshow", event => { if (event.persisted) plan(); });
