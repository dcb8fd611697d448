// Pages sealed by a key of two halves: one is a cookie that the server gives with the session and takes back
// with it, the other lies in this device and never leaves it. Neither opens anything alone.
import * as rows from "./rows.js";

const COOKIE = "reading";
const LEADS = 50; // the newest opened ones
const DAYS = 3; // nothing older is shown: by then it helps nobody, and its reader may be a colleague no more
const text = new TextEncoder();
let known = { share: "", keys: null };

// The server's half; undefined when nobody is signed in, and where a browser lets no worker see cookies.
export async function share() {
  return (await self.cookieStore?.get(COOKIE))?.value || undefined;
}

async function mark(words) {
  return hex(await crypto.subtle.digest("SHA-256", text.encode(words)));
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fresh(of) {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return { of, key: await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]) };
}

// The keys of this session. Where another session's things lie, they are thrown away first.
async function keys(words) {
  if (known.share !== words) known = { share: words, keys: joined(words) };
  return known.keys.catch((error) => {
    known = { share: "", keys: null };
    throw error;
  });
}

async function joined(words) {
  const of = await mark(words);
  let half = await rows.half();
  if (half?.of !== of) {
    half = await fresh(of);
    await rows.begin(half);
  }
  const derived = (info, kind, uses) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: text.encode(words), info: text.encode(info) }, half.key, kind, false, uses,
    );
  return {
    pages: await derived("pages", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    names: await derived("names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  };
}

async function named(words, path) {
  return hex(await crypto.subtle.sign("HMAC", (await keys(words)).names, text.encode(path)));
}

// Keep a page {path, title, html, headers, lead} for the session whose half is `words`.
export async function keep(words, page, { opened }) {
  const name = await named(words, page.path);
  const at = Date.now();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: text.encode(name) },
    (await keys(words)).pages, text.encode(JSON.stringify({ ...page, at })),
  );
  const used = opened ? at : ((await rows.row(name))?.used ?? at);
  if ((await share()) !== words) return; // signed out meanwhile
  await rows.put({ name, at, used, lead: Boolean(page.lead), iv, sealed });
  await trim();
}

async function trim() {
  const kept = await rows.rows();
  const leads = kept.filter((row) => row.lead).sort((one, other) => other.used - one.used);
  const old = kept.filter(({ at }) => Date.now() - at > DAYS * 86_400_000);
  for (const { name } of new Set([...leads.slice(LEADS), ...old])) await rows.drop(name);
}

async function unsealed({ name, iv, sealed, at }, words) {
  if (Date.now() - at > DAYS * 86_400_000) return undefined;
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: text.encode(name) }, (await keys(words)).pages, sealed,
  );
  return JSON.parse(new TextDecoder().decode(plain));
}

export async function find(path) {
  const words = await share();
  if (!words) return forget();
  const row = await rows.row(await named(words, path));
  return row && unsealed(row, words);
}

// When it was kept, in milliseconds; 0: it is not.
export async function since(path) {
  const words = await share();
  return words ? ((await rows.row(await named(words, path)))?.at ?? 0) : 0;
}

// Everything that can be read now, without its contents; leads as they were opened, newest first.
export async function list() {
  const words = await share();
  if (!words) {
    await forget();
    return [];
  }
  await keys(words); // what is another session's is gone after this
  const kept = (await rows.rows()).sort((one, other) => other.used - one.used);
  const found = await Promise.all(kept.map((row) => unsealed(row, words)));
  return found.filter(Boolean).map(({ path, title, at, lead }) => ({ path, title, at, lead }));
}

export async function drop(path) {
  const words = await share();
  if (words) await rows.drop(await named(words, path));
}

export async function forget() {
  known = { share: "", keys: null };
  await rows.begin();
}
