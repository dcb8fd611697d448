// An action, from the form that somebody has just sent.
const OURS = new Set(["csrfmiddlewaretoken", "queue"]);

export function described(form, submitter) {
  const about = form.closest("[data-about]") ?? document.querySelector("[data-about]");
  const typed = new FormData(form, submitter);
  const fields = Object.fromEntries([...typed].filter(([name, value]) => typeof value === "string" && !OURS.has(name)));
  return {
    key: fields.key ?? crypto.randomUUID(),
    kind: form.dataset.offline,
    lead: about?.dataset.about,
    name: about?.dataset.name ?? "",
    row: form.dataset.row,
    expected: fields.version ?? fields.seen,
    claimed_at: new Date().toISOString(),
    from: location.pathname,
    fields,
  };
}

// What the worker needs to keep it, should the request fail on its way (rescue.js).
export function carry(form, person, action) {
  const field = form.elements.namedItem("queue") ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: "queue" });
  const { fields, ...said } = action;
  field.value = JSON.stringify({ person, ...said });
  form.append(field);
}

// The form as it was before it was typed into, for another action.
export function renew(form) {
  form.reset();
  const name = form.elements.namedItem("key");
  if (name) name.value = crypto.randomUUID();
}

// A page that the device kept shows the same keys whenever it is opened: what was done under them may be on its way.
export function renewKeys() {
  const names = [...document.querySelectorAll("form[data-offline]")].map((form) => form.elements.namedItem("key"));
  for (const name of names) if (name) name.value = crypto.randomUUID();
}
