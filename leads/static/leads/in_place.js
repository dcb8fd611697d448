// Where a step meets somebody else's, both sides are shown over the page, and whatever else is typed there stays.
// What this cannot deal with goes the way of every form.
import { inUse } from "../live/morph.js";

const ASKED = "form[method=post]:has([name^=was_])";
const SHOWN = new Set([409, 422]);
const around = new WeakSet(); // forms on their way as ever

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || around.delete(form) || !form.matches(`${ASKED}, dialog form`)) return;
  event.preventDefault();
  send(form, event.submitter);
});

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "In-Place": "yes", Accept: "text/html" } });
    const on = answer.redirected ? answer.url : answer.headers.get("Location");
    if (on) return typing(form) ? void stay(form).catch(() => {}) : location.assign(on); // it is done, come what may
    if (SHOWN.has(answer.status)) return show(form, parsed(await answer.text()));
  } catch {
    // a page that cannot be had says so itself
  }
  free(form);
  around.add(form);
  form.requestSubmit(submitter);
}

const typing = (form) => [...document.forms].some((other) => other !== form && other.method === "post" && inUse(other));

// Around what somebody types the page becomes fresh.
async function stay(form) {
  free(form);
  (form.closest("dialog") ? shown.begun : form).reset();
  shown.close();
  const detail = parsed(await (await fetch(location.href)).text());
  document.querySelector(".messagelist")?.remove();
  document.querySelector("main").prepend(detail.querySelector(".messagelist") ?? "");
  document.dispatchEvent(new CustomEvent("kept:fresh", { detail }));
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
