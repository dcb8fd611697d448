// Has this device keep what is read here. Without a worker (an old browser, plain http) all else works as ever.
import { Kept } from "./kept.js";

const words = document.querySelector("script[data-worker]").dataset;
const KEYED = "reading="; // the cookie that comes and goes with the session
const fromDevice = "kept" in document.documentElement.dataset;

async function begin() {
  const { worker, scope } = words;
  const registration = await navigator.serviceWorker.register(worker, { scope, type: "module", updateViaCache: "none" });
  const { active } = registration.active ? registration : await navigator.serviceWorker.ready;
  if (!document.cookie.includes(KEYED)) active.postMessage({ kind: "forget" });
  else if (!fromDevice) active.postMessage({ kind: "opened", path: location.pathname + location.search });
}

// Pages cost the server something: what is worth keeping is fetched when the page itself is done.
if (navigator.serviceWorker) addEventListener("load", () => begin().catch(() => {}), { once: true });

// Leads that were handed away are told to open pages: they are not kept either.
document.addEventListener("live:told", ({ detail }) => {
  if (detail.gone?.length) navigator.serviceWorker?.controller?.postMessage({ kind: "gone", leads: detail.gone });
});

if (fromDevice && document.documentElement.dataset.kept !== "sent") new Kept(words).show();
