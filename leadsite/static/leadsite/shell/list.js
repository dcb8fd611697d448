// What can be read without network, as the worker knows it, in the page for what cannot.
import { clock, made } from "../queue/words.js";

const kept = document.getElementById("kept-list");
const page = document.documentElement;
const why = page.dataset.kept;

function text(markup) {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent;
}

function entry({ path, title, at }) {
  const link = made("a", { href: path, textContent: text(title) });
  return made("li", {}, link, " ", made("span", { className: "muted", textContent: clock(at) }));
}

function show(found) {
  document.getElementById("kept-nothing").hidden = found.length > 0;
  kept.replaceChildren(...found.map(entry));
}

if (why) document.getElementById(`kept-${why !== "0" ? why : location.search ? "search" : "page"}`).hidden = false;
const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data }) => show(data);
navigator.serviceWorker?.controller?.postMessage({ kind: "list" }, [port2]);
