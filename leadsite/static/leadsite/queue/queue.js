// What waits to be sent: kept in order, sealed, up to MOST for each person.
import { seal, unseal } from "../sealing.js";
import { key } from "./lock.js";
import * as rows from "./rows.js";

const MOST = 1000;
const GOING = "leadsite-queue-going "; // and a key
const told = new BroadcastChannel("leadsite-queue");

// Why an action is not kept: full, locked (nobody has opened the queue here), storage (the device refuses).
export class NotKept extends Error {}

export function announce() {
  told.postMessage("");
  self.dispatchEvent(new Event("queue:changed"));
}

// `show` is called once for a batch.
export function listen(show) {
  let next;
  const changed = () => {
    clearTimeout(next);
    next = setTimeout(show, 50);
  };
  told.addEventListener("message", changed);
  addEventListener("queue:changed", changed);
}

const name = (person, action) => `${person} ${action.key}`;
const sealedRow = async (lock, person, action, facts) => ({
  ...facts, key: action.key, ...(await seal(lock, name(person, action), action)),
});

// `action` is {key, kind, lead, row, expected, claimed_at, fields} and the name that the list shows besides.
// `held` is the key from when the person was surely signed in. Its place, where it is `whose` but waits not yet.
export async function keep(person, action, held, whose = { person }) {
  const refused = (cause) => held ?? Promise.reject(new NotKept("storage", { cause }));
  const lock = (await key(person).catch(refused)) ?? held;
  if (!lock) throw new NotKept("locked");
  const row = await sealedRow(lock, person, action, { state: "waiting", ...whose });
  let place;
  try {
    place = await rows.add(row, MOST);
  } catch (error) {
    if (error.name !== "ConstraintError") throw new NotKept("storage", { cause: error });
    if (!(await isKept(lock, person, action))) await keep(person, renamed(action), held);
    return undefined;
  }
  if (!place) throw new NotKept("full");
  return whose.person ? waits() : place;
}

// Kept before it is sent, in case the browser is killed meanwhile; nobody counts, shows or sends it until that is over.
export function keepWhile(person, action, send) {
  return new Promise((resolve, reject) => {
    const under = async () => {
      const seq = await keep(person, action, undefined, { going: person });
      const answer = seq && (await send());
      if (!answer) return;
      resolve(answer);
      await rows.remove([{ seq }]);
    };
    navigator.locks.request(GOING + action.key, { mode: "shared" }, under).then(adopt).then(resolve, reject);
  });
}

// What is under way no more, and has no lock, waits like all else.
async function adopt() {
  const { held } = await navigator.locks.query();
  for (const { going: person, ...row } of await rows.all()) {
    const left = person && !held.some(({ name }) => name === GOING + row.key);
    if (left && (await rows.put({ ...row, person }))) waits();
  }
}

const said = ({ kind, lead, row, fields }) => JSON.stringify([kind, lead, row, fields], (name, it) => (OF_PAGE.test(name) ? 0 : it));
const OF_PAGE = /^(key|seen|was_)/;
export const same = (one, other) => said(one) === said(other);

async function isKept(lock, person, action) {
  const row = await rows.named(action.key);
  return row && same(await opened(lock, row), action);
}

export function renamed(action) {
  const fresh = { key: crypto.randomUUID() };
  return { ...action, ...fresh, fields: { ...action.fields, ...("key" in action.fields ? fresh : {}) } };
}

// Where it can, the browser wakes the worker when the network is back.
export function waits() {
  announce();
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
  const { key: own, going, person = going, state, seq, revision } = row;
  return unseal(lock, name(person, row), row).then(
    (action) => ({ ...action, state, seq, revision }),
    () => ({ key: own, state: "unreadable", seq, revision }),
  );
}

export async function counts(person) {
  await adopt();
  const [own, total] = await Promise.all([person ? rows.count(person) : 0, rows.total()]);
  return { own, others: total - own };
}

// False where it is another since it was listed.
export async function change(person, { state, seq, revision, ...content }) {
  const lock = await key(person);
  if (!lock) throw new NotKept("locked");
  const done = await rows.put(await sealedRow(lock, person, content, { person, state, seq, revision }));
  announce();
  return done;
}

// False where some are others since they were listed: those stay.
export async function drop(actions) {
  const done = await rows.remove(actions);
  announce();
  return done;
}

// Nothing is sent or settled while somebody edits or discards.
export const alone = (deed) => navigator.locks.request("leadsite-queue-rows", deed);
