// The queue's database, as promises. What an action says is sealed: lock.js says by what.
const NAME = "leadsite-queue";
let opened;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function database() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const actions = request.result.createObjectStore("actions", { keyPath: "seq", autoIncrement: true });
    actions.createIndex("person", "person");
    actions.createIndex("key", "key", { unique: true });
    request.result.createObjectStore("locks", { keyPath: "person" });
    request.result.createObjectStore("device");
  };
  const found = await settled(request);
  found.onversionchange = () => found.close();
  found.onclose = () => (opened = undefined);
  return found;
}

async function begin(name, mode) {
  opened ??= database().catch((error) => {
    opened = undefined;
    throw error;
  });
  return (await opened).transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
}

async function store(name, mode = "readonly") {
  return (await begin(name, mode)).objectStore(name);
}

// Resolves when the disk has it, not before: a browser that is killed afterwards has lost nothing.
async function write(name, deed) {
  const transaction = await begin(name, "readwrite");
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  done.catch(() => {});
  const result = await deed(transaction.objectStore(name));
  await done;
  return result;
}

// False where the person has `most` waiting already: counted and written in one go, whatever other tabs do.
export function add(row, most) {
  return write("actions", async (actions) => {
    if ((await settled(actions.index("person").count(row.person))) >= most) return false;
    await settled(actions.add(row));
    return true;
  });
}

const as = async (actions, { seq, revision }) => {
  const row = await settled(actions.get(seq));
  return row && row.revision === revision;
};

// False where the row is another by now than the one that was read, or gone.
export const put = (row) =>
  write("actions", async (actions) => {
    if (!(await as(actions, row))) return false;
    await settled(actions.put({ ...row, revision: (row.revision ?? 0) + 1 }));
    return true;
  });

// Those that are as they were read; whether all were.
export const remove = (read) =>
  write("actions", async (actions) => {
    let all = true;
    for (const row of read) {
      if (await as(actions, row)) await settled(actions.delete(row.seq));
      else all = false;
    }
    return all;
  });
export const named = async (key) => settled((await store("actions")).index("key").get(key));
export const all = async () => settled((await store("actions")).getAll());
export const count = async (person) => settled((await store("actions")).index("person").count(person));
export const total = async () => settled((await store("actions")).count());

export const lock = async (person) => settled((await store("locks")).get(person));
export const keepLock = (row) =>
  write("locks", async (locks) => {
    await settled(locks.clear()); // those of others open nothing any more: their session is over
    await settled(locks.put(row));
  });

export const forgetLocks = () => write("locks", (locks) => settled(locks.clear()));

// This browser: its name, and a key that never leaves it.
export async function device() {
  const found = await settled((await store("device")).get("own"));
  if (found) return found;
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const half = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const fresh = { id: crypto.randomUUID(), half };
  return write("device", async (devices) => {
    const earlier = await settled(devices.get("own")); // another tab was quicker
    if (!earlier) await settled(devices.put(fresh, "own"));
    return earlier ?? fresh;
  });
}
