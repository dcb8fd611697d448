// Tabs of one browser share one stream: who holds the lock has it and passes on what it says. When that tab is
// closed, another gets the lock and goes on where the stream was.
import { Stream } from "./stream.js";

const REMEMBERED = 60_000; // milliseconds of changes that a tab which was just opened may ask for

export class Tabs {
  constructor(user, { change, state }) {
    Object.assign(this, { change, state, since: "", now: "", recent: [] });
    this.name = `live ${user}`;
    this.channel = new BroadcastChannel(this.name);
    this.channel.addEventListener("message", ({ data }) => this[data.kind]?.(data));
  }

  begin() {
    addEventListener("online", () => this.stream?.hurry());
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
      change: (data) => {
        const at = Date.now();
        this.recent = [...this.recent.filter((one) => at - one.at < REMEMBERED), { at, data }];
        this.change(data);
        this.tell({ kind: "told", data });
      },
      state: (state) => {
        this.now = state;
        this.state(state);
        this.tell({ kind: "stands", state });
      },
    });
    this.stream.open();
  }

  tell(message) {
    if (navigator.locks) this.channel.postMessage({ ...message, since: this.stream?.since ?? this.since });
  }

  // What other tabs say, by the name of the message.
  hello({ opened }) {
    if (!this.stream) return;
    this.tell({ kind: "stands", state: this.now });
    const missed = this.recent.filter((one) => one.at >= opened).map((one) => one.data);
    const all = opened < Math.max(this.leads - performance.now(), Date.now() - REMEMBERED);
    for (const data of all ? [{ all: true }] : missed) this.tell({ kind: "told", data });
  }

  told({ data, since }) {
    this.since = since || this.since;
    this.change(data);
  }

  stands({ state, since }) {
    this.since = since || this.since;
    if (state) this.state(state);
  }
}
