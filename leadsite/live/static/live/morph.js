// Makes a part of the page what a fresh one says, piece by piece: what did not change is not touched, and
// nobody loses the field they are in, what they have typed, what they have opened or ticked.
const OWN = new Set(["open", "data-sent", "checked", "selected"]); // attributes that follow what a person does

function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  return node.dataset.key || node.id || node.getAttribute("aria-labelledby") || "";
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && key(one) === key(other);
}

function changedByHand(field) {
  if (field.type === "hidden" || field.type === "submit" || field.name === "chosen") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.nodeName === "SELECT") {
    const given = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(given, 0);
  }
  return field.value !== field.defaultValue;
}

// A form that somebody is at: what it would send belongs to the page as they read it.
export function inUse(element) {
  const fields = element.querySelectorAll?.("input, textarea, select") ?? [];
  return [...fields].some((field) => field === document.activeElement || changedByHand(field));
}

function renew(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.isEqualNode(fresh) || (old.nodeName === "FORM" && old.id !== "leads" && inUse(old))) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (!old.matches("input, textarea, select")) morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  const known = new Map([...old.children].filter(key).map((child) => [key(child), child]));
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const found = key(wanted) ? known.get(key(wanted)) : unkeyed(place, wanted);
    if (found && alike(found, wanted)) {
      if (found === place) place = place.nextSibling;
      else (old.moveBefore ?? old.insertBefore).call(old, found, place);
      renew(found, wanted);
    } else {
      old.insertBefore(document.importNode(wanted, true), place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    if (place.nodeType !== Node.ELEMENT_NODE || !inUse(place)) place.remove();
    place = next;
  }
}

// What stands here, if it is of the same kind and is not somebody else's by its key.
function unkeyed(place, wanted) {
  return place && !key(place) && alike(place, wanted) ? place : null;
}

// From now on its deadlines count down.
function drawn(part) {
  for (const time of part.querySelectorAll("[data-countdown]")) time.drawn = performance.now();
}

export function morph(old, fresh) {
  const at = document.activeElement;
  const selection = at && "selectionStart" in at ? [at.selectionStart, at.selectionEnd] : null;
  renew(old, fresh);
  drawn(old);
  if (at && at !== document.activeElement && at.isConnected) {
    at.focus({ preventScroll: true });
    if (selection && selection[0] !== null) at.setSelectionRange(...selection);
  }
}

// The rows of a list that changed, put where they belong: no other row is touched.
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
