// The rows of a list that changed, put where they belong: no other row is touched.
import { drawn, morph } from "./morph.js";

export const body = () => document.querySelector("tbody[data-rows]");

// `keys` are those of all rows that were asked for; what is not among the fresh ones is not in this list any more.
export function merge(fresh, keys) {
  const shown = new Map([...body().rows].map((row) => [row.dataset.key, row]));
  const wanted = new Map([...fresh.rows].map((row) => [row.dataset.key, row]));
  for (const key of keys) {
    const row = shown.get(key);
    const other = wanted.get(key);
    if (row && other) morph(row, other);
    else if (row) leave(row);
    else if (other) come(other);
  }
}

function leave(row) {
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  if (row.contains(document.activeElement)) neighbour?.querySelector("[data-open]")?.focus({ preventScroll: true });
  row.remove();
}

function come(row) {
  const rows = [...body().rows];
  const older = rows.find((one) => one.dataset.place < row.dataset.place);
  if (older === rows[0] && document.querySelector(".turn [rel=prev]")) return; // newer than this page
  if (!older && document.querySelector(".turn [rel=next]")) return;
  drawn(body().insertBefore(document.importNode(row, true), older ?? null));
}
