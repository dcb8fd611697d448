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
      this.channel.postMessage({ kind: "hello", opened: performance.timeOrigin });
      navigator.locks.request(this.name, () => new Promise(() => this.lead()));
      return;
    }
    // Without locks (plain http in a network) each tab that is looked at has a stream of its own.
    const look = () => (document.hidden ? this.stream?.close() : this.lead());
    document.addEventListener("visibilitychange", look);
    look();
  }

  lead() {
    this.leads = Date.now();
    this.stream?.close();
    this.stream = new Stream({
      since: this.since,
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
    const at = Date.now();
    this.recent = [...this.recent.filter((one) => at - one.at < REMEMBERED), { at, data }];
    this.tellAll({ kind: "told", data });
    this.calls.first(data);
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
  hello({ opened }) {
    if (!this.stream) return;
    this.tell({ kind: "stands", state: this.now });
    this.tell({ kind: "are", people: this.people });
    const missed = this.recent.filter((one) => one.at >= opened).map((one) => one.data);
    const all = opened < Math.max(this.leads - performance.now(), Date.now() - REMEMBERED);
    for (const data of all ? [{ all: true }] : missed) this.tell({ kind: "told", data });
  }

  told({ data, since }) {
    this.since = since || this.since;
    this.calls.change(data);
  }

  stands({ state, since }) {
    this.since = since || this.since;
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
