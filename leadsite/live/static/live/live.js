// Keeps the parts of this page that are marked data-live what they would be if it were opened now.
import * as alerts from "./alerts.js";
import { follow, tell, underWay } from "./messages.js";
import { body, merge, morph } from "./morph.js";
import { Pace } from "./pace.js";
import { follow as shows, showPeople } from "./presence.js";
import { Tabs } from "./tabs.js";

const POLL = 90_000; // milliseconds between two looks where nothing is told
const PATIENCE = 20_000;
const GATHER = 700; // milliseconds: what follows from a change, such as an owner and advice, is fetched with it
const MOST_ROWS = 50;
const shown = document.getElementById("live");
const { rest, quick, rows, lead, user } = shown.dataset;

// What changes most is asked for by a small address of its own, at once; the whole page follows, rarely.
const paces = { quick: new Pace(5, 3_000), whole: new Pace(quick ? 1 : 2, Number(rest)) };
const stale = { quick: false, whole: false };
let changed = new Set(); // leads
let heard = ""; // what the stream says
let state = ""; // what is shown
let reached; // whether the site answered when it was asked last
const working = new Set(); // what is being asked for: something small beside the whole page, never two of a kind
let asked = 0;
let hubAway; // when the site was asked last
let timer;

// A page from the device is not live before it was exchanged (shell/kept.js), whatever the stream says.
const kept = () => "kept" in document.documentElement.dataset;

function show(said) {
  heard = said;
  const next = kept() ? "offline" : said === "offline" && reached ? "polling" : said;
  if (state === "ended" || state === next) return;
  if (next !== "live") showPeople([]);
  const alarm = next === "offline" || next === "ended" || state === "offline";
  state = next;
  shown.hidden = false;
  shown.dataset.state = state;
  const words = shown.getAttribute(`data-say-${state}`);
  shown.querySelector("[data-said]").textContent = words;
  if (alarm) shown.querySelector("[role=status]").textContent = words;
  if (next === "offline" && !kept()) look(); // or is it only that nothing is told?
  if (next === "live" && stale.whole) look();
}

function answered(did) {
  const back = did && reached === false;
  reached = did;
  if (heard === "offline") show(heard);
  if (back) tabs.hurry();
}

function concerns(data) {
  return !lead || data.all || lead in data.leads || data.gone.includes(lead);
}

function hear(data) {
  if (!concerns(data)) return;
  for (const key of [...Object.keys(data.leads ?? {}), ...(data.gone ?? [])]) changed.add(key);
  stale.quick = Boolean(quick && (!rows || (!data.all && changed.size <= MOST_ROWS && body())));
  if (!stale.quick) paces.whole.dueNow();
  else if (!stale.whole) paces.whole.putOff(Number(rest) * (1 + Math.random()));
  stale.whole = true;
  plan();
}

function look() {
  stale.whole = true;
  stale.quick = false;
  paces.whole.hurry();
  plan();
}

function plan() {
  clearTimeout(timer);
  if (working.has("quick") || document.hidden || state === "ended") return;
  const kinds = Object.keys(paces).filter((kind) => stale[kind] && (kind === "quick" || !working.size));
  const waits = kinds.map((kind) => paces[kind].wait());
  const soonest = Math.min(...waits);
  if (kinds.length) timer = setTimeout(refresh, soonest, kinds[waits.indexOf(soonest)]);
}

async function refresh(kind) {
  const begun = performance.now();
  const keys = changed;
  const number = ++asked;
  working.add(kind);
  changed = new Set();
  stale[kind] = false;
  if (kind === "whole") stale.quick = false;
  paces[kind].spend();
  try {
    const fresh = await fetched(kind === "quick" ? address(keys) : location.href);
    if (number === asked) renew(fresh, keys);
    else again(keys); // something that was asked for later is shown: this is older
    answered(true);
    // A page that costs much is asked for less often.
    paces[kind].rest(Math.max(GATHER, 5 * (performance.now() - begun)));
  } catch {
    answered(false);
    stale.whole = true;
    paces.whole.rest(heard === "live" ? 5_000 * (1 + Math.random()) : POLL);
  } finally {
    working.delete(kind);
    plan();
  }
}

function again(keys) {
  changed = new Set([...changed, ...keys]);
  stale.quick = stale.whole = true;
}

function address(keys) {
  if (!rows) return quick + location.search;
  const query = new URLSearchParams(location.search);
  query.set("ids", [...keys].join());
  return `${quick}?${query}`;
}

async function fetched(from) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(from, { cache: "no-store", headers: { Accept: "text/html" }, signal });
  const away = answer.headers.has("Leadsite-Live");
  if (hubAway && !away) tabs.hurry();
  hubAway = away;
  if (!kept() && ([403, 404].includes(answer.status) || answer.redirected)) show("ended");
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function renew(fresh, keys) {
  const before = underWay();
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other) morph(part, other);
  }
  const some = fresh.querySelector("tbody[data-rows]");
  if (some && !some.closest("[data-live]")) {
    if (body()) merge(some, keys);
    if (!body()?.rows.length) look();
  }
  tell(before);
  document.dispatchEvent(new Event("live:renewed"));
}

const tabs = new Tabs(user, {
  change: (data) => {
    document.dispatchEvent(new CustomEvent("live:told", { detail: data }));
    hear(data);
  },
  state: show,
  here: (people) => lead in people && showPeople(people[lead]),
  came: alerts.announce,
  first: (data) => alerts.note(data, (leads) => tabs.announce(leads)),
});
document.addEventListener("visibilitychange", () => {
  if (stale.whole) look();
  if (!document.hidden && heard !== "live") tabs.hurry();
});
document.addEventListener("live:doubt", look);
document.addEventListener("kept:fresh", ({ detail }) => {
  renew(detail);
  show(heard);
});
setInterval(() => state !== "live" && look(), POLL);
show("catching");
if (lead) shows(lead, (looks) => tabs.show(looks));
tabs.begin();
follow(() => state !== "live" && look());
