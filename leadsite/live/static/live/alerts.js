// New leads: in the title and in words in every tab; with a sound and as the system's own notice, once for all tabs,
// where somebody wants that on this device.
const GATHER = 700; // milliseconds: who gets a lead is known by then
const MOST = 3; // notices at a time
const ASKED = 20; // of an import the newest are told, as many as one address carries
const shown = document.getElementById("live");
const { user, came } = shown.dataset;
const PLACE = `alerts ${user}`;
const title = document.title;

let unseen = 0;
let gathered = new Set();

const wanted = () => JSON.parse(localStorage.getItem(PLACE) ?? "{}");
const permission = () => globalThis.Notification?.permission;
const say = (words) => (document.querySelector("[data-news]").textContent = words);
const named = (name) => shown.dataset.sayNew.replace("{name}", name);

// In the one tab that has the stream.
export function note(data, tell) {
  const fresh = Object.entries(data.leads ?? {}).filter(([, lead]) => lead.new && lead.by !== user);
  if (!came || !fresh.length) return;
  if (!gathered.size) setTimeout(() => look(tell), GATHER);
  for (const [key] of fresh) gathered.add(key);
}

async function look(tell) {
  const keys = [...gathered].slice(-ASKED);
  gathered = new Set();
  const answer = await fetch(`${came}?ids=${keys}`, { cache: "no-store" }).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const { leads } = await answer.json();
  if (!leads.length) return;
  tell(leads);
  const { sound, system } = wanted();
  if (sound) ring();
  if (system && permission() === "granted") leads.slice(0, MOST).forEach(notify);
}

// In every tab.
export function announce(leads) {
  say(named(leads.map(({ name }) => name).join(", ")));
  if (!document.hidden && document.hasFocus()) return;
  unseen += leads.length;
  document.title = `(${unseen}) ${title}`;
}

function seen() {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
}

async function notify({ name, wants, url }) {
  const words = [named(name), { body: wants, tag: url, data: { url } }];
  try {
    new Notification(...words).onclick = () => {
      focus();
      location.href = url;
    };
  } catch {
    // A phone's browser leaves that to the worker.
    (await navigator.serviceWorker?.getRegistration())?.showNotification(...words);
  }
}

// Two short tones, made here: a file would have to be fetched.
function ring() {
  const context = new AudioContext();
  for (const [index, pitch] of [660, 880].entries()) {
    const begin = context.currentTime + 0.18 * index;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.12, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.17);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 0.18);
  }
  setTimeout(() => context.close(), 1_000);
}

const TURNED_ON = {
  sound: async () => (ring(), true),
  system: async () => (await Notification.requestPermission()) === "granted",
};

const refused = (kind) => kind === "system" && permission() === "denied";

function draw(button) {
  const kind = button.dataset.alert;
  button.ariaPressed = String(Boolean(wanted()[kind]) && !refused(kind));
}

for (const button of document.querySelectorAll("[data-alert]")) {
  const kind = button.dataset.alert;
  button.hidden = !came || (kind === "system" && !permission());
  draw(button);
  button.addEventListener("click", async () => {
    const on = !wanted()[kind] && (await TURNED_ON[kind]());
    localStorage.setItem(PLACE, JSON.stringify({ ...wanted(), [kind]: on }));
    draw(button);
    if (!on && refused(kind)) say(shown.dataset.sayRefused);
  });
}
addEventListener("focus", seen);
document.addEventListener("visibilitychange", seen);
