// The files that pages wear. Their names change with their contents, so that what is kept is never stale.
const CACHE = "leadsite-shell";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const REPLACED = "Leadsite-Replaced"; // since when no page of today wears it
const WORN = 3 * 86_400_000; // milliseconds for which kept pages of yesterday may (vault.js)

// A browser that lets nothing be read of what is kept is one without.
const found = (url) => caches.match(url, { cacheName: CACHE }).catch(() => undefined);

// Pages that did not come from the server know it.
export function marked(html, kept, headers) {
  return new Response(html.replace("<html", `<html data-kept="${kept}"`), { headers });
}

export class Files {
  constructor({ files, kept }) {
    this.kept = kept;
    this.wanted = new Set([...files, kept].map((path) => new URL(path, location.origin).href));
  }

  // Only what is not there yet is fetched; the page for what is not kept always, without anybody's cookies.
  async fill() {
    const cache = await caches.open(CACHE);
    const there = new Set((await cache.keys()).map(({ url }) => url));
    const missing = [...this.wanted].filter((url) => !there.has(url) || !HASHED.test(url));
    await cache.addAll(missing.map((url) => new Request(url, { cache: "no-cache", credentials: "omit" })));
  }

  async tidy() {
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) if (!this.wanted.has(request.url)) await this.replaced(cache, request);
  }

  // Pages that were kept before a deployment wear it.
  async replaced(cache, request) {
    const file = await cache.match(request);
    const since = Number(file.headers.get(REPLACED));
    if (!HASHED.test(request.url) || (since && Date.now() - since > WORN)) return cache.delete(request);
    return since || cache.put(request, new Response(file.body, { headers: [...file.headers, [REPLACED, String(Date.now())]] }));
  }

  has(url) {
    return (this.wanted.has(url.href) || HASHED.test(url.pathname)) && url.pathname !== this.kept;
  }

  async answer(request) {
    if (HASHED.test(request.url)) return (await found(request.url)) ?? fetch(request);
    return fetch(request).catch(async () => (await found(request.url)) ?? Response.error());
  }

  // The page for what is not kept; `why` is "0", or "sent" where a form could not be.
  async page(why) {
    const page = await found(this.kept);
    return page && marked(await page.text(), why, page.headers);
  }
}
