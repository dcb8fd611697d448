// The key of one person's queue in this browser. It is made from a secret that the server tells that person's
// sessions alone, and it cannot be taken out of the browser. So that it is there without network too, the secret
// is kept, sealed by a key of two halves: one never leaves this device, the other is a cookie that comes and goes
// with the session. After signing out the queue stays, and opens again when the same person is signed in.
import { json, post } from "./server.js";
import * as rows from "./rows.js";

const COOKIE = /(?:^|; )reading=([^;]+)/;
const text = new TextEncoder();
const known = new Map(); // by session and person
const AES = { name: "AES-GCM", length: 256 };

async function session() {
  if (self.document) return document.cookie.match(COOKIE)?.[1];
  return (await self.cookieStore?.get("reading"))?.value;
}

async function wrapping(words) {
  const { half } = await rows.device();
  const how = { name: "HKDF", hash: "SHA-256", salt: text.encode(words), info: text.encode("queue") };
  return crypto.subtle.deriveKey(how, half, AES, false, ["encrypt", "decrypt"]);
}

async function made(secret, person) {
  const whole = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: text.encode(person), info: text.encode("actions") };
  return crypto.subtle.deriveKey(how, whole, AES, false, ["encrypt", "decrypt"]);
}

// Undefined where the person is not signed in here, or was not online here since they signed in.
export async function key(person) {
  const words = await session();
  if (!words || !person) return undefined;
  const name = `${words} ${person}`;
  if (!known.has(name)) {
    const kept = await rows.lock(person);
    const how = kept && { name: "AES-GCM", iv: kept.iv, additionalData: text.encode(person) };
    const secret = kept && (await crypto.subtle.decrypt(how, await wrapping(words), kept.sealed).catch(() => undefined));
    if (!secret) return undefined;
    known.set(name, await made(secret, person));
  }
  return known.get(name);
}

// Whoever signs out without network: it opens again when the server has said who is signed in.
export async function forget() {
  known.clear();
  await rows.forgetLocks();
}

// Ask the server, as whoever is signed in; undefined where it does not tell.
export async function unlock({ person, csrf }) {
  const { id } = await rows.device();
  const answer = await post("key/", { device: id }, csrf);
  const told = answer.ok && (await json(answer));
  const words = await session();
  if (!told || told.person !== person || !words) return undefined;
  const secret = Uint8Array.from(atob(told.secret), (letter) => letter.charCodeAt(0));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(person) };
  await rows.keepLock({ person, iv, sealed: await crypto.subtle.encrypt(how, await wrapping(words), secret) });
  return key(person);
}

const bound = (person, name) => text.encode(`${person} ${name}`);

export async function seal(lock, person, name, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: bound(person, name) };
  return { iv, sealed: await crypto.subtle.encrypt(how, lock, text.encode(JSON.stringify(content))) };
}

export async function unseal(lock, { person, key: name, iv, sealed }) {
  const how = { name: "AES-GCM", iv, additionalData: bound(person, name) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, lock, sealed)));
}
