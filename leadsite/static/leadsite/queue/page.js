// Forms that can wait are kept without network, counted in the header, shown on their lead, and sent when it is back.
import { carry, described, renewKey } from "./action.js";
import { key, unlock } from "./lock.js";
import { announce, counts, keep, list, listen, NotKept, same } from "./queue.js";
import { free, replay } from "./replay.js";
import { session } from "./server.js";
import { clock, icon, made, said, typed, word } from "./words.js";

const AGAIN = 30_000; // milliseconds between two tries
const box = document.getElementById("queue");
const person = box?.dataset.person;
const busy = new WeakSet(); // one press is one action
let leads = new Set(); // of what waits: what follows on them waits too
let held; // the person's key, should their session end

const show = () => draw().catch(() => {}); // a browser may keep nothing

async function draw() {
  const { own, others } = await counts(person);
  const kept = person ? await list(person) : [];
  leads = new Set(free(kept).map(({ lead }) => lead));
  held = (await key(person)) ?? held;
  box.hidden = !own && !others;
  box.classList.toggle("stuck", kept.some(({ state }) => state !== "waiting"));
  box.querySelector("[data-count]").textContent = own || others;
  box.querySelector("[data-said]").textContent = word(own ? "own" : person ? "others" : "unknown");
  showOnLead(kept);
}

function showOnLead(kept) {
  const log = document.getElementById("timeline-title");
  const lead = document.querySelector("[data-about]")?.dataset.about;
  document.getElementById("queue-here")?.remove();
  const here = kept.filter((action) => action.lead === lead);
  if (log && here.length) log.after(made("ol", { id: "queue-here", className: "timeline waits" }, ...here.map(entry)));
}

function entry(action) {
  const told = made("p", { className: "told", textContent: said(action) });
  const detail = made("p", { className: "detail", dir: "auto", textContent: typed(action) });
  const link = made("a", { href: box.href, textContent: word(action.state) });
  const small = made("small", {}, link, ` · ${word("device")} ${clock(action.claimed_at)}`);
  return made("li", { className: `open ${icon(action.kind)}` }, told, detail, small);
}

function notice(form, name, alarm) {
  const link = made("a", { href: box.href, textContent: word("look") });
  const how = alarm ? { className: "notice queue-said warn", role: "alert" } : { className: "notice queue-said", role: "status" };
  form.parentElement.querySelector(".queue-said")?.remove();
  form.after(made("p", how, `${word(name)} `, link));
}

async function keepIt(form, action) {
  try {
    await keep(person, action, held);
  } catch (error) {
    notice(form, error instanceof NotKept ? error.message : "storage", true);
    return;
  }
  form.reset();
  renewKey(form);
  notice(form, "kept", false);
  send();
}

// Nothing answers, or a session that is not this page's: it refuses its forms, or is a colleague's.
const half = () => document.cookie.match(/reading=\w+/)?.[0];
const ours = half();
const doubtful = () => document.getElementById("live")?.dataset.state === "offline" || half() !== ours;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset?.offline || !person) return;
    if (busy.has(form)) return event.preventDefault();
    const action = described(form, event.submitter);
    if (!action.lead) return;
    carry(form, person, action);
    if (!leads.has(action.lead) && navigator.onLine && !doubtful()) return;
    event.preventDefault();
    busy.add(form);
    keepIt(form, action).finally(() => busy.delete(form));
  },
  true,
);

let sending;
export function send() {
  sending ??= sent().finally(() => (sending = undefined));
  return sending;
}

async function sent() {
  const result = await replay();
  box.dataset.state = result.state;
  await show();
  return result;
}

const sendWaiting = () => leads.size && navigator.onLine && send().catch(() => {});

// For support: one's own in full, of others only that they are there.
window.getOfflineQueue = async () => {
  const { others } = await counts(person);
  return [...(await list(person)), ...Array(others).fill({ state: "sealed" })];
};
window.syncOfflineQueue = send;

async function begin() {
  // Under the keys of a kept page something may be on its way.
  if (document.documentElement.dataset.kept) document.querySelectorAll("form[data-offline]").forEach(renewKey);
  await show();
  if (!person) return;
  // Who goes back finds typed what waits already.
  const kept = await list(person);
  for (const form of document.querySelectorAll("form[data-offline]")) {
    if (kept.some((action) => same(action, described(form)))) form.reset();
  }
  if (!(await key(person)) && navigator.onLine) {
    const who = await session();
    if (who.person === person && (await unlock(who))) {
      await show();
      announce();
    }
  }
  sendWaiting();
}

if (box) listen(show);
addEventListener("online", sendWaiting);
addEventListener("focus", sendWaiting);
document.addEventListener("visibilitychange", sendWaiting);
document.addEventListener("live:renewed", show);
setInterval(sendWaiting, AGAIN);
if (box) begin().catch(() => {});
