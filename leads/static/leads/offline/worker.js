// The form's service worker: opens the form again without a connection, and keeps what was sent into nothing.
// It answers for the form, its files and its prices, and for nothing else on this site. Nothing personal is in its cache.
import { all, isWaiting, keep } from "./kept.js";
import { compose, problems } from "./quote.js";
import { sendAll } from "./sending.js";

const CACHE = "leadsite-form";
const PATIENCE = 3000; // milliseconds before the kept copy is shown instead of waited for
const SENT_PATIENCE = 10_000; // before a quote that gets no answer is kept
const BAD_FOR = 10_000;
const RENEWED = 12 * 3600 * 1000; // how old a kept copy may grow while the page is used
const AWAY = new Set([502, 503, 504]);
const KEPT_AT = "X-Kept-At";
const HEADERS = ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];
const SYNC = "quotes";
const LATE = Symbol("late");

const within = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, LATE));
const nameOf = (language) => `/?lang=${language}`;
// Without making a cache where there is none: it may just have been taken away.
const found = (request) => caches.match(request, { cacheName: CACHE, ignoreVary: true });

let badUntil = 0; // the line was found bad a moment ago

export function begin({ statics, prices, languages }) {
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("message", (event) => {
    if (event.data?.kind === "keep") event.waitUntil(renew(event.data.language, event.data.prices));
  });
  addEventListener("sync", (event) => {
    if (event.tag === SYNC) event.waitUntil(deliver());
  });
  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (origin !== location.origin) return;
    if (pathname === "/" && request.mode === "navigate") {
      event.respondWith(request.method === "POST" ? posted(event) : page(event));
    } else if (request.method === "GET" && (pathname.startsWith(statics) || pathname.startsWith(prices))) {
      event.respondWith(file(request));
    }
  });

  // --- the page -----------------------------------------------------------------
  async function page(event) {
    const url = new URL(event.request.url);
    const asked = fetch(event.request);
    event.waitUntil(asked.then((answer) => note(answer.clone(), url)).catch(() => {}));
    const kept = await copyFor(url.searchParams.get("lang"));
    if (!kept) return asked;
    const answer = await inTime(asked, PATIENCE);
    return answer === LATE ? marked(kept) : answer;
  }

  // The copy says itself that it is one, and how old.
  async function marked(kept) {
    const html = (await kept.text()).replace("<html", `<html data-kept="${kept.headers.get(KEPT_AT)}"`);
    return new Response(html, { headers: kept.headers });
  }

  // In the language asked for, else in one that the customer reads.
  async function copyFor(language) {
    const wanted = [language, ...navigator.languages.map((one) => one.split("-")[0]), ...languages];
    for (const one of wanted.filter(Boolean)) {
      const copy = await found(nameOf(one));
      if (copy) return copy;
    }
    return undefined;
  }

  // Only the plain page is the same for everyone: not one that a link has filled.
  async function note(answer, url) {
    if ([...url.searchParams.keys()].some((name) => name !== "lang")) return;
    if (answer.ok && answer.type === "basic") await put(answer);
  }

  async function renew(language, prices) {
    const kept = await found(nameOf(language));
    if (kept && isFresh(kept) && (await kept.text()).includes(`data-prices="${prices}"`)) return;
    const answer = await fetch(nameOf(language), { cache: "no-cache" }).catch(() => undefined);
    if (answer?.ok) await put(answer, true);
  }

  const isFresh = (kept) => Date.now() - Date.parse(kept.headers.get(KEPT_AT)) < RENEWED;

  // A page with all that it needs, or not at all.
  async function put(answer, renewing = false) {
    const html = await answer.text();
    const needs = needed(html);
    const language = answer.headers.get("Content-Language");
    if (!needs || !languages.includes(language)) return;
    const before = await found(nameOf(language));
    if (before && !renewing && isFresh(before) && needed(await before.text())?.join() === needs.join()) return;
    const cache = await caches.open(CACHE);
    await cache.addAll(needs);
    const headers = HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
    headers.push([KEPT_AT, new Date().toISOString()]);
    await cache.put(nameOf(language), new Response(html, { headers }));
    await tidy(cache);
  }

  // Its prices first, then its files; nothing for a page that is no form, or whose shop has no worker any more.
  function needed(html) {
    const sheet = pricesOf(html);
    const listed = html.match(/data-offline="([^"]*)"/)?.[1].split(" ").filter(Boolean);
    if (!sheet || !listed || !html.includes("data-worker=")) return null;
    const files = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path).filter((path) => path.startsWith(statics));
    return [sheet, ...new Set([...files, ...listed])];
  }

  const pricesOf = (html) => html.match(/data-prices="([^"]*)"/)?.[1];

  // What no kept page needs goes.
  async function tidy(cache) {
    const used = new Set();
    for (const language of languages) {
      const kept = await cache.match(nameOf(language));
      if (kept) [nameOf(language), ...needed(await kept.text())].forEach((path) => used.add(path));
    }
    for (const request of await cache.keys()) {
      const { pathname, search } = new URL(request.url);
      if (!used.has(pathname + search)) await cache.delete(request);
    }
  }

  // The server's, for as long as a page waits; on a line that was just found bad, the kept one at once.
  async function file(request) {
    const asked = fetch(request);
    asked.catch(() => {});
    const kept = await found(request);
    if (!kept) return asked;
    if (Date.now() < badUntil) return kept;
    const answer = await inTime(asked, PATIENCE);
    return answer === LATE ? kept : answer;
  }

  // The answer, or LATE where the line or the server is away.
  async function inTime(asked, patience) {
    const answer = await Promise.race([asked, within(patience)]).catch(() => LATE);
    const away = answer === LATE || AWAY.has(answer.status);
    badUntil = away ? Date.now() + BAD_FOR : 0;
    return away ? LATE : answer;
  }

  // --- a quote ------------------------------------------------------------------
  async function posted(event) {
    const copy = event.request.clone();
    const answer = await inTime(fetch(event.request), SENT_PATIENCE);
    return answer === LATE ? keepPosted(copy) : answer;
  }

  // The shop did not answer: the quote is kept, and the customer goes on to WhatsApp with the estimate.
  async function keepPosted(request) {
    const fields = [...(await request.formData())].map(([name, value]) => [name, String(value)]);
    const { action = "send", lang } = Object.fromEntries(fields);
    const kept = await copyFor(lang);
    if (!kept || action !== "send") return Response.error();
    const sheet = await (await found(pricesOf(await kept.clone().text()))).json();
    if (problems(sheet, fields).length) return Response.redirect("/", 303); // the page remembers what was typed
    const quote = await compose(sheet, fields, Date.parse(kept.headers.get(KEPT_AT)));
    await keep(quote);
    await registration.sync?.register(SYNC).catch(() => {});
    return Response.redirect(quote.link, 303);
  }

  // What fails is tried again by the browser, when it sees fit.
  async function deliver() {
    const arrived = await sendAll();
    for (const language of arrived.size ? languages : []) {
      if (await found(nameOf(language))) await renew(language, "");
    }
    if ((await all()).some(isWaiting)) throw new Error("still no connection");
  }
}
