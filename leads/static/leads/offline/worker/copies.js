// The form as it is kept: in each language that was opened, with its files and the prices that it shows.
// A browser may let nothing be kept, or lose it: then there is no copy, and that is all.
import { quietly } from "./line.js";

const CACHE = "leadsite-form";
const RENEWED = 12 * 3600 * 1000; // how old a kept copy may grow while the page is used
const KEPT_AT = "X-Kept-At";
const HEADERS = ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];

const nameOf = (language) => `/?lang=${language}`;
const pricesOf = (html) => html.match(/data-prices="([^"]*)"/)?.[1];
export const keptAt = (kept) => kept.headers.get(KEPT_AT);
const isFresh = (kept) => Date.now() - Date.parse(keptAt(kept)) < RENEWED;

// Without making a cache where there is none: it may just have been taken away.
export const find = (request) => quietly(caches.match(request, { cacheName: CACHE, ignoreVary: true }));

export class Copies {
  constructor({ statics, languages }) {
    Object.assign(this, { statics, languages });
  }

  // In the language asked for, else in one that the customer reads.
  async of(language) {
    const wanted = [language, ...navigator.languages.map((one) => one.split("-")[0]), ...this.languages];
    for (const one of wanted.filter(Boolean)) {
      const copy = await find(nameOf(one));
      if (copy) return copy;
    }
    return undefined;
  }

  // The prices that a copy shows.
  async sheet(kept) {
    return (await find(pricesOf(await kept.clone().text()))).json();
  }

  // Only the plain page is the same for everyone: not one that a link has filled.
  async note(answer, url) {
    if ([...url.searchParams.keys()].some((name) => name !== "lang")) return;
    if (answer.ok && answer.type === "basic") await this.put(answer);
  }

  async renew(language, prices) {
    const kept = await find(nameOf(language));
    if (kept && isFresh(kept) && (await kept.text()).includes(`data-prices="${prices}"`)) return;
    const answer = await quietly(fetch(nameOf(language), { cache: "no-cache" }));
    if (answer?.ok) await this.put(answer, true);
  }

  async renewAll() {
    for (const language of this.languages) if (await find(nameOf(language))) await this.renew(language, "");
  }

  // A page with all that it needs, or not at all.
  async put(answer, renewing = false) {
    const html = await answer.text();
    const needs = this.needed(html);
    const language = answer.headers.get("Content-Language");
    if (!needs || !this.languages.includes(language)) return;
    const before = await find(nameOf(language));
    if (before && !renewing && isFresh(before) && this.needed(await before.text())?.join() === needs.join()) return;
    const cache = await caches.open(CACHE);
    await cache.addAll(needs);
    const headers = HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
    headers.push([KEPT_AT, new Date().toISOString()]);
    await cache.put(nameOf(language), new Response(html, { headers }));
    await this.tidy(cache);
  }

  // Its prices first, then its files; nothing for a page that is no form, or whose shop has no worker any more.
  needed(html) {
    const sheet = pricesOf(html);
    const listed = html.match(/data-offline="([^"]*)"/)?.[1].split(" ").filter(Boolean);
    if (!sheet || !listed || !html.includes("data-worker=")) return null;
    const named = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path);
    return [sheet, ...new Set([...named.filter((path) => path.startsWith(this.statics)), ...listed])];
  }

  // What no kept page needs goes.
  async tidy(cache) {
    const used = new Set();
    for (const language of this.languages) {
      const kept = await cache.match(nameOf(language));
      if (kept) [nameOf(language), ...this.needed(await kept.text())].forEach((path) => used.add(path));
    }
    for (const request of await cache.keys()) {
      const { pathname, search } = new URL(request.url);
      if (!used.has(pathname + search)) await cache.delete(request);
    }
  }
}
