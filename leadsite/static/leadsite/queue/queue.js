// What waits to be sent: kept in order, sealed, up to MOST for each person.
import { key, seal, unseal } from "./lock.js";
import * as rows from "./rows.js";

export const MOST = 1000;
const told = new BroadcastChannel("leadsite-queue");

// Why an action is not kept: full, locked (nobody has opened the queue here), storage (the device refuses).
export class NotKept extends Error {}

export function announce(what = {}) {
  told.postMessage(what);
  self.dispatchEvent?.(new CustomEvent("queue:changed", { detail: what }));
}

export function listen(change) {
  told.addEventListener("message", ({ data }) => change(data));
  self.addEventListener("queue:changed", ({ detail }) => change(detail));
}

// `action` is {key, kind, lead, row, expected, claimed_at, fields} with what the list shows besides: name, from.
// `held` is the key from when the person was surely signed in: their session may have ended just now.
export async function keep(person, action, held) {
  const lock = (await key(person).catch(() => undefined)) ?? held;
  if (!lock) throw new NotKept("locked");
  const row = { key: action.key, person, state: "waiting", ...(await seal(lock, person, action.key, action)) };
  let room;
  try {
    room = await rows.add(row, MOST);
  } catch (error) {
    if (error.name !== "ConstraintError") throw new NotKept("storage", { cause: error });
    if (await isKept(lock, person, action)) return announce();
    return keep(person, renamed(action), held);
  }
  if (!room) throw new NotKept("full");
  announce();
  later();
}

const SAME = ["kind", "lead", "row", "fields"];
const said = (action) => JSON.stringify(SAME.map((name) => action[name]));

// Whether what lies under this key is this; another page may have kept something else under it.
async function isKept(lock, person, action) {
  const row = await rows.named(action.key);
  return row?.person === person && said(await opened(lock, row)) === said(action);
}

export function renamed(action) {
  const name = crypto.randomUUID();
  return { ...action, key: name, fields: { ...action.fields, ...("key" in action.fields ? { key: name } : {}) } };
}

// Let the browser wake the worker when the network is back, also when no page is open; where it can.
function later() {
  navigator.storage?.persist?.().catch(() => {});
  const registration = self.registration ? Promise.resolve(self.registration) : navigator.serviceWorker?.ready;
  registration?.then(({ sync }) => sync?.register("queue")).catch(() => {});
}

// One's own, oldest first. What does not open is {key, state: "unreadable"}.
export async function list(person) {
  const lock = await key(person);
  if (!lock) return [];
  const own = (await rows.all()).filter((row) => row.person === person);
  return Promise.all(own.map((row) => opened(lock, row)));
}

async function opened(lock, row) {
  try {
    return { ...(await unseal(lock, row)), state: row.state, seq: row.seq, revision: row.revision };
  } catch {
    return { key: row.key, state: "unreadable", seq: row.seq, revision: row.revision };
  }
}

export async function counts(person) {
  const [own, total] = await Promise.all([person ? rows.count(person) : 0, rows.total()]);
  return { own, others: total - own };
}

// Keep what has become of an action, or what somebody made of it; false where it is another since it was listed.
export async function change(person, { state, seq, revision, ...content }) {
  const lock = await key(person);
  if (!lock) throw new NotKept("locked");
  const sealed = await seal(lock, person, content.key, content);
  const done = await rows.put({ key: content.key, person, state, seq, revision, ...sealed });
  announce();
  return done;
}

// False where some are others since they were listed: those stay.
export async function drop(actions, what = {}) {
  const done = !actions.length || (await rows.remove(actions));
  announce(what);
  return done;
}

// Nothing is sent, nor is what was sent settled, while somebody edits or discards.
export const alone = (deed) => navigator.locks.request("leadsite-queue-rows", deed);
