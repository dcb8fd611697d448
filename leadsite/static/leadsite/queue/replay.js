// Sends what waits, in order, by one page or worker at a time; without an answer it is sent again under its key.
import { key, unlock } from "./lock.js";
import { alone, change, drop, list } from "./queue.js";
import { device } from "./rows.js";
import { json, post, session } from "./server.js";

const ONE = "leadsite-queue-replay"
const BATCH = 40;
let most = BATCH;
const LETTERS = 200_000; // in one batch
const ABOUT_US = new Set([401, 403, 408, 429]); // not about what was sent
const TRIES = 10; // without any progress
const LONGEST = 8_000; // milliseconds between two tries
const DONE = new Set(["done", "already"]);
const STUCK = new Set(["conflict", "refused"]);
const OVER = new Set(["done", "locked", "signed_out"]);
const NONE = { sent: 0, conflict: 0, refused: 0 };

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const backOff = (tries) => Math.min(LONGEST, 250 * 2 ** tries) * (0.5 + Math.random() / 2);

// {state, sent, conflict, refused}; `state` is done, away, signed_out, locked or elsewhere (another page is at it).
export function replay() {
  return navigator.locks.request(ONE, { ifAvailable: true }, (lock) => (lock ? run() : { ...NONE, state: "elsewhere" }));
}

// For Background Sync, which comes back if this fails. A page that is at it may be closed.
export async function synced() {
  const { state } = await navigator.locks.request(ONE, run);
  if (state === "away") throw new Error(state);
}

async function run() {
  const total = { ...NONE };
  most = BATCH;
  let who;
  for (let tries = 0; ; ) {
    who ??= await session();
    const result = who.state ?? (await alone(() => sendSome(who, total)));
    if (OVER.has(result)) return { ...total, state: result };
    if (result === "went") {
      tries = 0;
      continue;
    }
    if (result === "away") who = undefined;
    tries += 1;
    if (tries > TRIES || !(who || navigator.onLine)) return { ...total, state: "away" };
    await pause(backOff(tries));
  }
}

// went, later (nothing of it could be done now), away, done or locked.
async function sendSome(who, total) {
  const lock = (await key(who.person)) ?? (await unlock(who).catch(() => undefined));
  if (!lock) return "locked";
  const batch = first(free(await list(who.person)));
  if (!batch.length) return "done";
  const { id } = await device();
  const body = { person: who.person, device: id, actions: batch.map(written) };
  const answer = await post("replay/", body, who.csrf).catch(() => undefined);
  const told = answer && (await json(answer));
  if (answer?.ok && told) return settle(who.person, batch, told.answers, total);
  const wrong = answer?.status >= 400 && answer.status < 500 && !ABOUT_US.has(answer.status);
  if (!wrong) return "away";
  // One by one it shows which cannot be taken.
  most = 1;
  if (batch.length > 1) return "went";
  return settle(who.person, batch, [{ key: batch[0].key, result: "refused", words: told?.words }], total);
}

// One that needs its colleague holds back what follows it on the same lead.
export function free(actions) {
  const stuck = new Set();
  return actions.filter(({ state, lead }) => {
    if (STUCK.has(state)) stuck.add(lead);
    return state === "waiting" && !stuck.has(lead);
  });
}

function first(actions) {
  let letters = 0;
  const batch = actions.slice(0, most);
  const end = batch.findIndex(({ fields }, at) => (letters += JSON.stringify(fields).length) > LETTERS && at > 0);
  return end < 0 ? batch : batch.slice(0, end);
}

function written({ key: name, kind, lead, row, expected, claimed_at, fields }) {
  return { key: name, kind, lead, row, expected, claimed_at, fields };
}

async function settle(person, batch, answers, total) {
  const by = new Map(answers.map((answer) => [answer.key, answer]));
  const those = (results) => batch.filter((action) => results.has(by.get(action.key)?.result));
  const gone = those(DONE);
  const stuck = those(STUCK);
  for (const action of stuck) {
    const answer = by.get(action.key);
    if (await change(person, { ...action, state: answer.result, answer })) total[answer.result] += 1;
  }
  total.sent += gone.length;
  if (gone.length) await drop(gone);
  return gone.length || stuck.length ? "went" : "later";
}
