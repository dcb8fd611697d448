// A quote that the shop does not answer: kept on the device, and the customer goes on to WhatsApp with the estimate.
// Where nothing can be kept or said, the customer waits for the shop as without a worker.
import { all, isUnsent, keep } from "../kept.js";
import { compose, problems } from "../quote.js";
import { sendAll } from "../sending.js";
import { keptAt } from "./copies.js";
import { after, inTime, quietly } from "./line.js";

const PATIENCE = 10_000; // milliseconds before a quote that gets no answer is kept
const KEEPING = 2000; // that the device, or a page, may take for it
const SYNC = "quotes";

export async function posted(event, copies) {
  const copy = event.request.clone();
  const asked = fetch(event.request);
  event.waitUntil(quietly(asked)); // it may arrive yet
  return (await inTime(asked, PATIENCE)) ?? (await quietly(keepPosted(copy, copies))) ?? asked;
}

async function keepPosted(request, copies) {
  const fields = [...(await request.formData())].map(([name, value]) => [name, String(value)]);
  const { action = "send", lang } = Object.fromEntries(fields);
  const kept = action === "send" && (await copies.of(lang));
  if (!kept) return undefined;
  const sheet = await copies.sheet(kept);
  // Nothing is left of a page that is put in its place: the one that posted it stays, and says what is wrong.
  if (problems(sheet, fields).length) return (await handedBack(fields)) ? new Response(null, { status: 204 }) : undefined;
  const quote = await compose(sheet, fields, Date.parse(keptAt(kept)));
  await Promise.race([quietly(waits(quote)), after(KEEPING)]);
  return Response.redirect(quote.link, 303);
}

// Whether the page that posted it is there and takes it from here.
async function handedBack(fields) {
  const { page } = Object.fromEntries(fields);
  const heard = (await clients.matchAll({ type: "window" })).map((client) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    client.postMessage({ kind: "cut", page }, [port2]);
  }));
  return Promise.race([...heard, after(KEEPING)]);
}

async function waits(quote) {
  await keep({ ...quote, tried: true });
  await registration.sync?.register(SYNC);
}

// What fails is tried again by the browser, when it sees fit.
async function deliver(copies) {
  if ((await sendAll()).size) await copies.renewAll();
  if ((await all()).some(isUnsent)) throw new Error("still no connection");
}

export const synced = (event, copies) => event.tag === SYNC && event.waitUntil(deliver(copies));
