// Where a step meets somebody else's, both sides are shown over the page, and whatever else is typed there stays.
// What this cannot deal with goes the way of every form.
const ASKED = "form[method=post]:has([name^=was_])";
const SHOWN = new Set([409, 422]);
const around = new WeakSet(); // forms on their way as ever

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || around.delete(form) || !form.matches(`${ASKED}, dialog form`)) return;
  event.preventDefault();
  send(form, event.submitter);
});

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "In-Place": "yes", Accept: "text/html" } });
    const on = answer.redirected ? answer.url : answer.headers.get("Location");
    if (on) return location.assign(on);
    if (SHOWN.has(answer.status)) return show(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // a page that cannot be had says so itself
  }
  free(form);
  around.add(form);
  form.requestSubmit(submitter);
}

function free(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

function show(form, page) {
  const begun = form.closest("dialog") ? shown.begun : form;
  free(form);
  shown.begun = begun;
  shown.setAttribute("aria-label", page.querySelector("h1").textContent);
  shown.replaceChildren(document.importNode(page.querySelector(".step"), true));
  if (!shown.open) shown.showModal();
  shown.querySelector("#problems")?.focus();
}

const shown = document.createElement("dialog");
shown.className = "in-place";
document.body.append(shown);

// To keep the other's is to be where one was, with nothing of ours left; a page that is not kept up is fetched anew.
shown.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-keep]");
  if (!link || link.pathname !== location.pathname) return;
  shown.begun.reset();
  if (document.getElementById("live")?.dataset.state !== "live") return;
  event.preventDefault();
  shown.close();
});
