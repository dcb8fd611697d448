// Says which lead this tab and the others of its browser show, and who else is at it.
const place = document.querySelector("[data-here]");
const PATIENCE = 2_000; // milliseconds that a tab has to say what it shows
const STOPPED = 60_000; // milliseconds: who types nothing for so long only looks
const WRITTEN = "textarea, input[type=text], input:not([type])";

export function showPeople(people) {
  if (!place) return;
  const { looks, writes } = place.dataset;
  const told = people.map(([name, isWriting]) => (isWriting ? writes : looks).replace("{name}", name)).join(" · ");
  if (place.textContent !== told) place.textContent = told;
}

// `tell` is called with what this tab shows, when that changes.
export function follow(lead, tell) {
  let last = "";
  let typed;
  let next;
  const say = (event) => {
    if (event?.type === "input") {
      typed = performance.now();
      clearTimeout(next);
      next = setTimeout(say, STOPPED);
    }
    const fields = document.querySelectorAll(`form[method=post] :is(${WRITTEN})`);
    const some = [...fields].some((field) => field.value.trim() && field.value !== field.defaultValue);
    const writes = some && performance.now() - typed < STOPPED;
    const looks = document.hidden ? {} : { lead, writes };
    if (last !== (last = JSON.stringify(looks))) tell(looks);
  };
  for (const kind of ["visibilitychange", "input", "pageshow"]) addEventListener(kind, say);
  say();
}

// What the tabs show, in the one that has the stream.
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
