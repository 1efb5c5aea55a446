// Tables as text: what is needed to show a file before the server judges it, and to hand rows back.

import {h} from "./dom.js";
import {number} from "./format.js";

const bytesMax = 5 << 20;
const rowsMax = 50_000;
const delimiters = {",": "commas", ";": "semicolons", "\t": "tabs"};

/** Reads a chosen file; whatever its encoding, and refused in words. */
export async function readFile(file) {
  if (!file) throw Error("Choose a file.");
  if (file.size > bytesMax) throw Error(`${file.name} is larger than 5 MiB.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  let encoding = bytes[0] === 0xff ? "utf-16le" : "utf-8";
  let text;
  try {
    text = new TextDecoder(encoding, {fatal: true}).decode(bytes);
  } catch {
    encoding = "windows-1252";
    text = new TextDecoder(encoding).decode(bytes);
  }
  const table = readTable(text);
  if (!table.rows.length) throw Error(`${file.name} has no rows below its header.`);
  if (table.rows.length > rowsMax) throw Error(`${file.name} has ${number(table.rows.length)} rows; at most 50,000 are taken at once.`);
  return {name: file.name, text, table, encoding};
}

/** A text as header and rows, each row with the line on which it begins. */
export function readTable(text) {
  const head = text.slice(0, text.indexOf("\n") >>> 0);
  const delimiter = Object.keys(delimiters).reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best));
  const pattern = new RegExp(`("(?:[^"]|"")*"|[^${delimiter}\\r\\n"]*)(${delimiter}|\\r?\\n|\\r|$)`, "gy");
  const rows = [];
  let [fields, line, start] = [[], 1, 1];
  for (let match; (match = pattern.exec(text)) && (match[0] || fields.length);) {
    const [whole, field, end] = match;
    fields.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    line += whole.split("\n").length - 1;
    if (end === delimiter) continue;
    if (fields.length > 1 || fields[0]) rows.push({line: start, fields});
    [fields, start] = [[], line];
  }
  return {header: rows.shift()?.fields ?? [], rows, delimiter: delimiters[delimiter]};
}

const quoted = value => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);

/** Hands rows of fields out as a file (RFC 4180). */
export function offer(name, rows) {
  const text = rows.map(fields => fields.map(quoted).join(",")).join("\r\n");
  const address = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
  h("a", {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
