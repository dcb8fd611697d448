// Numbers as a reader of the price sheet's language writes them: the twin of leads/quoting/money.py.
import { plain, round, write } from "./decimal.js";
import { PRICE, QUANTITY } from "./calculator.js";

const ONE = 1000n;

export function fill(sentence, values) {
  return sentence.replace(/%\((\w+)\)s|%%/g, (whole, name) => (name ? values[name] : "%"));
}

export class Writer {
  constructor(sheet) {
    this.sheet = sheet;
    this.how = sheet.writing;
  }

  // An amount in smallest coins, or with more decimals, which are rounded.
  money(amount, decimals = this.sheet.minor_unit) {
    const coins = round(amount, decimals, this.sheet.minor_unit);
    return this.how.before + this.grouped(write(coins, this.sheet.minor_unit), this.how.groups) + this.how.after;
  }

  price(amount) {
    return this.money(amount, PRICE);
  }

  number(quantity) {
    return this.figures(write(quantity, QUANTITY));
  }

  figures(text) {
    return this.grouped(plain(text), this.how.quantity_groups);
  }

  amount(unit, quantity) {
    return `${this.number(quantity)} ${this.unit(unit, quantity)}`;
  }

  unit(unit, quantity = 2n * ONE) {
    return (this.sheet.units[unit] ?? ["", ""])[quantity === ONE ? 0 : 1];
  }

  grouped(text, [last, others]) {
    const [whole, fraction] = text.split(".");
    const parts = [whole.slice(-last)];
    for (let end = whole.length - last; end > 0; end -= others) parts.unshift(whole.slice(Math.max(0, end - others), end));
    return parts.join(this.how.group) + (fraction ? this.how.decimal + fraction : "");
  }
}
