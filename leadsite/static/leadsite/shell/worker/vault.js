// Pages sealed by a key of two halves: one is a cookie that the server gives with the session and takes back
// with it, the other lies in this device and never leaves it. Neither opens anything alone.
import * as rows from "./rows.js";

const COOKIE = "reading";
const LEADS = 50; // the newest opened ones
const OLD = 3 * 86_400_000; // milliseconds: by then it helps nobody, and its reader may be a colleague no more
const text = new TextEncoder();
let known = { half: "", keys: null };

// The server's half; undefined when nobody is signed in, and where a browser lets no worker see cookies.
export async function ours() {
  const cookie = await self.cookieStore?.get(COOKIE).catch(() => undefined);
  return cookie?.value || undefined;
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What the server writes on its answers to say whose they are; it does not tell the half itself.
export async function mark(half) {
  return hex(await crypto.subtle.digest("SHA-256", text.encode(half))).slice(0, 32);
}

async function fresh(of) {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return { of, key: await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]) };
}

// The keys of this session. Where another session's things lie, they are thrown away first.
async function keys(half) {
  if (known.half !== half) known = { half, keys: joined(half) };
  return known.keys.catch((error) => {
    known = { half: "", keys: null };
    throw error;
  });
}

async function joined(half) {
  const of = await mark(half);
  let other = await rows.half();
  if (other?.of !== of) {
    other = await fresh(of);
    await rows.begin(other);
  }
  const derived = (info, kind, uses) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: text.encode(half), info: text.encode(info) }, other.key, kind, false, uses,
    );
  return {
    pages: await derived("pages", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    names: await derived("names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  };
}

async function named(half, path) {
  return hex(await crypto.subtle.sign("HMAC", (await keys(half)).names, text.encode(path)));
}

const bound = (name, iv) => ({ name: "AES-GCM", iv, additionalData: text.encode(name) });

// Keep a page {path, title, html, headers, lead} of the session with this half; `lead` is "page" or "text" of a lead.
export async function keep(half, page, { opened }) {
  const name = await named(half, page.path);
  const at = Date.now();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = text.encode(JSON.stringify({ ...page, at }));
  const sealed = await crypto.subtle.encrypt(bound(name, iv), (await keys(half)).pages, plain);
  const used = opened ? at : ((await rows.since(name))?.used ?? at);
  if ((await ours()) !== half) return; // signed out meanwhile
  await rows.put({ name, at, used, lead: page.lead ?? false }, { iv, sealed });
  if ((await ours()) !== half) await forget();
  else await trim();
}

async function trim() {
  const kept = (await rows.facts()).sort((one, other) => other.used - one.used);
  const many = ["page", "text"].flatMap((which) => kept.filter(({ lead }) => lead === which).slice(LEADS));
  const old = kept.filter(({ at }) => Date.now() - at > OLD);
  if (many.length || old.length) await rows.drop([...many, ...old].map(({ name }) => name));
}

async function unsealed(half, name) {
  const { iv, sealed } = (await rows.page(name)) ?? {};
  if (!sealed) return undefined;
  const plain = await crypto.subtle.decrypt(bound(name, iv), (await keys(half)).pages, sealed);
  const page = JSON.parse(new TextDecoder().decode(plain));
  return Date.now() - page.at > OLD ? undefined : page;
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

// Everything that can be read now, without its contents, as it was opened, newest first.
export async function list() {
  const half = await ours();
  if (!half) await forget();
  else await keys(half); // what is another session's is gone after this
  const kept = half ? (await rows.facts()).sort((one, other) => other.used - one.used) : [];
  const found = await Promise.all(kept.map(({ name }) => unsealed(half, name)));
  return found.filter(Boolean).map(({ path, title, at, lead }) => ({ path, title, at, lead }));
}

export async function drop(paths) {
  const half = await ours();
  if (half) await rows.drop(await Promise.all(paths.map((path) => named(half, path))));
}

// Somebody signs out while the server cannot take its half back: it goes here, so that nothing under way is kept.
export async function leave(path) {
  await self.cookieStore?.delete({ name: COOKIE, path });
  await forget();
}

export async function forget() {
  known = { half: "", keys: null };
  await rows.begin();
}
