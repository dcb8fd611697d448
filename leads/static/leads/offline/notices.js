// What the page says about the connection and about quotes that wait on this device.
import { read } from "./decimal.js";
import { forget, HELD_FOR, isHeld, isOld, KEPT_FOR } from "./kept.js";
import { clock } from "./quote.js";
import { fill, Writer } from "./writing.js";

const form = document.getElementById("enquiry");
const place = document.createElement("div");
const line = document.createElement("p");
const list = document.createElement("div");

place.setAttribute("role", "status");
line.className = "notice cut";
line.hidden = true;
place.append(line, list);
form.before(place);

export function tellConnection(text) {
  line.textContent = text;
  line.hidden = !text;
}

// `act.change(quote)` puts one back into the form.
export function showQuotes(sheet, quotes, act) {
  const shown = quotes.map((quote) => notice(sheet, quote, act));
  // Read out once: nothing is replaced by the same.
  if (shown.map((one) => one.outerHTML).join() !== [...list.children].map((one) => one.outerHTML).join()) list.replaceChildren(...shown);
}

export function look(id) {
  const found = list.querySelector(`[data-quote="${id}"]`);
  found?.focus();
}

export function warn(text, whatsapp, label) {
  const box = boxed("warning", [paragraph(text)], [anchor(label, whatsapp, true)]);
  list.prepend(box);
  box.focus();
}

function notice(sheet, quote, act) {
  const date = clock(sheet, Date.parse(quote.at));
  if (quote.state === "sent") return boxed(quote.id, arrived(sheet, quote), arrivedButtons(sheet, quote));
  const state = quote.state === "waiting" && isOld(quote) ? "expired" : quote.state;
  const texts = [strong(fill(sheet.words[state], { date, days: KEPT_FOR }))];
  const waits = isHeld(quote) ? sheet.words.changing : sheet.words.waits_for;
  if (state === "waiting") texts.push(paragraph(fill(waits, { total: quote.total, minutes: HELD_FOR })));
  for (const error of quote.errors ?? []) texts.push(paragraph(error));
  const buttons = [button(sheet.words.change, () => act.change(quote)), button(sheet.words.delete, () => forget(quote.id))];
  if (state === "waiting") buttons.unshift(anchor(sheet.words.whatsapp, quote.link, true));
  return boxed(quote.id, texts, buttons);
}

function arrived(sheet, { folio, estimate, priced, total }) {
  const texts = [strong(fill(sheet.words.reached, { folio }))];
  if (!priced) return texts;
  const [, amount] = priced.split(" ");
  const words = { total: new Writer(sheet).money(read(amount, sheet.minor_unit)), estimate: total };
  texts.push(paragraph(fill(!estimate || priced === estimate ? sheet.words.same_total : sheet.words.other_total, words)));
  return texts;
}

function arrivedButtons(sheet, { id, page }) {
  return [anchor(sheet.words.see, new URL(page).pathname, false), button(sheet.words.close, () => forget(id))];
}

function boxed(id, texts, buttons) {
  const box = document.createElement("div");
  const actions = document.createElement("p");
  box.className = "notice";
  box.tabIndex = -1;
  box.dataset.quote = id;
  actions.className = "actions";
  actions.append(...buttons);
  box.append(...texts, actions);
  return box;
}

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function strong(text) {
  const element = document.createElement("p");
  const inner = document.createElement("strong");
  inner.textContent = text;
  element.append(inner);
  return element;
}

function anchor(text, href, elsewhere) {
  const element = Object.assign(document.createElement("a"), { textContent: text, href, className: "button quiet" });
  if (elsewhere) Object.assign(element, { target: "_blank", rel: "noopener" });
  return element;
}

function button(text, act) {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: text, className: "link" });
  element.addEventListener("click", act);
  return element;
}
