// The twin of leads/quoting/calculator.py: the same rules, the same rounding, exact. tests/leads/quoting/vectors.json
// holds both to the same figures.
import { read, round } from "./decimal.js";

export const QUANTITY = 3; // decimals of a quantity, of a unit price and of a percentage
export const PRICE = 4;
const PERCENT = 3;
const WASTED = 7; // a quantity times a percentage with 2 decimals, taken of 100
const LARGEST = 1000000n * 1000n;
const MOST_SIGNS = 30;
// The white space of Python's str.isspace.
const SPACE = /[\s\x1c-\x1f\x85]/u;

export class WrongQuantity extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// --- what was typed -------------------------------------------------------------
// "2,000", "2 000.5", "१२"; in Spanish "2.000", "1,5": in thousandths.
export function readQuantity(text, language) {
  const signs = [...text].filter((sign) => sign === "\ufeff" || !SPACE.test(sign)).map(figure);
  if (!signs.length || signs.length > MOST_SIGNS || signs.some((sign) => !/^[0-9.,+-]$/.test(sign))) refuse("not_a_number");
  const number = withoutGrouping(signs.join(""), language);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(number)) refuse("not_a_number");
  return checked(number);
}

function refuse(code) {
  throw new WrongQuantity(code);
}

// Figures of all scripts stand in runs of ten, from nought on.
function figure(sign) {
  if (!/\p{Nd}/u.test(sign)) return sign;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0) - before - 1))) before += 1;
  return String(before % 10);
}

function withoutGrouping(figures, language) {
  let [group, decimal] = language.startsWith("es") ? [".", ","] : [",", "."];
  if (figures.includes(".") && figures.includes(",")) {
    // The later of the two marks the decimals.
    [group, decimal] = figures.lastIndexOf(",") < figures.lastIndexOf(".") ? [",", "."] : [".", ","];
  } else if (figures.includes(group)) {
    const [head, ...tail] = figures.split(group);
    const grouped = head && tail.at(-1).length === 3 && tail.every((part) => part.length === 2 || part.length === 3);
    if (!grouped && tail.length > 1) refuse("not_a_number");
    if (!grouped) [group, decimal] = [decimal, group];
  }
  return figures.replaceAll(group, "").replaceAll(decimal, ".");
}

function checked(number) {
  const [whole, fraction = ""] = number.replace(/^[+-]/, "").split(".");
  const all = BigInt((whole || "0") + fraction);
  if (number.startsWith("-") || !all) refuse("not_positive");
  const kept = fraction.padEnd(QUANTITY, "0").slice(0, QUANTITY);
  const quantity = BigInt((whole || "0") + kept);
  const rest = /[1-9]/.test(fraction.slice(QUANTITY));
  if (quantity > LARGEST || (quantity === LARGEST && rest)) refuse("too_large");
  if (rest) refuse("too_precise");
  return quantity;
}

// --- what it costs ---------------------------------------------------------------
// `decimals` are those of the currency's smallest coin: net, tax and discount are counted in it.
export function priceLine(item, quantity, decimals) {
  const { billed, rounded } = bill(item, quantity);
  const unitPrice = priceAt(item, billed);
  const net = round(billed * unitPrice, QUANTITY + PRICE, decimals);
  const listed = round(billed * read(item.price, PRICE), QUANTITY + PRICE, decimals);
  const tax = round(net * read(item.tax ?? "0", PERCENT), decimals + PERCENT + 2, decimals);
  return { billed, rounded, unitPrice, net, tax, discount: listed - net };
}

// With what is cut away, at least the minimum, in whole steps; and what of these raised it.
function bill(item, quantity) {
  const asked = quantity * 10000n;
  const cut = quantity * (10000n + read(item.wastage ?? "0", 2));
  const minimum = read(item.minimum ?? "0", WASTED);
  const atLeast = cut > minimum ? cut : minimum;
  const step = read(item.step, WASTED);
  const steps = (atLeast + step - 1n) / step;
  const raised = { wastage: cut > asked, minimum: atLeast > cut, step: steps * step > atLeast };
  return { billed: steps * read(item.step, QUANTITY), rounded: Object.keys(raised).filter((name) => raised[name]) };
}

function priceAt(item, billed) {
  const reached = (item.breaks ?? []).filter(([from]) => read(from, QUANTITY) <= billed);
  return read(reached.length ? reached.at(-1)[1] : item.price, PRICE);
}

export const nextBreak = (item, billed) => (item.breaks ?? []).find(([from]) => read(from, QUANTITY) > billed);
