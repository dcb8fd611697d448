// For the service worker: a form is kept until it has an answer. By its key what did arrive is not done twice.
import { fieldsOf } from "./action.js";
import { keepWhile } from "./queue.js";
import { page } from "./server.js";

const AWAY = new Set([502, 503, 504]);
const SIGNED_OUT = 401; // the server's answer to a form that could be kept
const ENOUGH = 10_000; // milliseconds, longer than the site gives any page
const FORM = "application/x-www-form-urlencoded";

export const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
export const arrived = (answer) => answer && !AWAY.has(answer.status);

export async function sent(request) {
  const form = request.headers.get("Content-Type")?.startsWith(FORM);
  const ready = form && (await read(request.clone()).catch(() => undefined));
  const ask = () => fetch(request);
  if (!ready) return ask();
  return (await keepWhile(...ready, () => answered(ask())).catch(ask)) ?? elsewhere(request);
}

async function answered(asked) {
  const answer = await Promise.race([asked, after(ENOUGH)]).catch(() => undefined);
  return arrived(answer) && answer.status !== SIGNED_OUT ? answer : undefined;
}

async function read(request) {
  const typed = await request.formData();
  if (!typed.has("queue")) return undefined;
  const { person, ...action } = JSON.parse(typed.get("queue"));
  return [person, { ...action, fields: fieldsOf(typed) }];
}

// As the server leads on; what is sent in place would follow by itself.
function elsewhere({ mode }) {
  if (mode === "navigate") return Response.redirect(page, 303);
  return new Response(null, { status: 204, headers: { Location: page } });
}
