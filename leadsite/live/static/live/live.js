// Keeps the parts of this page that are marked data-live what they would be if it were opened now.
import { morph } from "./morph.js";
import { Tabs } from "./tabs.js";

const POLL = 75_000; // milliseconds between two looks where nothing is told
const shown = document.getElementById("live");
const { rest, lead, user } = shown.dataset;

let heard = ""; // what the stream says
let state = ""; // what is shown
let stale = false;
let working = false;
let resting = 0; // until then, in the clock of performance.now()
let timer;

function show(said) {
  heard = said;
  // A page from the device is not live before it was exchanged, whatever the stream says.
  const next = "kept" in document.documentElement.dataset && said !== "ended" ? "offline" : said;
  if (state === "ended" || state === next) return;
  const alarm = next === "offline" || next === "ended" || state === "offline";
  state = next;
  shown.hidden = false;
  shown.dataset.state = state;
  const words = shown.getAttribute(`data-say-${state}`);
  shown.querySelector("[data-said]").textContent = words;
  if (alarm) shown.querySelector("[role=status]").textContent = words;
}

function concerns(data) {
  return !lead || data.all || lead in data.leads || data.gone.includes(lead);
}

function plan() {
  if (!stale || working || document.hidden || state === "ended") return;
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(0, resting - performance.now()));
}

function look() {
  stale = true;
  plan();
}

// A page that costs much is asked for less often.
async function refresh() {
  const begun = performance.now();
  working = true;
  stale = false;
  try {
    renew(await fetched());
  } catch {
    stale = true;
    resting = begun + 5_000;
  } finally {
    const now = performance.now();
    working = false;
    resting = Math.max(resting, now + Math.max(Number(rest), 5 * (now - begun)));
    plan();
  }
}

async function fetched() {
  const answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html" } });
  if ([403, 404].includes(answer.status) || answer.redirected) show("ended");
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function renew(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other) morph(part, other);
  }
  for (const time of document.querySelectorAll("[data-live] [data-countdown]")) time.drawn = Date.now();
  document.dispatchEvent(new Event("live:renewed"));
}

const tabs = new Tabs(user, {
  change: (data) => {
    document.dispatchEvent(new CustomEvent("live:told", { detail: data }));
    if (concerns(data)) look();
  },
  state: show,
});
document.addEventListener("visibilitychange", plan);
document.addEventListener("kept:fresh", ({ detail }) => {
  renew(detail);
  show(heard);
});
setInterval(() => state !== "live" && look(), POLL);
show("catching");
tabs.begin();
