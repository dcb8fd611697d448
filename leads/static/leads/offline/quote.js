// A finished quote as it is kept: what was typed, when, and what the device told the customer meanwhile.
import { readRow, shown } from "./basket.js";
import { link, message } from "./message.js";

const FIELDS = ["product", "quantity", "notes"];
const NOT_TYPED = new Set(["action", "page"]);

// Of [name, value] pairs, as the form posts them.
export function typedLines(fields) {
  const known = new Map(fields);
  const count = Number(known.get("lines-TOTAL_FORMS")) || 0;
  return Array.from({ length: count }, (_, number) =>
    Object.fromEntries(FIELDS.map((name) => [name, known.get(`lines-${number}-${name}`) ?? ""])));
}

// [name of a field, sentence]: what the server would refuse, as far as a device can tell.
export function problems(sheet, fields) {
  const { words } = sheet;
  const known = new Map(fields.map(([name, value]) => [name, value.trim()]));
  const found = lineProblems(sheet, typedLines(fields));
  const name = known.get("name") ?? "";
  if ([...name].length < 2) found.push(["name", name ? words.short_name : words.no_name]);
  if (!known.get("phone") && !known.get("email")) found.push(["phone", words.no_contact]);
  return found;
}

function lineProblems(sheet, lines) {
  const filled = lines.map((line, number) => [line, number]).filter(([line]) => FIELDS.some((name) => line[name].trim()));
  if (!filled.length) return [["lines-0-product", sheet.words.no_product]];
  return filled.flatMap(([line, number]) => {
    if (!line.product.trim()) return [[`lines-${number}-product`, sheet.words.choose]];
    if (!line.quantity.trim()) return [[`lines-${number}-quantity`, sheet.words.how_much]];
    const { error } = readRow(sheet, line);
    return error ? [[`lines-${number}-${error === sheet.words.unknown ? "product" : "quantity"}`, error]] : [];
  });
}

// `pricesOf`: the moment (milliseconds) that the prices are from.
export async function compose(sheet, posted, pricesOf) {
  const fields = posted.filter(([name]) => name !== "action" && name !== "lang").concat([["lang", sheet.language]]);
  const lines = typedLines(fields);
  const sums = shown(sheet, lines);
  const words = message(sheet, lines, new Map(fields).get("name") ?? "", day(sheet, pricesOf));
  return {
    id: await identity(fields),
    state: "waiting",
    at: new Date().toISOString(),
    fields,
    estimate: sums.complete ? `${sums.currency} ${sums.total}` : "",
    total: sums.complete ? sums.total_text : sheet.words.follows,
    link: link(sheet, words),
  };
}

// The same form with the same content is the same quote, here as at the shop.
async function identity(fields) {
  const typed = fields.filter(([name]) => !NOT_TYPED.has(name)).sort();
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(typed)));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const day = (sheet, moment) => new Intl.DateTimeFormat(sheet.locale, { dateStyle: "medium" }).format(moment);

export const clock = (sheet, moment) =>
  new Intl.DateTimeFormat(sheet.locale, { dateStyle: "medium", timeStyle: "short" }).format(moment);
