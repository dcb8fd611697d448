const ROOT = new URL("/admin/offline/", location.origin);
const PATIENCE = 15_000; // milliseconds

export const page = ROOT.pathname;
export const json = (answer) => answer.json().catch(() => undefined);

function ask(path, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(new URL(path, ROOT), { cache: "no-store", redirect: "error", signal, ...options });
}

export function post(path, body, csrf) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

// {person, csrf}, or {state}: signed_out, away (no network, or nobody answers).
export async function session() {
  const answer = await ask("session/").catch(() => undefined);
  if (answer?.status === 401) return { state: "signed_out" };
  const told = answer?.ok && (await json(answer));
  return told?.person ? told : { state: "away" };
}
