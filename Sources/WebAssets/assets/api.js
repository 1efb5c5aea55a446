// The only module that calls fetch: errors, repeats, idempotency, versions and signing in again.

import {search} from "./state.js";
import {plural, useShop, word} from "./format.js";

/** A refusal of the server, or code "network" where no answer came. */
export class ApiError extends Error {
  constructor(status, body, permission) {
    super(body?.message ?? "The server did not answer.");
    this.status = status;
    this.code = body?.code ?? (status ? "error" : "network");
    this.details = body?.details ?? {};
    this.requestId = body?.requestId;
    this.permission = permission ?? body?.details?.requiredPermission;
    this.retryAfter = body?.details?.retryAfterSeconds ?? 4;
  }

  get isBusy() {
    return this.status === 429 || this.status === 503;
  }
}

let current;
let permissions = new Set();
let renewing;

/** A key that makes a repeated write harmless; make it when the form opens. */
export const newKey = () => crypto.randomUUID();

/** Who is signed in and what they may do, asked for once a page. */
export function session() {
  current ??= request("GET", "/sessions/current", {asksSignIn: false}).then(({data}) => {
    permissions = new Set(data.permissions);
    useShop(data.shop);
    if (data.sessionId) keepSession();
    return data;
  });
  return current;
}

/** Whether the server will let us: `can("orders:write")`. True where nothing is needed. */
export const can = permission => !permission || permissions.has(permission);

/** Reads; repeated where the server is busy or away. */
export async function get(path, query, {signal} = {}) {
  return (await request("GET", path + search(query ?? {}), {signal})).data;
}

/** Writes; repeated only with a `key`. `version` is the one that the change was made against. */
export function send(method, path, body, {key, version, signal} = {}) {
  const headers = {};
  if (key) headers["Idempotency-Key"] = key;
  if (version !== undefined && version !== null) headers["If-Match"] = `"${version}"`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return request(method, path, {headers, body: body === undefined ? undefined : JSON.stringify(body), signal, repeats: Boolean(key)});
}

/** Stores a picture. */
export async function upload(file, {signal} = {}) {
  return (await request("POST", "/uploads", {headers: {"Content-Type": file.type}, body: file, signal})).data;
}

/** Signs in by a cookie that scripts cannot read. */
export async function signIn(email, password) {
  const headers = {"Content-Type": "application/json"};
  await once("POST", "/sessions", {headers, body: JSON.stringify({email, password, cookie: true})});
  current = undefined;
}

async function request(method, path, {headers = {}, body, signal, repeats = method === "GET", asksSignIn = true}) {
  let renewals = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(method, path, {headers, body, signal});
    } catch (error) {
      if (error.name === "AbortError") throw error;
      if (error.status === 401 && renewals < 2) {
        renewals += 1;
        if (await renewed(asksSignIn, renewals > 1)) continue;
      }
      const passes = error.status === 503 || error.status === 0;
      if (!repeats || !passes || attempt === 2) throw error;
      if (method !== "GET" && error.status === 0) {
        const {announce} = await import("./ui.js");
        announce("We don’t know yet whether this was saved. Checking…");
      }
      await new Promise(done => setTimeout(done, 400 * 4 ** attempt));
    }
  }
}

async function once(method, path, {headers, body, signal}) {
  let answer;
  try {
    answer = await fetch(path, {method, headers: {Accept: "application/json", ...headers}, body, signal});
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0);
  }
  const text = await answer.text().catch(() => "");
  let data = null;
  try { data = text ? JSON.parse(text) : null; } catch { data = text; }
  if (!answer.ok) {
    const error = new ApiError(answer.status, data);
    error.retryAfter = Number(answer.headers.get("Retry-After")) || error.retryAfter;
    throw error;
  }
  return {data, version: data?.version, status: answer.status};
}

const refresh = () => once("POST", "/sessions/refresh", {headers: {"Content-Type": "application/json"}, body: "{}"});

/** Goes on with the session before its 15 minutes end, so that links to files work, too. */
function keepSession() {
  let renewedAt = Date.now();
  const renew = () => {
    if (document.hidden || Date.now() - renewedAt < 600_000) return;
    renewedAt = Date.now();
    refresh().catch(() => {});
  };
  setInterval(renew, 30_000);
  document.addEventListener("visibilitychange", renew);
}

/** Goes on with the session, or asks for the password; all requests that wait share the answer. */
function renewed(asksSignIn, hasFailed) {
  renewing ??= (async () => {
    try {
      if (hasFailed) throw new Error("The session is over");
      await refresh();
      return true;
    } catch {
      if (!asksSignIn) return false;
      const {signInAgain} = await import("./sign-in.js");
      return signInAgain();
    }
  })().finally(() => { renewing = undefined; });
  return renewing;
}

/** What a refusal means, in the words of the pages. */
export function describeError(error) {
  const {code, details = {}} = error;
  switch (code) {
    case "network": return "Cannot reach the server. Your changes are still here.";
    case "forbidden": return `Your role does not allow this (needs ${details.requiredPermission}). Nothing was changed.`;
    case "invalid_transition": return `It is already ${word(details.from)}. ${allowed(details.allowed ?? [])}`;
    case "insufficient_stock":
      return `Only ${details.available} left of SKU ${details.sku}; ${details.requested} are asked for.`;
    case "below_reserved":
      return `${plural(details.reserved, "unit is", "units are")} promised to customers; on hand cannot go below ${details.reserved}.`;
    case "version_conflict": return "Somebody else changed this while you were editing.";
    case "already_exists": return `The value of ${words(details.field)} is taken.`;
    case "missing_field": return `${word(words(details.field))} is missing.`;
    case "invalid_value": return `${word(words(details.field))} ${details.reason}.`;
    case "too_many_requests":
    case "busy": return `The server is busy. Try again in ${error.retryAfter} s.`;
    case "storage_full": return "The disk of the server is full. Nothing can be changed until there is room.";
    default: return error.message ? `${error.message.replace(/\.$/, "")}.` : String(error);
  }
}

const words = field => String(field ?? "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

function allowed(names) {
  if (!names.length) return "Nothing can follow.";
  const last = word(names.at(-1));
  const rest = names.slice(0, -1).map(word).join(", ");
  return `It can become ${rest ? `${rest} or ` : ""}${last}.`;
}
