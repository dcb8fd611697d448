// A page from the device says so, and gives way to the live one when the site is back.
import { inUse } from "../../live/morph.js";
import { clock, made } from "../queue/words.js";

const PAUSES = [2_000, 3_000, 5_000]; // milliseconds between two looks, then
const RARELY = 10_000;
const SILENCE = 8_000; // milliseconds, longer than the site gives any page
const page = document.documentElement;

const whose = (some) => some.getElementById("queue")?.dataset.person;

export class Kept {
  constructor(words) {
    this.words = words;
    this.tries = 0;
    this.at = Number(page.dataset.kept);
    this.banner = made("p", { className: "kept", role: "status" });
  }

  show() {
    // What was said when the page was made was said then.
    for (const said of document.querySelectorAll(".messagelist")) said.remove();
    if (this.at) {
      document.querySelector("main").prepend(this.banner);
      this.say("Kept");
    }
    for (const kind of ["online", "focus", "pageshow", "visibilitychange"]) addEventListener(kind, () => this.look());
    this.plan();
  }

  say(name) {
    if (this.said === (this.said = name)) return;
    this.banner.textContent = this.words[`say${name}`].replace("{time}", clock(this.at));
  }

  plan() {
    clearTimeout(this.next);
    this.next = setTimeout(() => this.look(), PAUSES[this.tries++] ?? RARELY);
  }

  async look() {
    if (document.hidden || this.looking || this.done) return;
    this.looking = true;
    await this.ask().catch(() => this.plan());
    this.looking = false;
  }

  async ask() {
    const answer = await fetch(location.href, {
      cache: "no-store", headers: { Accept: "text/html" }, signal: AbortSignal.timeout(SILENCE),
    });
    if (answer.status >= 429) return this.plan();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!inUse(document)) return location.reload();
    if (whose(fresh) === whose(document) && answer.ok && !answer.redirected) return this.renew(fresh);
    // Somebody is typing, and to open the page anew would lose it.
    this.say(whose(fresh) === whose(document) ? "Gone" : "Out");
    this.plan();
  }

  // What is live on the page becomes fresh around them, all else when they are done.
  renew(fresh) {
    this.done = true;
    delete page.dataset.kept;
    document.dispatchEvent(new CustomEvent("kept:fresh", { detail: fresh }));
    if (document.querySelector("[data-live]")) this.banner.remove();
    else this.say("Back");
  }
}
