// The list by keyboard: j and k move the focus from lead to lead, x chooses, / searches, ? shows the keys.
// Enter needs nothing: the focus is on the lead's own link.
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  rows[next].querySelector("[data-open]").focus();
  rows[next].scrollIntoView({ block: "nearest" });
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("[data-row]")?.querySelector("input[name=chosen]")?.click(),
  "/": () => {
    const field = document.querySelector("[data-search]");
    field.focus();
    field.select();
  },
  "?": () => document.querySelector("#keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches(TYPING) || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// On a phone the tabs scroll: the view that is shown is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
