// The form's service worker: opens the form again without a connection, and keeps what was sent into nothing.
// It answers for the form, its files and its prices, and for nothing else on this site. Nothing personal is in its cache.
import { file, page } from "./worker/answers.js";
import { Copies } from "./worker/copies.js";
import { quietly } from "./worker/line.js";
import { posted, synced } from "./worker/quotes.js";

// The shop is asked for its page while the worker wakes up; what is not well answered is left to the worker. (Preloading
// would do so for every page of the site, and ask twice for those that are none of its business.)
async function race(event) {
  const condition = { urlPattern: new URLPattern({ pathname: "/" }), requestMode: "navigate", requestMethod: "GET" };
  await event.addRoutes?.({ condition, source: "race-network-and-fetch-handler" });
}

export function begin(told) {
  const copies = new Copies(told);
  const isFile = (path) => path.startsWith(told.statics) || path.startsWith(told.prices);

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(quietly(race(event)));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("message", (event) => {
    if (event.data?.kind === "keep") event.waitUntil(quietly(copies.renew(event.data.language, event.data.prices)));
  });
  addEventListener("sync", (event) => synced(event, copies));
  addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (origin !== location.origin) return;
    if (pathname === "/" && request.mode === "navigate") {
      event.respondWith(request.method === "POST" ? posted(event, copies) : page(event, copies));
    } else if (request.method === "GET" && isFile(pathname)) {
      event.respondWith(file(request));
    }
  });
}
