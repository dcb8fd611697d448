// What waits on this device, and what its colleague can do about it.
import { alone, change, counts, drop, keep, list, listen, renamed } from "./queue.js";
import { free } from "./replay.js";
import { send } from "./page.js";
import { clock, icon, line, made, said, TYPED, typed, word } from "./words.js";

const person = document.getElementById("queue").dataset.person;
const rows = document.getElementById("queue-list");
const template = document.getElementById("queue-row").content.firstElementChild;
const HOPELESS = new Set(["gone", "unreadable"]); // whoever tries again, and whatever they write
const EDITED = ["at", ...TYPED];
const part = (name) => document.getElementById(`queue-${name}`);
const working = new Map(); // by key: the row that somebody is at

async function show() {
  const [actions, { own, others }] = await Promise.all([list(person), counts(person)]);
  const going = new Set(free(actions));
  const listed = new Set(actions.map((action) => action.key));
  const left = [...working].filter(([name]) => !listed.has(name)).map(([, at]) => at);
  rows.replaceChildren(...actions.map((action) => working.get(action.key) ?? row(action, going.has(action))), ...left);
  part("none").hidden = own > 0;
  part("sealed").hidden = own === actions.length;
  part("others").hidden = others === 0;
  part("others").querySelector("b").textContent = others;
  part("send").hidden = actions.length === 0;
}

function row(action, going) {
  const shown = template.cloneNode(true);
  const at = (name) => shown.querySelector(`[data-${name}]`);
  at("what").textContent = said(action);
  at("what").className = icon(action.kind);
  at("state").textContent = word(action.state === "waiting" && !going ? "behind" : action.state);
  at("state").classList.add(action.state === "waiting" ? "badge-due" : "badge-late");
  if (action.lead) Object.assign(at("lead"), { href: `/admin/leads/lead/${action.lead}/change/`, textContent: action.name });
  if (action.claimed_at) at("when").textContent = `${word("device")} ${clock(action.claimed_at)}`;
  at("typed").textContent = typed(action);
  if (action.answer) explain(action, at);
  offer(action, shown, at);
  if (action.state === "waiting" && !going) at("again").hidden = true;
  return shown;
}

const entry = (...parts) => made("li", { dir: "auto", textContent: line(...parts) });

function explain({ answer: { words, obstacle, sides = [], news = [] } }, at) {
  at("answer").hidden = false;
  at("words").textContent = [words, obstacle].filter(Boolean).join(" ");
  at("sides").hidden = !sides.length && !news.length;
  const ours = sides.map(({ label, seen, wanted, why }) => entry(`${label}: ${seen} → ${wanted}`, why));
  const theirs = sides.map(({ label, seen, now, who, at: when, because }) =>
    entry(`${label}: ${seen} → ${now}`, who, when && clock(when), because),
  );
  at("ours").replaceChildren(...ours);
  at("theirs").replaceChildren(...theirs);
  at("news").replaceChildren(...news.map(({ text, detail, actor, at: when }) => entry(text, detail, actor, clock(when))));
}

function offer(action, shown, at) {
  const { state, answer } = action;
  const insists = state === "conflict" && action.kind === "status" && !answer?.obstacle;
  at("insist").hidden = !insists;
  const stuck = state === "unreadable" || answer?.obstacle || HOPELESS.has(answer?.code);
  at("again").hidden = stuck || insists || answer?.code === "used_key";
  at("copy").hidden = state === "waiting" || !typed(action);
  at("note").hidden = state !== "conflict" || insists || !typed(action);
  at("fresh").hidden = answer?.code !== "used_key";
  at("edit").hidden = stuck || !EDITED.some((name) => name in (action.fields ?? {}));
  at("again").onclick = () => again(action);
  at("insist").onclick = () => again({ ...action, ...based(action) });
  at("fresh").onclick = () => anew(action);
  at("note").onclick = () => anew({ ...action, kind: "note", row: undefined, fields: { text: typed(action), key: action.key } });
  at("copy").onclick = () => navigator.clipboard.writeText(typed(action)).then(() => tell("copied"));
  at("edit").onclick = () => edit(action, shown, at);
  at("discard").onclick = () => ask(action, shown, at);
}

function based({ answer, fields }) {
  const { version, status } = answer.lead;
  return { expected: version, fields: { ...fields, ...("was_status" in fields ? { was_status: status } : {}) } };
}

async function again({ answer, ...action }) {
  if (!(await alone(() => change(person, { ...action, state: "waiting" })))) return tell("overtaken");
  working.delete(action.key);
  await sendNow();
}

// Under another key.
async function anew({ answer, ...action }) {
  const refusal = await keep(person, renamed(action)).catch(({ message }) => message);
  if (refusal) return tell(refusal);
  await alone(() => drop([action])); // after the other is safe
  await sendNow();
}

function edit(action, shown, at) {
  working.set(action.key, shown);
  const form = at("form");
  form.hidden = false;
  const fields = EDITED.filter((name) => typeof action.fields[name] === "string").map((name) => field(name, action));
  form.querySelector("[data-fields]").replaceChildren(...fields);
  form.querySelector("input, textarea")?.focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    again({ ...action, fields: { ...action.fields, ...changed(form) } });
  };
  at("stop").onclick = () => (working.delete(action.key), show());
}

function changed(form) {
  const typed = Object.fromEntries(new FormData(form));
  return typed.at ? { ...typed, quick: "" } : typed;
}

function field(name, { key: of, fields, answer }) {
  const id = `${name}-${of}`;
  const input = name === "at" ? made("input", { type: "datetime-local", name, id }) : made("textarea", { name, id, rows: 2 });
  input.value = fields[name];
  const wrong = answer?.fields?.[name];
  const error = wrong ? [made("p", { className: "error", textContent: wrong })] : [];
  return made("div", { className: "field" }, made("label", { htmlFor: id, textContent: word(`field-${name}`) }), input, ...error);
}

function ask(action, shown, at) {
  working.set(action.key, shown);
  at("confirm").hidden = false;
  at("sure").focus();
  at("sure").onclick = async () => {
    working.delete(action.key);
    tell((await alone(() => drop([action]))) ? "discarded" : "overtaken");
  };
  at("leave").onclick = () => (working.delete(action.key), show());
}

function tell(name, sent) {
  Object.assign(part("said"), { hidden: false, textContent: word(name).replace("{sent}", sent) });
}

async function sendNow() {
  tell("sending");
  const { state, sent } = await send();
  tell(`was-${state}`, sent);
  part("sign-in").hidden = state !== "signed_out";
  await show();
}

part("send").onclick = sendNow;
listen(show);
show();
