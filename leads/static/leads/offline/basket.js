// The twin of leads/basket.py: what a basket of typed lines costs and how each price reads, as /price answers it.
import { nextBreak, priceLine, PRICE, QUANTITY, readQuantity } from "./calculator.js";
import { read, write } from "./decimal.js";
import { fill, Writer } from "./writing.js";

const SEPARATOR = " · ";

export function shown(sheet, typed) {
  const say = new Writer(sheet);
  const rows = typed.map((line) => readRow(sheet, line));
  return { ...sums(sheet, say, rows), lines: rows.map((row, number) => line(sheet, say, row, number)) };
}

// The same, called what it is without a connection: an estimate.
export function estimated(sheet, typed) {
  const basket = shown(sheet, typed);
  const label = basket.complete ? sheet.words.estimate : basket.total_label;
  return { ...basket, estimate: true, total_label: label };
}

// A line as typed; `quantity` is missing while there is nothing to price, `error` says what is wrong.
export function readRow(sheet, line) {
  const product = line.product.trim();
  const typed = line.quantity.trim();
  const item = sheet.items?.find((one) => one.slug === product);
  const row = { name: item?.name ?? product, item, error: "" };
  if (!product || !typed) return row;
  if (sheet.items && !item) return { ...row, error: sheet.words.unknown };
  try {
    const quantity = readQuantity(typed, sheet.language);
    return { ...row, quantity, cost: item && priceLine(item, quantity, sheet.minor_unit), notes: (line.notes ?? "").trim() };
  } catch (wrong) {
    return { ...row, error: sheet.words[wrong.code] };
  }
}

function sums(sheet, say, rows) {
  const asked = rows.filter((row) => row.quantity !== undefined);
  const costs = asked.map((row) => row.cost).filter(Boolean);
  const complete = asked.length > 0 && costs.length === asked.length;
  const sum = (name) => costs.reduce((total, cost) => total + cost[name], 0n);
  const [subtotal, tax, saved] = [sum("net"), sum("tax"), sum("discount")];
  const text = (amount) => (costs.length ? say.money(amount) : sheet.words.nothing);
  return {
    currency: sheet.currency,
    complete,
    subtotal: write(subtotal, sheet.minor_unit),
    tax: write(tax, sheet.minor_unit),
    total: write(subtotal + tax, sheet.minor_unit),
    subtotal_text: text(subtotal),
    tax_text: text(tax),
    saved_text: saved ? say.money(saved) : "",
    total_text: text(subtotal + tax),
    total_label: complete || !asked.length ? sheet.words.total : sheet.words.follows,
  };
}

function line(sheet, say, row, number) {
  const { item, quantity, cost } = row;
  const shown = { number, name: row.name, unit: item ? say.unit(item.unit, quantity) : "", error: row.error };
  if (quantity === undefined) return { ...shown, ready: false, net: null, why: item ? perUnit(sheet, say, item, read(item.price, PRICE)) : "" };
  if (!cost) return { ...shown, ready: true, net: null, net_text: sheet.words.follows, quantity_text: say.number(quantity), why: "" };
  return {
    ...shown,
    ready: true,
    net: write(cost.net, sheet.minor_unit),
    net_text: say.money(cost.net),
    quantity_text: say.amount(item.unit, cost.billed),
    why: [raised(sheet, say, row), perUnit(sheet, say, item, cost.unitPrice), better(sheet, say, row)].filter(Boolean).join(SEPARATOR),
  };
}

function perUnit(sheet, say, item, price) {
  return fill(sheet.words.per_unit, { price: say.price(price), unit: say.unit(item.unit, 1000n) });
}

function raised(sheet, say, { item, quantity, cost }) {
  if (cost.billed === quantity) return "";
  const causes = { wastage: { percent: item.wastage }, minimum: { quantity: item.minimum }, step: { quantity: item.step } };
  const because = cost.rounded.map((name) => {
    const [[place, text]] = Object.entries(causes[name]);
    return fill(sheet.words[name], { [place]: say.figures(text) });
  });
  return fill(sheet.words.raised, { quantity: say.amount(item.unit, cost.billed), because: because.join(", ") });
}

// The next price break, where there is one ahead.
function better(sheet, say, { item, cost }) {
  const next = nextBreak(item, cost.billed);
  if (!next) return "";
  const from = read(next[0], QUANTITY);
  return fill(sheet.words.better, { price: say.price(read(next[1], PRICE)), quantity: say.amount(item.unit, from) });
}
