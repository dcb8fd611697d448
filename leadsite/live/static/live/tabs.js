// Tabs of one browser share one stream: who holds the lock has it and passes on what it says. When that tab is
// closed, another goes on where it was.
import { Shown } from "./presence.js";
import { Stream } from "./stream.js";

const SETTLED = 500; // milliseconds
const REMEMBERED = 60_000; // milliseconds of changes that a tab which was just opened may ask for

export class Tabs {
  // `change`, `state`, `here` and `came` are called in every tab, `first` only in the one that has the stream.
  constructor(user, calls) {
    Object.assign(this, { calls, since: "", now: "", recent: [], people: {}, own: {} });
    this.opened = Date.now() - performance.now();
    this.shown = new Shown();
    this.name = `live ${user}`;
    this.tab = Math.random().toString(36).slice(2);
    this.channel = new BroadcastChannel(this.name);
    this.channel.addEventListener("message", ({ data }) => this[data.kind]?.(data));
  }

  begin() {
    addEventListener("online", () => this.stream?.hurry());
    addEventListener("pagehide", () => this.tell({ kind: "shows", tab: this.tab, looks: {} }));
    if (navigator.locks) {
      this.greet();
      navigator.locks.request(this.name, () => new Promise(() => this.lead()));
      return;
    }
    // Without locks (plain http in a network) each tab that is looked at has a stream of its own.
    const look = () => (document.hidden ? this.stream?.close() : this.lead());
    document.addEventListener("visibilitychange", look);
    look();
  }

  lead() {
    this.stream?.close();
    this.stream = new Stream({
      since: this.met && this.since, // else from when this tab was opened
      looks: () => this.shown.query(),
      beat: () => this.recount(),
      change: (data) => this.pass(data),
      state: (state) => {
        this.now = state;
        this.tellAll({ kind: "stands", state });
      },
      here: (people) => {
        this.people = { ...this.people, ...people };
        this.tellAll({ kind: "are", people });
      },
    });
    this.stream.open();
    this.recount();
  }

  pass(data) {
    this.tellAll({ kind: "told", data });
    this.calls.first(data);
  }

  // Until whoever has the stream has told what this page may have missed.
  greet() {
    this.channel.postMessage({ kind: "hello", opened: this.opened, tab: this.tab });
  }

  // What this tab shows from now on: {lead, writes}, or nothing.
  show(looks) {
    this.own = looks;
    this.tellAll({ kind: "shows", tab: this.tab, looks });
  }

  // The stream need not wait for its next try.
  hurry() {
    if (this.stream) this.stream.hurry();
    else this.tell({ kind: "wake" });
  }

  recount() {
    this.tell({ kind: "ask" });
    this.shown.note(this.tab, this.own);
    this.shown.recount(() => this.stream.show());
  }

  tell(message) {
    if (navigator.locks) this.channel.postMessage({ ...message, since: this.stream?.since ?? this.since });
  }

  tellAll(message) {
    this[message.kind](message);
    this.tell(message);
  }

  announce(leads) {
    this.tellAll({ kind: "came", leads });
  }

  // What tabs say, by the name of the message.
  hello({ opened, tab }) {
    if (!this.stream) return;
    this.tell({ kind: "stands", state: this.now, met: tab });
    this.tell({ kind: "are", people: this.people });
    const missed = this.recent.filter((one) => one.at >= opened).map((one) => one.data);
    const all = opened < Math.max(this.opened, Date.now() - REMEMBERED);
    for (const data of all ? [{ all: true }] : missed) this.tell({ kind: "told", data });
  }

  // Remembered in every tab: any may have the stream next.
  told({ data, since }) {
    const at = Date.now();
    this.recent = [...this.recent.filter((one) => at - one.at < REMEMBERED), { at, data }];
    this.since = since || this.since;
    this.calls.change(data);
  }

  stands({ state, since, met }) {
    this.since = since || this.since;
    this.met ||= met === this.tab;
    if (!this.met && !this.stream) this.greet();
    if (state) this.calls.state(state);
  }

  wake() {
    this.stream?.hurry();
  }

  ask() {
    this.tell({ kind: "shows", tab: this.tab, looks: this.own });
  }

  shows({ tab, looks }) {
    this.shown.note(tab, looks);
    clearTimeout(this.said); // a page that is only loaded again comes back at once
    this.said = setTimeout(() => this.stream?.show(), SETTLED);
  }

  are({ people }) {
    this.calls.here(people);
  }

  came({ leads }) {
    this.calls.came(leads);
  }
}
