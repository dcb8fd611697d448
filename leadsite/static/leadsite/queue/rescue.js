// For the service worker: a form that did not arrive is kept in the queue. Its key makes it safe to send again: what
// did arrive is not done twice.
import { fieldsOf } from "./action.js";
import { key } from "./lock.js";
import { keep } from "./queue.js";
import { page } from "./server.js";

export const AWAY = new Set([502, 503, 504]);
const SIGNED_OUT = 401; // the server's answer to a form that could be kept
const FORM = "application/x-www-form-urlencoded";

export async function sent(request) {
  const form = request.headers.get("Content-Type")?.startsWith(FORM);
  const ready = form && (await read(request.clone()).catch(() => undefined));
  const asked = fetch(request);
  const answer = await asked.catch(() => undefined);
  if (answer && !AWAY.has(answer.status) && answer.status !== SIGNED_OUT) return answer;
  if (ready && (await kept(ready))) return Response.redirect(new URL(page, location.origin), 303);
  return asked;
}

// The key before the answer is there: one that says that the session has ended takes it away.
async function read(request) {
  const typed = await request.formData();
  if (!typed.has("queue")) return undefined;
  const { person, ...action } = JSON.parse(typed.get("queue"));
  return { person, action: { ...action, fields: fieldsOf(typed) }, held: await key(person) };
}

function kept({ person, action, held }) {
  return keep(person, action, held).then(() => true, () => false);
}
