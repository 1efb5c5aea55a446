// Figures, money and times in the language of the shop. Money stays a decimal text to the very end.

let locale = "en";
let currency = "EUR";
const made = new Map();

/** Takes the language and the currency from the shop's settings. */
export function useShop(shop) {
  locale = shop?.locale || locale;
  currency = shop?.currency || currency;
  made.clear();
}

/** "€12.90" of "12.90", or a dash where there is none. */
export const money = amount =>
  amount === null || amount === undefined || amount === "" ? "–" : numbers({style: "currency", currency}).format(amount);

/** "1,234". */
export const number = value => (value === null || value === undefined ? "–" : numbers({}).format(value));

/** "+5" or "−3". */
export const signed = value => numbers({signDisplay: "exceptZero"}).format(value);

/** "12.5%" of 0.125. */
export const percent = share => numbers({style: "percent", maximumFractionDigits: 1}).format(share);

/** "22 Nov 2026", "22 Nov 2026, 13:05" and "13:05:12" of an ISO time. */
export const date = iso => times(iso, {day: "numeric", month: "short", year: "numeric"});
export const dateTime = iso =>
  times(iso, {day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
export const time = iso => times(iso, {hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23"});

const steps = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30], ["month", 12], ["year", Infinity]];

/** "5 minutes ago", "in 2 days". */
export function ago(iso, now = Date.now()) {
  if (!iso) return "–";
  let distance = (Date.parse(iso) - now) / 1000;
  for (const [unit, length] of steps) {
    if (Math.abs(distance) < length) return relative().format(Math.round(distance), unit);
    distance /= length;
  }
  return "–";
}

/** "1 order", "2 orders", "1,234 orders". */
export const plural = (count, one, many) => `${number(count)} ${Number(count) === 1 ? one : many}`;

/** "Partly shipped" of PARTLY_SHIPPED. */
export function word(name) {
  const text = String(name ?? "").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function times(iso, options) {
  return iso ? kept("times", options, () => new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, options)).format(new Date(iso)) : "–";
}

const numbers = options => kept("numbers", options, () => new Intl.NumberFormat(locale, options));
const relative = () => kept("relative", {}, () => new Intl.RelativeTimeFormat(locale, {numeric: "auto"}));

function kept(kind, options, make) {
  const key = kind + JSON.stringify(options);
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}
