// Messages that are under way: the page is asked again until each is known to be sent, or to have failed.
const PAUSES = [1, 2, 3, 5, 8, 13, 20, 30, 60, 60, 60, 60, 60].map((seconds) => seconds * 1000);

const waiting = () => [...document.querySelectorAll("[data-under-way]")];
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function look() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const entry of waiting()) {
    const now = fresh.querySelector(`[data-message="${entry.dataset.underWay}"]`);
    if (now) show(entry, now);
  }
}

function show(entry, now) {
  const told = [...now.querySelectorAll(".told, .detail")].map((line) => line.textContent.trim()).join(". ");
  entry.replaceWith(document.adoptNode(now));
  document.querySelector("[data-progress]").textContent = told;
}

for (const milliseconds of PAUSES) {
  if (!waiting().length) break;
  await pause(milliseconds);
  await look().catch(() => {}); // the network is away: the next look tells
}
