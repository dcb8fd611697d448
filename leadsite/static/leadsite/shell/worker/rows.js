// The reading database as promises: half a key, what is kept since when, and the pages, which vault.js seals.
const NAME = "leadsite-reading";
const STORES = ["half", "facts", "pages"];
let opened;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function database() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
  const found = await settled(request);
  found.onversionchange = () => found.close(); // whoever deletes it need not wait for us
  found.onclose = () => (opened = undefined);
  return found;
}

// One transaction: `work` is given the stores by their names and starts everything at once.
async function within(mode, work) {
  opened ??= database().catch((error) => {
    opened = undefined;
    throw error;
  });
  const transaction = (await opened).transaction(STORES, mode, { durability: "relaxed" });
  const stores = Object.fromEntries(STORES.map((name) => [name, transaction.objectStore(name)]));
  return Promise.all(work(stores).map(settled));
}

const read = async (name, ...key) => (await within("readonly", (stores) => [stores[name].get(...key)]))[0];

export const half = () => read("half", "half");
export const page = (name) => read("pages", name);
export const since = (name) => read("facts", name);

// Every page's {name, at, used, lead}: when it was kept and opened, in milliseconds.
export async function facts() {
  return (await within("readonly", ({ facts }) => [facts.getAll()]))[0];
}

// Begin anew: what was sealed by another half is gone with it.
export async function begin(fresh) {
  await within("readwrite", ({ half, facts, pages }) => [
    half.clear(), facts.clear(), pages.clear(), ...(fresh ? [half.put(fresh, "half")] : []),
  ]);
}

export async function put(known, sealed) {
  await within("readwrite", ({ facts, pages }) => [facts.put(known, known.name), pages.put(sealed, known.name)]);
}

export async function drop(names) {
  await within("readwrite", ({ facts, pages }) => names.flatMap((name) => [facts.delete(name), pages.delete(name)]));
}
