// How long the shop is waited for, and whether its line was found bad a moment ago.
const BAD_FOR = 10_000; // milliseconds
const AWAY = new Set([502, 503, 504]);

let badUntil = 0;

export const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
export const quietly = (promise) => promise.catch(() => undefined);
export const isBad = () => Date.now() < badUntil;

// The answer; nothing where it did not come in time, or the shop is away.
export async function inTime(asked, patience) {
  const answer = await quietly(Promise.race([asked, after(patience)]));
  const away = !answer || AWAY.has(answer.status);
  badUntil = away ? Date.now() + BAD_FOR : 0;
  return away ? undefined : answer;
}
