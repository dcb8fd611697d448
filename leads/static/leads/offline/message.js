// The WhatsApp text that a device writes by itself: an estimate, with no folio, no link and no signature.
// What it shows of what people typed is made harmless as in leads/quoting/whatsapp.py.
import { readRow, shown } from "./basket.js";
import { fill, Writer } from "./writing.js";

const FIELD = " · ";
const RAISED = " → ";
const NOTE = "↳ ";
const MORE = "… ";
const LONGEST_LINK = 2000;
// How many signs of a name, a product and a note are shown: roomy, then tight.
const CAPS = [[60, 80, 100], [40, 40, 0], [24, 24, 0]];
const MARKS = { "*": "×", _: "-", "~": "-", "`": "'", "·": "-", "→": "-", "↳": "-", "✓": "-" };

export function clean(text, longest) {
  const signs = [...text.normalize("NFC")].map(harmless).join("").replace(/[*_~`·→↳✓]/g, (sign) => MARKS[sign]);
  const plain = signs.trim().replace(/\s+/g, " ");
  const letters = Array.from(new Intl.Segmenter().segment(plain), ({ segment }) => segment);
  return letters.length <= longest ? plain : `${letters.slice(0, longest - 1).join("").trimEnd()}…`;
}

// No control, direction or formatting signs; Hindi spelling and emoji need the joiners.
function harmless(sign) {
  if (/[\p{Z}\p{Cc}]/u.test(sign)) return " ";
  return /[\p{Cf}\p{Cs}\p{Co}]/u.test(sign) && !/[\u200c\u200d]/.test(sign) ? "" : sign;
}

// `date`: in words, the day whose prices these are.
export function message(sheet, lines, customer, date) {
  const draft = { sheet, customer, date, say: new Writer(sheet), rows: asked(sheet, lines), sums: shown(sheet, lines) };
  for (const caps of CAPS) {
    const whole = text(draft, caps, draft.rows.length);
    if (fits(sheet, whole)) return whole;
  }
  let count = draft.rows.length;
  while (count && !fits(sheet, text(draft, CAPS.at(-1), count))) count -= 1;
  return text(draft, CAPS.at(-1), count);
}

export const link = (sheet, words) => sheet.link + encodeURIComponent(words);

const fits = (sheet, words) => link(sheet, words).length <= LONGEST_LINK;

const asked = (sheet, lines) => lines.map((line) => readRow(sheet, line)).filter((row) => row.quantity !== undefined);

function text(draft, caps, count) {
  const { sheet, rows } = draft;
  const items = rows.slice(0, count).map((row, place) => item(draft, row, place + 1, caps));
  if (count < rows.length) items.push(MORE + fill(sheet.words.more, { count: rows.length - count }));
  return [head(draft, caps), items.join("\n"), foot(draft)].join("\n\n");
}

function head({ sheet, customer }, [longest]) {
  const hello = fill(sheet.words.hello, { business: clean(sheet.business, longest) });
  const name = clean(customer, longest);
  return `${hello}\n\n*${sheet.words.title}*${name ? FIELD + name : ""}`;
}

function item({ sheet, say }, { name, item, quantity, cost, notes }, place, [, product, note]) {
  const billed = cost?.billed ?? quantity;
  const raised = billed === quantity ? "" : say.number(quantity) + RAISED;
  const measure = item ? say.amount(item.unit, billed) : say.number(billed);
  const price = cost ? say.money(cost.net) : sheet.words.price_follows;
  const said = note ? clean(notes, note) : notes && "…";
  return `${place}) ${clean(name, product) || "-"}\n${raised}${measure}${FIELD}${price}${said ? `\n${NOTE}${said}` : ""}`;
}

function foot({ sheet, rows, sums, date }) {
  const { words, currency } = sheet;
  if (!rows.some((row) => row.cost)) return `*${words.all_follow}* (${currency})`;
  const tax = /[1-9]/.test(sums.tax) ? fill(words.taxed, { tax: sums.tax_text }) : words.untaxed;
  const label = sums.complete ? words.title : words.so_far;
  return `*${label} ${sums.total_text}* (${currency}, ${tax})\n${fill(words.by_device, { date })}`;
}
