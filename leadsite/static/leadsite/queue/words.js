const words = document.getElementById("queue-words")?.content;

export function word(name) {
  return words?.querySelector(`[data-word="${name}"]`)?.textContent ?? name;
}

export const TYPED = ["text", "message", "what", "outcome", "reason"];
export const line = (...parts) => parts.filter(Boolean).join(" · ");

const ICONS = { status: "status-change", sms: "sms", call: "call", note: "note", approval: "approval", decision: "approval" };
export const icon = (kind) => `icon-${ICONS[kind] ?? "follow-up"}`;

export function clock(at) {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { weekday: "short", day: "numeric", month: "short" };
  return new Date(at).toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

// What was typed, in a line; choices are in the sentence about the kind.
export const typed = ({ fields = {} }) => line(...TYPED.map((name) => fields[name]));

export function said({ kind, fields = {} }) {
  const chosen = fields.to ?? fields.verdict ?? (kind === "call" ? fields.kind : undefined) ?? fields.action;
  const when = fields.at ? clock(fields.at) : fields.quick && word(`quick-${fields.quick}`);
  return line(word(kind ?? "unreadable"), chosen && word(`chosen-${chosen}`), when);
}

export function made(name, attributes = {}, ...children) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
}
