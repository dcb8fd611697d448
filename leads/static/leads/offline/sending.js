// Sends what waits on the device, oldest first, each once: however often it is sent, the shop knows it again.
import { all, isWaiting, settle } from "./kept.js";

const LOCK = "leadsite-quotes";
const PATIENCE = 20_000;

// The quotes that the shop has now, with its answers. Stops at the first that gets no answer.
export function sendAll(patience = PATIENCE) {
  return alone(async () => {
    const arrived = new Map();
    for (const quote of (await all()).filter(isWaiting)) {
      const answer = await post(quote, patience);
      if (!answer) break;
      await settle(quote.id, (kept) => outcome(kept, answer));
      if (answer.success) arrived.set(quote.id, answer);
    }
    return arrived;
  });
}

// One sender at a time, of all tabs and the worker: the second finds nothing left to do.
function alone(act) {
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}

// The shop's own answer; nothing where there is none. What a hotel's login page says is none.
async function post(quote, patience) {
  try {
    const answer = await fetch("/?send", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams([...quote.fields, ["kept_at", quote.at], ["kept_estimate", quote.estimate]]),
      signal: AbortSignal.timeout(patience),
    });
    if (answer.status !== 201 && answer.status !== 422) return null;
    const said = await answer.json();
    return answer.status === 201 ? said.folio && said : said.fields && said;
  } catch {
    return null;
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
