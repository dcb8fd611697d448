// The files that pages wear. Their names change with their contents, so that what is kept is never stale.
const CACHE = "leadsite-shell";
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

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
    for (const request of await cache.keys()) if (!this.wanted.has(request.url)) await cache.delete(request);
  }

  has(url) {
    return this.wanted.has(url.href) && url.pathname !== this.kept;
  }

  async answer(request) {
    const cache = await caches.open(CACHE);
    if (HASHED.test(request.url)) return (await cache.match(request.url)) ?? fetch(request);
    return fetch(request).catch(async () => (await cache.match(request.url)) ?? Response.error());
  }

  // The page for what is not kept; `why` is "0", or "sent" where a form could not be.
  async page(why) {
    const page = await (await caches.open(CACHE)).match(this.kept);
    return page && marked(await page.text(), why, page.headers);
  }
}
