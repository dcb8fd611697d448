// The form without a connection: estimates by this device, finished quotes kept until the shop has them.
// Loaded when the page itself is done, or at once where the page is a kept copy.
import * as basket from "../basket.js";
import { basket as keptBasket, person } from "../device.js";
import { priceSoon, useStandIn } from "../pricing.js";
import { estimated } from "./basket.js";
import { all, hold, isWaiting, keep, onChange, tidy } from "./kept.js";
import { look, showQuotes, tellConnection, warn } from "./notices.js";
import { compose, day, problems, typedLines } from "./quote.js";
import { sendAll } from "./sending.js";
import { fill } from "./writing.js";

const form = document.getElementById("enquiry");
const keptAt = Date.parse(document.documentElement.dataset.kept ?? "");
const pricesOf = keptAt || performance.timeOrigin;
const QUICK = 3000; // how long a customer waits for a line that may be back
const AGAIN = 15_000; // between looks at a line that is cut, while somebody looks at the page
const SYNC = "quotes";
const able = form.dataset.worker && globalThis.crypto?.subtle; // plain http can keep nothing
let cut = Boolean(keptAt) || !navigator.onLine;
let busy = false;
let changing; // the id of the kept quote that is in the form
let sheet;

// --- the connection ------------------------------------------------------------
function say() {
  const words = sheet.items ? sheet.words.cut : sheet.words.cut_unpriced;
  tellConnection(cut ? fill(words, { date: day(sheet, pricesOf) }) : "");
}

function connected(yes) {
  if (cut === !yes) return;
  cut = !yes;
  say();
  if (yes) deliver();
}

const standIn = {
  answered: () => connected(true),
  failed() {
    connected(false);
    return estimated(sheet, typedLines([...new FormData(form)]));
  },
};

function watch() {
  addEventListener("offline", () => {
    connected(false);
    priceSoon();
  });
  addEventListener("online", deliver);
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    if (cut) priceSoon();
    refresh();
    deliver();
  }, AGAIN);
  form.addEventListener("change", async () => {
    if (changing && !(await hold(changing).catch(() => {}))) changing = undefined;
  });
}

// --- quotes that wait ------------------------------------------------------------
// A browser that lets nothing be kept (some private windows) has nothing to send and nothing to show.
const quotes = () => all().catch(() => []);

async function deliver() {
  if (!navigator.onLine || !(await quotes()).some(isWaiting)) return;
  if ((await sendAll({ wait: false })).size) connected(true);
}

async function refresh() {
  showQuotes(sheet, await quotes(), { change });
}

// It stays on the device until the changed one is there.
async function change(quote) {
  if (overwrites(quote) && !confirm(sheet.words.overwrite)) return;
  if (!(await hold(quote.id).catch(() => {}))) return;
  changing = quote.id;
  for (const [name, value] of quote.fields) {
    if (form.elements[name]?.type !== "hidden" && !name.startsWith("lines-") && form.elements[name]) form.elements[name].value = value;
  }
  basket.clear();
  basket.fill(typedLines(quote.fields));
  keptBasket.save(basket.read());
  priceSoon();
  form.elements["lines-0-product"].focus();
}

// Whether the form has anything that neither the quote says nor the device remembers anyway.
function overwrites(quote) {
  const [said, known] = [new Map(quote.fields), person.load() ?? {}];
  return [...new FormData(form)].some(([name, value]) =>
    value && form.elements[name].type !== "hidden" && value !== said.get(name) && value !== known[name]);
}

// --- the button, without a connection, or with a quote that was kept -----------------
document.addEventListener("submit", (event) => {
  if (!(changing || (cut && able)) || !sheet || event.target !== form || (event.submitter?.value ?? "send") !== "send") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  finish();
}, true);

// What this page has posted into nothing, says the worker: the press counts, and nothing typed has gone.
function watchWorker() {
  navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
    if (data?.kind !== "cut" || data.page !== form.elements.page.value) return;
    ports[0].postMessage("taken");
    connected(false);
    document.getElementById("send").removeAttribute("aria-busy");
    finish();
  });
}

function finish() {
  if (!busy) markOrKeep().finally(() => (busy = false));
}

async function markOrKeep() {
  busy = true;
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  const wrong = problems(sheet, fields);
  if (wrong.length) return mark(wrong);
  const quote = await compose(sheet, fields, pricesOf).catch(() => undefined);
  if (!quote) return form.submit(); // the shop's own way, whatever the line is like
  if (!(await inTime(keep(quote, changing).then(() => true)))) {
    open(quote.link);
    return warn(sheet.words.not_kept, quote.link, sheet.words.whatsapp);
  }
  changing = undefined;
  person.save({ name: form.elements.name.value, phone: form.elements.phone.value });
  empty();
  const answer = navigator.onLine && (await inTime(sendAll({ patience: QUICK })))?.get(quote.id);
  if (answer) return location.assign(answer.whatsapp_url);
  open(quote.link);
  ask();
  await refresh();
  look(quote.id);
}

// Nothing where it fails or takes long, whatever it waits for: browsers open WhatsApp only soon after a press.
function inTime(promise) {
  const late = new Promise((resolve) => setTimeout(resolve, QUICK));
  return Promise.race([promise, late]).catch(() => undefined);
}

function open(link) {
  Object.assign(document.createElement("a"), { href: link, target: "_blank", rel: "noopener" }).click();
}

function empty() {
  keptBasket.save([]);
  basket.clear();
  form.elements.message.value = "";
  priceSoon();
}

// What is wrong, beside its field, as the server marks it.
function mark(wrong) {
  for (const [name, text] of wrong) {
    const control = form.elements[name];
    const field = control.closest(".field");
    field.querySelector(".error")?.remove();
    field.classList.add("wrong");
    const error = Object.assign(document.createElement("p"), { className: "error", id: `${control.id}_error`, textContent: text });
    field.append(error);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", error.id);
  }
  form.elements[wrong[0][0]].focus();
}

// --- the worker --------------------------------------------------------------------
async function ask() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register(SYNC).catch(() => {}); // without it the next page sends
}

async function register() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  await workers.register(form.dataset.worker, { type: "module", updateViaCache: "none" });
  const { active } = await workers.ready;
  if (!keptAt) active.postMessage({ kind: "keep", language: document.documentElement.lang, prices: form.dataset.prices });
}

// --- the start ---------------------------------------------------------------------
// A link's basket, which the kept copy knows nothing of.
function fromLink() {
  const asked = new URLSearchParams(location.search);
  const [products, quantities] = [asked.getAll("product"), asked.getAll("quantity")];
  if (products.length) {
    basket.clear();
    basket.fill(products.map((product, number) => ({ product, quantity: quantities[number] ?? "" })));
  }
  if (asked.get("source")) form.elements.source.value = asked.get("source");
}

// Asked for again, ever more seldom: a list that was published a moment ago may not be known everywhere yet.
async function prices() {
  for (let pause = QUICK; ; pause *= 2) {
    const answer = await fetch(form.dataset.prices).catch(() => undefined);
    if (answer?.ok) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function start() {
  sheet = await prices();
  if (keptAt) fromLink();
  cut ||= !navigator.onLine;
  useStandIn(standIn);
  watch();
  watchWorker();
  say();
  onChange(refresh);
  if (cut) priceSoon();
  await tidy().catch(() => {});
  await refresh();
  await deliver();
}

if (able) register().catch(() => {});
start();
