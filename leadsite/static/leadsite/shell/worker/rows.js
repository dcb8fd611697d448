// The reading database: half a key, what is kept since when, and the pages, which vault.js seals.
import { database } from "../../database.js";

const STORES = ["half", "facts", "pages"];
const make = (made) => STORES.forEach((name) => made.createObjectStore(name));
const { read, write } = database("leadsite-reading", make, "relaxed");

export const half = () => read((stores) => stores.half.get("half"));
export const page = (name) => read(({ pages }) => pages.get(name));
export const since = (name) => read(({ facts }) => facts.get(name));

// Every page's {name, at, used, lead}, the last used first: when it was kept and opened, in milliseconds.
export async function facts() {
  const found = await read((stores) => stores.facts.getAll());
  return found.sort((one, other) => other.used - one.used);
}

// Begin anew: what was sealed by another half is gone with it.
export const begin = (fresh) =>
  write((stores) => {
    for (const name of STORES) stores[name].clear();
    if (fresh) stores.half.put(fresh, "half");
  });

export const put = (known, sealed) =>
  write(({ facts, pages }) => {
    facts.put(known, known.name);
    pages.put(sealed, known.name);
  });

export const drop = (names) =>
  write(({ facts, pages }) => {
    for (const name of names) for (const store of [facts, pages]) store.delete(name);
  });
