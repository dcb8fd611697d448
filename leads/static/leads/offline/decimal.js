// Exact decimals: a whole number of the last place. With 3 decimals 12.5 is 12500n.
const power = (decimals) => 10n ** BigInt(decimals);

export function read(text, decimals) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

export function write(number, decimals) {
  if (!decimals) return String(number);
  const figures = String(number).padStart(decimals + 1, "0");
  return `${figures.slice(0, -decimals)}.${figures.slice(-decimals)}`;
}

// Without zeros at the end that say nothing.
export function plain(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

// Halves go up; nothing here is below zero.
export function round(number, from, to) {
  if (to >= from) return number * power(to - from);
  const unit = power(from - to);
  return (number + unit / 2n) / unit;
}
