// Pages of the back office: the server's, as long as it answers; else as they were when it last did.
import { forget as lockUp } from "../../queue/lock.js";
import { waits } from "../../queue/queue.js";
import { after, arrived, sent as sentOrKept } from "../../queue/rescue.js";
import { marked } from "./files.js";
import * as vault from "./vault.js";

const PATIENCE = 4_000; // milliseconds before a page that is kept is shown instead of waited for
const GONE = new Set([403, 404, 410]);
const FRESH = 15 * 60_000; // milliseconds for which the rest of the day's queue is not fetched again
const AHEAD = 10; // leads of Today that are kept before anybody opens them
const WHOSE = "Leadsite-Reading"; // leadsite/offline/reading_key.py
const KEPT_HEADERS = ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];

const quietly = (promise, otherwise) => promise.catch(() => otherwise);
const pathOf = ({ pathname, search }) => pathname + search;

export class Pages {
  constructor(shell, files) {
    Object.assign(this, { ...shell, shell: files });
    this.lead = new RegExp(`^${this.leads}([0-9a-f-]{36})/(change|text)/$`);
  }

  // Undefined for pages that are of no lead.
  ofLead(pathname) {
    return { change: "page", text: "text" }[this.lead.exec(pathname)?.[2]];
  }

  // Only whole pages of the day and leads: no search, no filter, nobody's settings.
  isKept({ pathname, search }) {
    if (this.ofLead(pathname)) return !search;
    return this.day.includes(pathname) && (!search || (pathname === this.leads && /^\?view=[\w-]+$/.test(search)));
  }

  take(event, url) {
    const { request } = event;
    const get = request.method === "GET";
    if (!get && (request.mode === "navigate" || request.headers.has("In-Place"))) event.respondWith(this.sent(event, url));
    else if (request.mode === "navigate") event.respondWith(this.page(event, url));
    else if (get && this.isKept(url)) event.respondWith(this.looked(event, url));
  }

  async page(event, url) {
    const asked = event.preloadResponse.then((early) => early ?? fetch(event.request));
    event.waitUntil(quietly(asked.then((answer) => this.note(answer, url, { opened: true }))));
    const known = this.isKept(url) && (await quietly(vault.since(pathOf(url)), 0));
    const early = await quietly(Promise.race(known ? [asked, after(PATIENCE)] : [asked]));
    const found = arrived(early) ? early : await quietly(this.fromKept(url));
    const answer = found ?? (await quietly(asked));
    return arrived(answer) ? answer : ((await this.shell.page((await vault.leaving()) ? "left" : "0")) ?? answer ?? Response.error());
  }

  // A form is never answered for the server, but kept to be sent later where it can wait. Signing out counts without
  // it too.
  async sent(event, url) {
    const leaves = url.pathname === this.logout;
    const asked = sentOrKept(event.request);
    const answer = await quietly(leaves ? Promise.race([asked, after(2 * PATIENCE)]) : asked);
    if (answer) event.waitUntil(this.note(answer, url));
    if (leaves && !arrived(answer)) {
      const [told] = await quietly(Promise.all([vault.leave(this.root), lockUp()]), []);
      waits();
      if (told) return Response.redirect(this.root, 303);
    }
    return answer ?? (await this.shell.page("sent")) ?? Response.error();
  }

  // An open page looks for what is new: that is worth keeping too, and an old page is no answer.
  async looked(event, url) {
    const answer = await fetch(event.request);
    event.waitUntil(this.note(answer, url, { opened: false }));
    return answer;
  }

  // What an answer of the server means for what is kept; its body is left to the page.
  async note(answer, url, how) {
    const worth = how && this.isKept(url) && answer.ok && !answer.redirected && answer.headers.has(WHOSE);
    const copy = worth && answer.clone();
    const half = await vault.ours();
    if (!half) return vault.forget();
    if (how && GONE.has(answer.status)) return this.lost([pathOf(url)]);
    if (copy && copy.headers.get(WHOSE) === (await vault.mark(half))) await this.keep(half, copy, url, how);
  }

  async keep(half, answer, url, how) {
    const html = await answer.text();
    const title = html.match(/<title>([^<]*)/)?.[1].split(" · ")[0].trim() ?? "";
    const headers = KEPT_HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value);
    await vault.keep(half, { path: pathOf(url), title, html, headers, lead: this.ofLead(url.pathname) }, how);
  }

  async fromKept(url) {
    const page = this.isKept(url) && (await vault.find(pathOf(url)));
    return page ? marked(page.html, page.at, page.headers) : undefined;
  }

  // Perhaps before there was a worker.
  async opened(path) {
    if (!this.isKept(new URL(path, location.origin))) return;
    if (!(await vault.since(path))) await this.fetched(path, true);
    for (const other of [...(await this.beside(path)), this.queue, ...(path === this.root ? await this.ahead() : [])]) {
      const fresh = Date.now() - (await vault.since(other)) < FRESH;
      if (!fresh && !(await this.fetched(other, false))) return;
    }
  }

  // What Today leads to: those pages of the day that its reader may open, and its first leads.
  async ahead() {
    const today = await vault.find(this.root);
    const links = [...(today?.html.matchAll(/href="([^"?#]+)/g) ?? [])].map(([, path]) => path);
    const leads = new Set(links.filter((path) => this.ofLead(path) === "page"));
    return [...this.day.filter((path) => links.includes(path.split("?")[0])), ...[...leads].slice(0, AHEAD)];
  }

  // The page that writes to a lead, where its reader may.
  async beside(path) {
    const text = this.ofLead(path) === "page" && path.replace(/change\/$/, "text/");
    return text && (await vault.find(path))?.html.includes(`"${text}"`) ? [text] : [];
  }

  // Whether it makes sense to ask for more.
  async fetched(path, opened) {
    const asked = fetch(path, { headers: { Accept: "text/html" }, redirect: "manual" });
    const answer = await quietly(asked);
    if (answer) await this.note(answer, new URL(path, location.origin), { opened });
    return answer && answer.status < 429;
  }

  // The day in its own order, then leads as they were opened, newest first.
  async list() {
    const kept = await quietly(vault.list(), []);
    const day = this.day.flatMap((path) => kept.filter((page) => page.path === path && !path.includes("?")));
    return [...day, ...kept.filter(({ lead }) => lead === "page")];
  }

  gone(leads) {
    return this.lost(leads.flatMap((id) => ["change", "text"].map((page) => `${this.leads}${id}/${page}/`)));
  }

  // Lists that name a lead which is another's now are fetched anew, those that are kept.
  async lost(paths) {
    const known = await Promise.all(paths.map(vault.since));
    if (!known.some(Boolean)) return;
    const lists = (await vault.list()).filter(({ lead }) => !lead).map(({ path }) => path);
    await vault.drop([...paths, ...lists]);
    for (const path of lists) if (!paths.includes(path) && !(await this.fetched(path, false))) return;
  }
}
