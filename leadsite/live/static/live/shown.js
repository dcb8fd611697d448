// What the tabs of this browser show: a lead, and whether its reader writes there.
const PATIENCE = 2_000; // milliseconds that a tab has to say so

export class Shown {
  tabs = new Map();

  note(tab, looks) {
    if (looks.lead) this.tabs.set(tab, { ...looks, heard: Date.now() });
    else this.tabs.delete(tab);
  }

  // A tab that was killed does not answer.
  recount(then) {
    const asked = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const [tab, { heard }] of this.tabs) if (heard < asked) this.tabs.delete(tab);
      then();
    }, PATIENCE);
  }

  // As the hub is told it.
  query() {
    const leads = (looks) => [...new Set(looks.map(({ lead }) => lead))].sort().join();
    const all = [...this.tabs.values()];
    return { leads: leads(all), writes: leads(all.filter(({ writes }) => writes)) };
  }
}
