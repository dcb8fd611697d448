// Sends what waits on the device, oldest first, each once: however often it is sent, the shop knows it again.
import { all, isWaiting, settle } from "./kept.js";

const LOCK = "leadsite-quotes";
const PATIENCE = 20_000;
const AWAY = new Set([429, 502, 503, 504]);

// The quotes that the shop has now, with its answers. Stops where there is no line; what a shop chokes on does not
// hold up the others. Without `wait` it leaves the sending to who is at it already.
export function sendAll({ patience = PATIENCE, wait = true } = {}) {
  return alone(wait, async () => {
    const arrived = new Map();
    for (const { id } of (await all()).filter(isWaiting)) {
      // Those before it may have hung for long: meanwhile it may be changed, or gone.
      const quote = (await all()).find((one) => one.id === id && isWaiting(one));
      if (!quote) continue;
      if (!quote.tried) await settle(quote.id, (kept) => ({ ...kept, tried: true }));
      const answer = await post(quote, patience);
      if (answer === undefined) break;
      if (answer === null) continue;
      await settle(quote.id, (kept) => outcome(kept, answer));
      if (answer.success) arrived.set(quote.id, answer);
    }
    return arrived;
  });
}

// One sender at a time, of all tabs and the worker: the second finds nothing left to do.
function alone(wait, act) {
  if (!navigator.locks) return act();
  return navigator.locks.request(LOCK, { ifAvailable: !wait }, (free) => (free ? act() : new Map()));
}

// The shop's own answer; undefined where there is none (what a hotel's login page says is none), null where it
// has none to this quote.
async function post(quote, patience) {
  const told = [["kept_at", quote.at], ["kept_estimate", quote.estimate], ...(quote.tried ? [["kept_tried", "1"]] : [])];
  try {
    const answer = await fetch("/?send", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams([...quote.fields, ...told]),
      signal: AbortSignal.timeout(patience),
    });
    if (answer.status !== 201 && answer.status !== 422) return answer.status < 400 || AWAY.has(answer.status) ? undefined : null;
    const said = await answer.json();
    return (answer.status === 201 ? said.folio : said.fields) ? said : null;
  } catch {
    return undefined;
  }
}

// Nothing personal stays of what has arrived; what was refused stays whole, to be put right.
function outcome(kept, answer) {
  if (!answer.success) return { ...kept, state: "refused", errors: Object.values(answer.fields).flat() };
  const { id, at, estimate, total } = kept;
  const { folio, quote_url: page, currency } = answer;
  const arrived = new Date().toISOString();
  return { id, at, arrived, estimate, total, state: "sent", folio, page, priced: answer.total ? `${currency} ${answer.total}` : "" };
}
