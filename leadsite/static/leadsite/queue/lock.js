// The key of one person's queue in this browser, from a secret that the server tells that person's sessions alone. To
// be there without network it is kept, sealed by the session: the next session of the same person opens the queue too.
import { joined, material, seal, session, unseal } from "../sealing.js";
import { json, post } from "./server.js";
import * as rows from "./rows.js";

const known = new Map(); // by session and person

const wrapping = async (words) => joined((await rows.device()).half, words, "queue");

async function made(secret, person) {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  return joined(await material(bytes), person, "actions");
}

// Undefined where the person is not signed in here, or was not online here since they signed in.
export async function key(person) {
  const words = await session();
  if (!words || !person) return undefined;
  const name = `${words} ${person}`;
  if (!known.has(name)) {
    const kept = await rows.lock(person);
    const secret = kept && (await unseal(await wrapping(words), person, kept).catch(() => undefined));
    if (!secret) return undefined;
    known.set(name, await made(secret, person));
  }
  return known.get(name);
}

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
  await rows.keepLock({ person, ...(await seal(await wrapping(words), person, told.secret)) });
  return key(person);
}
