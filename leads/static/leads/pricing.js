// Prices as the customer types. The server calculates; the last answer wins.
import { tell } from "./events.js";

const PAUSE = 150;
const SETTLED = 2500;
const LATE = 3000; // milliseconds that an answer may take before the device says what it can
const form = document.getElementById("enquiry");
let timer;
let settled;
let asking;
let told = "";
let standIn;

export function priceSoon() {
  clearTimeout(timer);
  form.classList.add("waiting");
  timer = setTimeout(price, PAUSE);
}

// Who prices while the server does not: `answered()` is told that it did, `failed()` gives a quote.
export function useStandIn(given) {
  standIn = given;
}

function question() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === "token" || name === "lang" || name.startsWith("lines-")) body.append(name, value);
  }
  body.append("lang", document.documentElement.lang);
  return body;
}

async function price() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const late = setTimeout(() => mine.abort(new DOMException("no answer", "TimeoutError")), LATE);
  try {
    const answer = await fetch(form.dataset.price, { method: "POST", body: question(), signal: mine.signal });
    if (!answer.ok) throw new Error(`price: ${answer.status}`);
    const quote = await answer.json();
    show(quote);
    standIn?.answered();
  } catch (error) {
    // Overtaken by a newer question, or offline: what stands there stays, or an estimate takes its place.
    if (error.name === "AbortError") return;
    const estimate = standIn?.failed();
    if (estimate && mine === asking) show(estimate);
  } finally {
    clearTimeout(late);
  }
  if (mine === asking) form.classList.remove("waiting");
}

addEventListener("online", () => form.classList.contains("waiting") || priceSoon());

function show(quote) {
  const lines = document.querySelectorAll("#line-list > .line");
  quote.lines.forEach((line, number) => lines[number] && showLine(lines[number], line));
  const ready = quote.lines.filter((line) => line.ready);
  document.getElementById("bill").replaceChildren(...ready.map(entry));
  document.getElementById("empty").hidden = ready.length > 0;
  document.getElementById("sums").hidden = ready.length === 0;
  put("subtotal", quote.subtotal_text);
  put("tax", quote.tax_text);
  put("saved", quote.saved_text);
  document.getElementById("saved-row").hidden = !quote.saved_text;
  put("total-label", quote.total_label);
  put("total", quote.total_text);
  clearTimeout(settled);
  settled = setTimeout(() => rest(quote, ready), SETTLED / 2);
}

function showLine(element, line) {
  element.querySelector("[data-unit].unit").textContent = line.unit;
  element.querySelector("[data-cost]").textContent = line.net_text || "";
  const why = element.querySelector("[data-why]");
  why.textContent = line.error ? unsaid(element, line.error) : line.why;
  why.classList.toggle("error", Boolean(line.error));
}

// The server's own message may stand beside the field already.
function unsaid(element, error) {
  return [...element.querySelectorAll(".field .error")].some((place) => place.textContent === error) ? "" : error;
}

function entry(line) {
  const item = document.createElement("li");
  const what = document.createElement("span");
  const small = document.createElement("small");
  const amount = document.createElement("span");
  small.textContent = line.quantity_text;
  what.append(line.name, small);
  amount.className = "amount";
  amount.textContent = line.net_text;
  item.append(what, amount);
  return item;
}

function put(id, text) {
  document.getElementById(id).textContent = text;
}

// When the typing has stopped: say the total once, and count the basket as priced.
function rest(quote, ready) {
  if (!ready.length) return;
  put("spoken", `${quote.total_label}: ${quote.total_text}`);
  const products = [...form.querySelectorAll("select[name$=-product]")].map((select) => select.value).filter(Boolean);
  const mark = `${products} ${quote.total}`;
  if (mark === told) return;
  told = mark;
  tell("basket_priced", { lines: ready.length, total: quote.total, currency: quote.currency, products, campaign: campaign() });
}

// Where the link to the form came from, if it said so.
function campaign() {
  const source = form.elements.source?.value;
  return form.elements.utm_campaign?.value || (source === "website_form" ? undefined : source);
}
