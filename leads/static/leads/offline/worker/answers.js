// The form and its files: the shop's as long as they come, else as they are kept.
import { find, keptAt } from "./copies.js";
import { inTime, isBad, quietly } from "./line.js";

const PATIENCE = 3000; // milliseconds before what is kept is shown instead of waited for

export async function page(event, copies) {
  const url = new URL(event.request.url);
  const asked = fetch(event.request);
  event.waitUntil(quietly(asked.then((answer) => copies.note(answer.clone(), url))));
  const kept = await copies.of(url.searchParams.get("lang"));
  if (!kept) return asked;
  return (await inTime(asked, PATIENCE)) ?? (await quietly(marked(kept))) ?? asked;
}

// The copy says itself that it is one, and how old.
async function marked(kept) {
  const html = (await kept.text()).replace("<html", `<html data-kept="${keptAt(kept)}"`);
  return new Response(html, { headers: kept.headers });
}

// The server's, for as long as a page waits; on a line that was just found bad, the kept one at once.
export async function file(request) {
  const asked = fetch(request);
  asked.catch(() => {});
  const kept = await find(request);
  if (!kept) return asked;
  return isBad() ? kept : ((await inTime(asked, PATIENCE)) ?? kept);
}
