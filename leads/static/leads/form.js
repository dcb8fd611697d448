// Makes the form better where there is a script; without one everything works by buttons.
import * as basket from "./basket.js";
import { basket as keptBasket, person, receipt } from "./device.js";
import { page, tell, watchErrors } from "./events.js";
import { priceSoon } from "./pricing.js";

const form = document.getElementById("enquiry");
const send = document.getElementById("send");
const sent = document.getElementById("sent");
const remembered = document.getElementById("remembered");
const SENDING = 8000; // how long a second tap is held back
let sending = 0;

watchErrors();
form.elements.page.value = page;
document.getElementById("show-price").hidden = true;

function changed() {
  keptBasket.save(basket.read());
  priceSoon();
}

// --- the basket -------------------------------------------------------------
document.getElementById("line-list").addEventListener("input", changed);
document.getElementById("add-line").addEventListener("click", (event) => {
  event.preventDefault();
  basket.add();
});
document.getElementById("line-list").addEventListener("click", (event) => {
  const button = event.target.closest(".remove");
  if (!button) return;
  event.preventDefault();
  basket.remove(button.closest(".line"));
  changed();
});

// A field that is being put right is no longer marked wrong.
form.addEventListener("input", (event) => {
  const field = event.target.closest(".field.wrong");
  field?.classList.remove("wrong");
  field?.querySelector(".error")?.remove();
  event.target.removeAttribute("aria-invalid");
  event.target.removeAttribute("aria-describedby");
});

// --- who it is --------------------------------------------------------------
function recall() {
  const known = person.load();
  if (!known || form.elements.name.value || form.elements.phone.value) return;
  form.elements.name.value = known.name || "";
  form.elements.phone.value = known.phone || "";
  remembered.hidden = false;
}

document.getElementById("forget").addEventListener("click", () => {
  person.forget();
  form.elements.name.value = form.elements.phone.value = form.elements.email.value = "";
  remembered.hidden = true;
  form.elements.name.focus();
});

// --- sending ----------------------------------------------------------------
form.addEventListener("submit", (event) => {
  const action = event.submitter?.value ?? "send";
  if (action !== "send") return;
  if (Date.now() - sending < SENDING) {
    event.preventDefault(); // the same tap again; sent twice it would be one quote anyway
    return;
  }
  sending = Date.now();
  send.setAttribute("aria-busy", "true");
  person.save({ name: form.elements.name.value, phone: form.elements.phone.value });
});

// Back from WhatsApp, or never away because the app took over: the receipt says whether the quote went.
// `kept`: the lines on the page are not those that were sent.
function settle(kept = false) {
  const found = receipt.unseen();
  if (found) {
    receipt.seen(found);
    tell("handed_over", sending ? { milliseconds: Math.min(100000, Date.now() - sending) } : {});
    keptBasket.save([]);
    if (!kept) basket.clear();
    form.elements.message.value = "";
    priceSoon();
    document.getElementById("sent-link").href = found.page;
    sent.hidden = false;
    sent.focus();
  }
  sending = 0;
  send.removeAttribute("aria-busy");
}

document.getElementById("sent-close").addEventListener("click", () => {
  sent.hidden = true;
  location.assign("/"); // a fresh form, so that the next quote is another one
});
addEventListener("pageshow", (event) => event.persisted && settle());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && settle());

// --- the start --------------------------------------------------------------
// A link that was just followed asks for something new; the same page reloaded, or gone back to, does not.
const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
settle(arrived && "prefilled" in form.dataset);
recall();
if (!("bound" in form.dataset) && !("prefilled" in form.dataset) && basket.isEmpty()) basket.fill(keptBasket.load());
if (!basket.isEmpty()) changed();

// Everything for a day without a connection comes when the page is done; at once where there is none.
const offline = () => import("./offline/page.js").catch(() => {});
const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 1000));
if ("kept" in document.documentElement.dataset) offline();
else if (document.readyState === "complete") whenIdle(offline);
else addEventListener("load", () => whenIdle(offline), { once: true });
tell("form_viewed", { milliseconds: Math.round(performance.now()) });
