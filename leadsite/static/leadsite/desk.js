// What every page of the back office does beyond its markup: one press of a button sends its form once, and the
// button shows that it is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from another page, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// A drawer closes when its business is elsewhere.
const drawers = () => document.querySelectorAll("#header details[open]");
document.addEventListener("click", (event) => {
  for (const drawer of drawers()) if (!drawer.contains(event.target)) drawer.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drawer of drawers()) {
    drawer.open = false;
    drawer.querySelector("summary").focus();
  }
});
