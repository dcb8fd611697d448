// For the service worker: a form that a page has sent, and that did not arrive, is kept in the queue. Its key makes
// it safe to send again: what did arrive is not done twice.
import { key } from "./lock.js";
import { keep } from "./queue.js";
import { page } from "./server.js";

export const AWAY = new Set([502, 503, 504]);
const SIGNED_OUT = 401; // the server's answer to a form that could be kept
const FORM = "application/x-www-form-urlencoded";

export async function sent(request) {
  const form = request.headers.get("Content-Type")?.startsWith(FORM);
  const ready = form && (await read(request.clone()).catch(() => undefined));
  let answer;
  let failure;
  try {
    answer = await fetch(request);
    if (!AWAY.has(answer.status) && answer.status !== SIGNED_OUT) return answer;
  } catch (error) {
    failure = error;
  }
  if (ready && (await kept(ready))) return Response.redirect(new URL(page, location.origin), 303);
  if (failure) throw failure;
  return answer;
}

// The key before the answer is there: one that says that the session has ended takes it away.
async function read(request) {
  const typed = await request.formData();
  if (!typed.has("queue")) return undefined;
  const { person, ...action } = JSON.parse(typed.get("queue"));
  const fields = [...typed].filter(([name]) => !["queue", "csrfmiddlewaretoken"].includes(name));
  return { person, action: { ...action, fields: Object.fromEntries(fields) }, held: await key(person) };
}

function kept({ person, action, held }) {
  return keep(person, action, held).then(() => true, () => false);
}
