// The queue's database, as promises. What an action says is sealed: lock.js says by what.
export function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// A function that opens the database once, and again when it was closed; `make` creates its stores.
export function opener(name, make) {
  let opened;
  const forget = () => (opened = undefined);
  const open = async () => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => make(request.result);
    const found = await settled(request);
    found.onversionchange = () => found.close(); // whoever deletes it need not wait for us
    found.onclose = forget;
    return found;
  };
  return () =>
    (opened ??= open().catch((error) => {
      forget();
      throw error;
    }));
}

const database = opener("leadsite-queue", (made) => {
  const actions = made.createObjectStore("actions", { keyPath: "seq", autoIncrement: true });
  actions.createIndex("person", "person");
  actions.createIndex("key", "key", { unique: true });
  made.createObjectStore("locks", { keyPath: "person" });
  made.createObjectStore("device");
});

async function begin(name, mode) {
  return (await database()).transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
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
