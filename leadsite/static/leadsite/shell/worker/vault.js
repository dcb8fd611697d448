// Pages, sealed by keys of the session's half and one of this device.
import { database } from "../../database.js";
import { joined, material, random, seal, session as ours, unseal } from "../../sealing.js";

export { ours };
const LEADS = 50; // the newest opened ones
const OLD = 3 * 86_400_000; // milliseconds: by then it helps nobody, and its reader may be a colleague no more
const STORES = ["half", "facts", "pages"];
const text = new TextEncoder();
const make = (made) => STORES.forEach((name) => made.createObjectStore(name));
const { read, write } = database("leadsite-reading", make, "relaxed");
let known = {};

// Half a key, what is kept since when, and the pages.
const rows = {
  half: () => read((stores) => stores.half.get("half")),
  page: (name) => read(({ pages }) => pages.get(name)),
  since: (name) => read(({ facts }) => facts.get(name)),

  // Every page's {name, at, used, lead}, the last used first: when it was kept and opened, in milliseconds.
  async facts() {
    const found = await read((stores) => stores.facts.getAll());
    return found.sort((one, other) => other.used - one.used);
  },

  // Begin anew: what was sealed by another half is gone with it.
  begin: (fresh) =>
    write((stores) => {
      for (const name of STORES) stores[name].clear();
      if (fresh) stores.half.put(fresh, "half");
    }),

  put: (known, sealed) =>
    write(({ facts, pages }) => {
      facts.put(known, known.name);
      pages.put(sealed, known.name);
    }),

  drop: (names) =>
    write(({ facts, pages }) => {
      for (const name of names) for (const store of [facts, pages]) store.delete(name);
    }),
};

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What the server writes on its answers to say whose they are; it does not tell the half itself.
export async function mark(half) {
  return hex(await crypto.subtle.digest("SHA-256", text.encode(half))).slice(0, 32);
}

// The keys of this session. Where another session's things lie, they are thrown away first.
async function keys(half) {
  if (known.half !== half) known = { half, keys: made(half) };
  return known.keys.catch((error) => {
    known = {};
    throw error;
  });
}

async function made(half) {
  const of = await mark(half);
  let other = await rows.half();
  if (other?.of !== of) {
    other = { of, key: await material(random(32)) };
    await rows.begin(other);
  }
  const names = { name: "HMAC", hash: "SHA-256", length: 256 };
  return { pages: await joined(other.key, half, "pages"), names: await joined(other.key, half, "names", names, ["sign"]) };
}

async function named(half, path) {
  return hex(await crypto.subtle.sign("HMAC", (await keys(half)).names, text.encode(path)));
}

// `page` is {path, title, html, headers, lead}; `lead` is "page" or "text" where it is of one.
export async function keep(half, page, { opened }) {
  const name = await named(half, page.path);
  const at = Date.now();
  const sealed = await seal((await keys(half)).pages, name, { ...page, at });
  const used = opened ? at : ((await rows.since(name))?.used ?? at);
  if ((await ours()) !== half) return; // signed out meanwhile
  await rows.put({ name, at, used, lead: page.lead ?? false }, sealed);
  if ((await ours()) !== half) await forget();
  else await trim();
}

async function trim() {
  const kept = await rows.facts();
  const many = ["page", "text"].flatMap((which) => kept.filter(({ lead }) => lead === which).slice(LEADS));
  const old = kept.filter(({ at }) => Date.now() - at > OLD);
  if (many.length || old.length) await rows.drop([...many, ...old].map(({ name }) => name));
}

async function unsealed(half, name) {
  const kept = await rows.page(name);
  const page = kept && (await unseal((await keys(half)).pages, name, kept));
  return page && Date.now() - page.at <= OLD ? page : undefined;
}

export async function find(path) {
  const half = await ours();
  return half ? unsealed(half, await named(half, path)) : forget();
}

// When it was kept, in milliseconds; 0: it is not.
export async function since(path) {
  const half = await ours();
  return half ? ((await rows.since(await named(half, path)))?.at ?? 0) : 0;
}

// Everything that can be read now, without its contents, the last opened first.
export async function list() {
  const half = await ours();
  if (!half) return forget().then(() => []);
  await keys(half); // what is another session's is gone after this
  const found = await Promise.all((await rows.facts()).map(({ name }) => unsealed(half, name)));
  return found.filter(Boolean).map(({ path, title, at, lead }) => ({ path, title, at, lead }));
}

export async function drop(paths) {
  const half = await ours();
  if (half) await rows.drop(await Promise.all(paths.map((path) => named(half, path))));
}

// Somebody signs out while the server cannot take its half back: it goes here, so that nothing under way is kept. A
// cookie tells the server with whatever it is asked next (leadsite/offline/leaving.py); whether it will.
export async function leave(path) {
  const half = await ours();
  const expires = Date.now() + 10 * OLD; // later than any session
  if (half) await cookieStore.set({ name: "leaving", value: await mark(half), path, expires, sameSite: "lax" });
  await self.cookieStore?.delete({ name: "reading", path });
  await forget();
  return leaving();
}

export const leaving = async () => self.cookieStore?.get("leaving");

export async function forget() {
  known = {};
  await rows.begin();
}
