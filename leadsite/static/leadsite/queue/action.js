// An action, from the form that somebody has just sent.
const OURS = new Set(["csrfmiddlewaretoken", "queue"]);

export function fieldsOf(typed) {
  const said = [...typed].filter(([name, value]) => typeof value === "string" && !OURS.has(name));
  return Object.fromEntries(said.map(([name, value]) => [name, value.replace(/\r?\n/g, "\r\n")])); // as a form sends it
}

export function described(form, submitter) {
  const about = form.closest("[data-about]") ?? document.querySelector("[data-about]");
  const fields = fieldsOf(new FormData(form, submitter));
  return {
    key: fields.key ?? crypto.randomUUID(),
    kind: form.dataset.offline,
    lead: about?.dataset.about,
    name: about?.dataset.name ?? "",
    row: form.dataset.row,
    expected: fields.seen,
    claimed_at: new Date().toISOString(),
    fields,
  };
}

// For the worker (rescue.js).
export function carry(form, person, action) {
  const field = form.elements.namedItem("queue") ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: "queue" });
  const { fields, ...said } = action;
  field.value = JSON.stringify({ person, ...said });
  form.append(field);
}

export function renewKey(form) {
  const name = form.elements.namedItem("key");
  if (name) name.value = crypto.randomUUID();
}
