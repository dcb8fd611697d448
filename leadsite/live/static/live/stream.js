// A stream of changes that comes back by itself, with what was missed.
const SILENCE = 50_000; // milliseconds; the hub says something every twenty seconds
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
const OFFLINE = 4; // tries after which it is called so
const RARELY = 480_000; // with its looks a tab asks less than once a minute where streams do not pass at all
const HURRIES = 1_000; // milliseconds between two tries, however many tabs ask for one

export class Stream {
  constructor(calls) {
    Object.assign(this, calls, { tries: 0 });
  }

  open() {
    // A page says how old it is: what happened since it was asked for is told too.
    const asked = this.since ? { since: this.since } : { age: performance.now() / 1000 };
    // Who has the stream says what its tabs show: its name is known to nobody else.
    this.name = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
    this.said = this.looks();
    this.source = new EventSource(`/live/events?${new URLSearchParams({ ...asked, stream: this.name, ...this.said })}`);
    this.hear("message", (data) => this.change(data));
    this.hear("reset", () => this.change({ all: true }));
    this.hear("ready", () => {
      this.tries = 0;
      this.state("live");
    });
    this.hear("away", () => this.state("catching"));
    this.hear("beat", () => this.beat());
    this.hear("here", (data) => this.here(data));
    this.hear("still", () => {
      this.said = undefined; // told before, and asked for again
      this.show();
    });
    this.hear("bye", () => this.again());
    this.source.addEventListener("error", () => this.again());
    this.watch();
  }

  hear(kind, act) {
    this.source.addEventListener(kind, (event) => {
      act(JSON.parse(event.data));
      this.since = event.lastEventId || this.since;
      this.watch();
    });
  }

  // Tell what the tabs show now, if that was not told yet.
  async show() {
    const looks = this.looks();
    if (JSON.stringify(looks) === JSON.stringify(this.said)) return;
    this.said = looks;
    const query = new URLSearchParams({ stream: this.name, ...looks });
    const answer = await fetch(`/live/here?${query}`, { method: "POST" }).catch(() => undefined);
    if (!answer?.ok) this.said = undefined; // the next beat tells again
  }

  watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.again(), SILENCE);
  }

  again() {
    this.close();
    const pause = PAUSES[this.tries] ?? RARELY;
    this.state(this.tries < OFFLINE ? "catching" : "offline");
    this.tries += 1;
    this.next = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }

  // A network that is back is worth trying at once.
  hurry() {
    if (!this.tries || Date.now() - (this.hurried ?? 0) < HURRIES) return;
    this.hurried = Date.now();
    this.close();
    this.open();
  }

  close() {
    clearTimeout(this.silence);
    clearTimeout(this.next);
    this.source?.close();
  }
}
