// The reading database as promises: half a key, what is kept since when, and the pages, which vault.js seals.
import { opener, settled } from "../../queue/rows.js";

const STORES = ["half", "facts", "pages"];
const database = opener("leadsite-reading", (made) => STORES.forEach((name) => made.createObjectStore(name)));

// One transaction: `work` is given the stores by their names and starts everything at once.
async function within(mode, work) {
  const transaction = (await database()).transaction(STORES, mode, { durability: "relaxed" });
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
