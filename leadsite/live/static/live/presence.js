// Says which lead this tab shows, and who else is at it.
const place = document.querySelector("[data-here]");
const WRITTEN = "textarea, input[type=text], input:not([type])";

const fill = (pattern, name) => pattern.replace("{name}", name);

export function showPeople(people) {
  if (!place) return;
  const { looks, writes } = place.dataset;
  const told = people.map(([name, isWriting]) => fill(isWriting ? writes : looks, name)).join(" · ");
  if (place.textContent !== told) place.textContent = told;
}

// `tell` is called with what this tab shows, when that changes.
export function follow(lead, tell) {
  let last = "";
  const say = () => {
    const fields = [...document.querySelectorAll("form[method=post]")].flatMap((form) => [...form.querySelectorAll(WRITTEN)]);
    const writes = fields.some((field) => field.value.trim() && field.value !== field.defaultValue);
    const looks = document.hidden ? {} : { lead, writes };
    if (last !== (last = JSON.stringify(looks))) tell(looks);
  };
  document.addEventListener("visibilitychange", say);
  document.addEventListener("input", say);
  addEventListener("pageshow", say);
  say();
}
