// Pages of the back office: the server's, as long as it answers; else as they were when it last did.
import { forget as lockUp } from "../../queue/lock.js";
import { sent as sentOrKept } from "../../queue/rescue.js";
import { marked } from "./files.js";
import * as vault from "./vault.js";

const PATIENCE = 4_000; // milliseconds before a page that is kept is shown instead of waited for
const AWAY = new Set([502, 503, 504]);
const RENEWED = 15 * 60_000; // how old the rest of the day's queue may grow while somebody looks at Today
const AHEAD = 10; // leads of Today that are kept before anybody opens them
const KEPT_HEADERS = ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];
const LATE = Symbol("late");

const within = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, LATE));

export class Pages {
  constructor(shell, files) {
    Object.assign(this, { ...shell, shell: files });
    this.lead = new RegExp(`^${this.leads}([0-9a-f-]{36})/change/$`);
  }

  // Only whole pages of the day and leads: no search, no filter, nobody's settings.
  isKept({ pathname, search }) {
    if (this.lead.test(pathname)) return !search;
    return this.day.includes(pathname) && (!search || (pathname === this.leads && /^\?view=[\w-]+$/.test(search)));
  }

  take(event, url) {
    const { request } = event;
    const get = request.method === "GET";
    if (request.mode === "navigate") event.respondWith(get ? this.page(event, url) : this.sent(event, url));
    else if (get && this.isKept(url)) event.respondWith(this.looked(event, url));
  }

  async page(event, url) {
    const before = await vault.share();
    const asked = fetch(event.request);
    const done = asked.then((answer) => this.note(answer.clone(), url, before, { opened: true }));
    event.waitUntil(done.catch(() => {}));
    const known = this.isKept(url) && before && (await vault.since(url.pathname + url.search));
    const answer = await Promise.race([asked, ...(known ? [within(PATIENCE)] : [])]).catch(() => undefined);
    if (answer && answer !== LATE && !AWAY.has(answer.status)) return answer;
    const kept = await this.fromKept(url);
    if (kept || answer === LATE) return kept ?? asked;
    return (await this.shell.page("0")) ?? answer ?? Response.error();
  }

  // A form of a page: never answered for the server, but kept to be sent later where it can wait. Signing out is
  // one, and counts here without it too.
  async sent(event, url) {
    const answer = await sentOrKept(event.request).catch(() => undefined);
    if (answer) event.waitUntil(this.note(answer.clone(), url));
    else if (url.pathname === this.logout) await Promise.all([vault.forget(), lockUp()]);
    return answer ?? (await this.shell.page("sent")) ?? Response.error();
  }

  // An open page looks for what is new: that is worth keeping too, and an old page is no answer.
  async looked(event, url) {
    const before = await vault.share();
    const answer = await fetch(event.request);
    event.waitUntil(this.note(answer.clone(), url, before, { opened: false }));
    return answer;
  }

  // What an answer of the server means for what is kept.
  async note(answer, url, before, how) {
    const words = await vault.share();
    if (!words) return vault.forget();
    if (!how || !this.isKept(url)) return;
    const path = url.pathname + url.search;
    if ([403, 404, 410].includes(answer.status)) return vault.drop(path);
    if (!answer.ok || answer.redirected || words !== before) return;
    if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return;
    const html = await answer.text();
    const title = html.match(/<title>([^<]*)/)?.[1].split(" · ")[0].trim() ?? "";
    const headers = KEPT_HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
    await vault.keep(words, { path, title, html, headers, lead: this.lead.test(path) }, how);
  }

  async fromKept(url) {
    if (!this.isKept(url)) return undefined;
    const page = await vault.find(url.pathname + url.search).catch(() => undefined);
    if (!page) return undefined;
    return marked(page.html, page.at, page.headers);
  }

  // A page that somebody just opened, perhaps before there was a worker.
  async opened(path) {
    const url = new URL(path, location.origin);
    if (!this.isKept(url)) return;
    if (!(await vault.since(path))) await this.fetched(path, true);
    for (const other of [this.queue, ...(path === this.root ? await this.ahead() : [])]) {
      const fresh = Date.now() - (await vault.since(other)) < RENEWED;
      if (!fresh && !(await this.fetched(other, false))) return;
    }
  }

  // What Today leads to: those pages of the day that its reader may open, and its first leads.
  async ahead() {
    const today = await vault.find(this.root);
    const links = [...(today?.html.matchAll(/href="([^"?#]+)"/g) ?? [])].map(([, path]) => path);
    const leads = new Set(links.filter((path) => this.lead.test(path)));
    return [...this.day.filter((path) => links.includes(path)), ...[...leads].slice(0, AHEAD)];
  }

  // Whether it makes sense to ask for more.
  async fetched(path, opened) {
    const before = await vault.share();
    const answer = before && (await fetch(path, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => undefined));
    if (answer) await this.note(answer, new URL(path, location.origin), before, { opened });
    return answer && answer.status < 429;
  }

  async gone(leads) {
    for (const id of leads) await vault.drop(`${this.leads}${id}/change/`);
  }
}
