// Finished quotes on the customer's own device until the shop has them. Page and worker share them.
const DATABASE = "leadsite-quotes";
const STORE = "quotes";
const changes = new BroadcastChannel(DATABASE); // to other tabs and the worker; it does not hear itself
const callbacks = [];

const DAY = 24 * 3600 * 1000;
const MOST = 30;
export const KEPT_FOR = 7; // days; then it is not sent any more, and said so
export const HELD_FOR = 30; // minutes that one is held back for who changes it

function open() {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
  return done(asked);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, act) {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const result = await act(transaction.objectStore(STORE));
    await finished;
    return result;
  } finally {
    database.close();
  }
}

async function change(act) {
  const result = await within("readwrite", act);
  changes.postMessage("changed");
  for (const callback of callbacks) callback();
  return result;
}

export async function all() {
  const found = await within("readonly", (store) => done(store.getAll()));
  return found.sort((one, other) => one.at.localeCompare(other.at));
}

// The same quote again, from another tab or after a doubtful answer, is the one that is there. `instead`: the id of the
// one that it was made from, which goes, unless it has arrived meanwhile.
export const keep = (quote, instead) => change(async (store) => {
  const old = instead && (await done(store.get(instead)));
  if (old && old.state !== "sent") await done(store.delete(instead));
  await done(store.put(quote));
});

// Not sent under the hands of who changes it; nothing where it has arrived, or was deleted, meanwhile.
export const hold = (id) => change(async (store) => {
  const quote = await done(store.get(id));
  if (!quote || quote.state === "sent") return undefined;
  await done(store.put({ ...quote, held: Date.now() }));
  return quote;
});

export const forget = (id) => change((store) => done(store.delete(id)));

// What became of it; nothing if the customer has deleted it meanwhile.
export function settle(id, outcome) {
  return change(async (store) => {
    const quote = await done(store.get(id));
    if (quote) await done(store.put(outcome(quote)));
  });
}

// A time to come is that of a clock that was put back since: it holds nothing.
export const isHeld = ({ held }) => held <= Date.now() && Date.now() < held + HELD_FOR * 60_000;

export const isUnsent = ({ state, at }) => state === "waiting" && !isOld({ at });

export const isWaiting = (quote) => isUnsent(quote) && !isHeld(quote);

export const isOld = ({ at }) => Date.now() - Date.parse(at) > KEPT_FOR * DAY;

export function onChange(callback) {
  callbacks.push(callback);
  changes.addEventListener("message", callback);
}

// What nobody looked at: a receipt goes after a day, what was typed after a month.
export async function tidy() {
  const age = ({ at, arrived }) => (Date.now() - Date.parse(arrived ?? at)) / DAY;
  for (const quote of await all()) {
    if (age(quote) > (quote.state === "sent" ? 1 : MOST)) await forget(quote.id);
  }
}
