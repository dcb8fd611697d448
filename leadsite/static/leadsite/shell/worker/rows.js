// The two stores of the reading database, as promises. What it holds is sealed: vault.js says by what.
const NAME = "leadsite-reading";
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
    request.result.createObjectStore("half");
    request.result.createObjectStore("pages", { keyPath: "name" });
  };
  const found = await settled(request);
  found.onversionchange = () => found.close(); // whoever deletes it need not wait for us
  found.onclose = () => (opened = undefined);
  return found;
}

async function store(name, mode) {
  opened ??= database().catch((error) => {
    opened = undefined;
    throw error;
  });
  return (await opened).transaction(name, mode, { durability: "relaxed" }).objectStore(name);
}

export async function half() {
  return settled((await store("half", "readonly")).get("half"));
}

// Begin anew: nothing of before can be read by the new half.
export async function begin(fresh) {
  await settled((await store("pages", "readwrite")).clear());
  const halves = await store("half", "readwrite");
  await settled(halves.clear());
  if (fresh) await settled(halves.put(fresh, "half"));
}

export async function row(name) {
  return settled((await store("pages", "readonly")).get(name));
}

export async function rows() {
  return settled((await store("pages", "readonly")).getAll());
}

export async function put(page) {
  await settled((await store("pages", "readwrite")).put(page));
}

export async function drop(name) {
  await settled((await store("pages", "readwrite")).delete(name));
}
