// Keys of two halves, and what they seal. One half never leaves this device, the other is a cookie that the server
// gives with the session and takes back with it: neither opens anything alone.
const AES = { name: "AES-GCM", length: 256 };
const COOKIE = /(?:^|; )reading=([^;]+)/;
const text = new TextEncoder();

// The session's half; undefined where nobody is signed in, and where a browser lets no worker see cookies.
export async function session() {
  if (self.document) return document.cookie.match(COOKIE)?.[1];
  return (await self.cookieStore?.get("reading").catch(() => undefined))?.value || undefined;
}

export const random = (size) => crypto.getRandomValues(new Uint8Array(size));
export const material = (bytes) => crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);

export function joined(half, salt, info, kind = AES, uses = ["encrypt", "decrypt"]) {
  const how = { name: "HKDF", hash: "SHA-256", salt: text.encode(salt), info: text.encode(info) };
  return crypto.subtle.deriveKey(how, half, kind, false, uses);
}

const bound = (iv, name) => ({ name: "AES-GCM", iv, additionalData: text.encode(name) });

// What is sealed under one name opens under no other.
export async function seal(key, name, content) {
  const iv = random(12);
  return { iv, sealed: await crypto.subtle.encrypt(bound(iv, name), key, text.encode(JSON.stringify(content))) };
}

export async function unseal(key, name, { iv, sealed }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(bound(iv, name), key, sealed)));
}
