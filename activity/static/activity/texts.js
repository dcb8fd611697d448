// How many SMS a text is and what it costs, while it is typed. The server reckons the same (activity/texts/segments.py).
const ALPHABET = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const ESCAPED = new Set("\f^{}\\[~]|€");

// `strange` is the letter that makes every SMS so short, "" where there is none.
export function segments(text) {
  const letters = [...text];
  const strange = letters.find((letter) => !ALPHABET.has(letter) && !ESCAPED.has(letter)) ?? "";
  const sizes = letters.map((letter) => (strange ? letter.length : ESCAPED.has(letter) ? 2 : 1));
  const [alone, joined] = strange ? [70, 67] : [160, 153];
  const places = sizes.reduce((sum, size) => sum + size, 0);
  if (places <= alone) return { count: letters.length ? 1 : 0, places, strange, left: alone - places };
  let count = 1;
  let left = joined;
  for (const size of sizes) {
    if (size > left) {
      count += 1;
      left = joined;
    }
    left -= size;
  }
  return { count, places, strange, left };
}

const field = document.querySelector("[data-sms]");
const parts = document.querySelector("[data-sms-parts]");
const told = document.querySelector("[data-sms-told]");
const preview = document.querySelector("[data-sms-preview]");

// Of a template: as a customer would read it. In one pass, as the server fills it.
const values = new Map(Object.entries(JSON.parse(preview?.dataset.values ?? "{}")));
const filled = (text) => text.replace(/\{([a-z_]+)\}/g, (placeholder, name) => values.get(name) ?? placeholder);

function tell() {
  const text = filled(field.value.trim());
  const { count, left, strange } = segments(text);
  const words = [told.dataset.count.replace("0", count), told.dataset.left.replace("0", left)];
  if (told.dataset.price) {
    const money = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: told.dataset.currency });
    words.push(money.format(count * Number(told.dataset.price)));
  }
  if (strange) words.push(told.dataset.wide.replace("{letter}", strange));
  told.textContent = words.join(" · ");
  if (parts) parts.value = String(count);
  if (preview) preview.textContent = text;
}

if (field && told) {
  field.addEventListener("input", tell);
  tell();
}
