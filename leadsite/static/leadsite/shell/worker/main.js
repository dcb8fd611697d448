// The back office's service worker: draws pages without network, from what is kept of them.
import { Files } from "./files.js";
import { Pages } from "./pages.js";
import * as vault from "./vault.js";
import { synced } from "../../queue/replay.js";

export function begin(shell) {
  const files = new Files(shell);
  const pages = new Pages(shell, files);
  const told = {
    opened: ({ path }) => pages.opened(path),
    gone: ({ leads }) => pages.gone(leads),
    forget: () => vault.forget(),
    list: async (_, port) => port.postMessage(await pages.list()),
  };

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(files.fill());
  });
  addEventListener("activate", (event) => {
    // Pages are asked for while the worker is still waking up.
    event.waitUntil(Promise.all([files.tidy(), registration.navigationPreload?.enable(), clients.claim()]));
  });
  addEventListener("message", (event) => {
    event.waitUntil(Promise.resolve(told[event.data?.kind]?.(event.data, event.ports[0])));
  });
  addEventListener("sync", (event) => {
    if (event.tag === "queue") event.waitUntil(synced());
  });
  addEventListener("notificationclick", (event) => event.waitUntil(pressed(event.notification, clients)));
  addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (url.origin !== location.origin) return;
    if (files.has(url)) event.respondWith(files.answer(event.request));
    else if (url.pathname.startsWith(shell.root)) pages.take(event, url);
  });
}

// A notice of the system was pressed: its lead is shown, in the tab that shows it already if there is one.
export async function pressed(notice, tabs) {
  notice.close();
  const { url } = notice.data ?? {};
  if (!url) return;
  const open = await tabs.matchAll({ type: "window" });
  const same = open.find((tab) => new URL(tab.url).pathname === new URL(url, tab.url).pathname);
  await (same ? same.focus() : tabs.openWindow(url));
}
