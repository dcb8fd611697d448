// The queue's database. What an action says is sealed.
import { database, settled } from "../database.js";
import { material, random } from "../sealing.js";

const { read, write } = database("leadsite-queue", (made) => {
  const actions = made.createObjectStore("actions", { keyPath: "seq", autoIncrement: true });
  actions.createIndex("person", "person");
  actions.createIndex("key", "key", { unique: true });
  made.createObjectStore("locks", { keyPath: "person" });
  made.createObjectStore("device");
});

// Its place; false where the person has `most` waiting, counted and written in one go.
export function add(row, most) {
  return write(async ({ actions }) => {
    if ((await settled(actions.index("person").count(row.person ?? row.going))) >= most) return false;
    return settled(actions.add(row));
  });
}

const as = async (actions, { seq, revision }) => {
  const row = await settled(actions.get(seq));
  return row && row.revision === revision;
};

// False where the row is not as it was read, or gone.
export const put = (row) =>
  write(async ({ actions }) => {
    if (!(await as(actions, row))) return false;
    actions.put({ ...row, revision: (row.revision ?? 0) + 1 });
    return true;
  });

// Those that are as they were read; whether all were.
export const remove = (rows) =>
  write(async ({ actions }) => {
    let all = true;
    for (const row of rows) {
      if (await as(actions, row)) actions.delete(row.seq);
      else all = false;
    }
    return all;
  });

export const named = (key) => read(({ actions }) => actions.index("key").get(key));
export const all = () => read(({ actions }) => actions.getAll());
export const count = (person) => read(({ actions }) => actions.index("person").count(person));
export const total = () => read(({ actions }) => actions.index("person").count());

export const lock = (person) => read(({ locks }) => locks.get(person));
export const forgetLocks = () => write(({ locks }) => locks.clear());
export const keepLock = (row) =>
  write(({ locks }) => {
    locks.clear(); // those of others open nothing any more: their session is over
    locks.put(row);
  });

// This browser: its name, and a key that never leaves it.
export async function device() {
  const found = await read((stores) => stores.device.get("own"));
  if (found) return found;
  const fresh = { id: crypto.randomUUID(), half: await material(random(32)) };
  return write(async (stores) => {
    const earlier = await settled(stores.device.get("own")); // another tab was quicker
    if (!earlier) stores.device.put(fresh, "own");
    return earlier ?? fresh;
  });
}
