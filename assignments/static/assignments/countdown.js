// Deadlines that count down in working time, as assignments/countdown.py words them. Whoever listens to the
// page hears what it says when they come by: nothing is announced.
const EVERY = 15_000; // milliseconds
const words = document.getElementById("countdown-words").dataset;
// A page from the device goes on from when it was made.
const ahead = () => Date.now() - performance.now();
let before = ahead();
const drawn = Number(document.documentElement.dataset.kept) - before || performance.now();

function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function length(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (!hours) return fill(words.minutes, { minutes });
  return fill(minutes ? words.both : words.hours, { hours, minutes });
}

// The open hours as pairs, in seconds since the page was made.
function stretches(element) {
  const moments = (element.dataset.hours || "").split(" ").filter(Boolean).map(Number);
  return moments.flatMap((begin, index) => (index % 2 ? [] : [[begin, moments[index + 1]]]));
}

function counted(element, passed) {
  const late = Number(element.dataset.until) < passed;
  const open = stretches(element);
  const worked = open.reduce((sum, [begin, end]) => sum + Math.max(0, Math.min(end, passed) - begin), 0);
  return {
    late,
    left: Number(element.dataset.countdown) - worked,
    open: open.some(([begin, end]) => begin <= passed && passed < end),
    known: passed < Number(element.dataset.known),
  };
}

function text({ late, left, open, known }, when) {
  if (late) return known && left <= -60 ? fill(words.lateBy, { time: length(-left) }) : words.late;
  if (!known || !open) return when;
  return left >= 60 ? fill(words.left, { time: length(left) }) : words.now;
}

function draw(element, passed) {
  const found = counted(element, passed);
  const told = text(found, element.dataset.when);
  if (element.textContent !== told) element.textContent = told;
  element.classList.toggle("badge-late", found.late);
  element.classList.toggle("badge-due", !found.late && found.left <= Number(element.dataset.soon));
}

// A clock that leaps ahead was put right, or the device slept: the site knows.
function tick() {
  const leap = Math.max(0, ahead() - before);
  before = ahead();
  for (const element of document.querySelectorAll("[data-countdown]")) {
    element.drawn = (element.drawn ?? drawn) - leap;
    draw(element, Math.floor((performance.now() - element.drawn) / 1000));
  }
  if (leap > EVERY) document.dispatchEvent(new Event("live:doubt"));
}

setInterval(tick, EVERY);
document.addEventListener("visibilitychange", tick); // a tab that was hidden had its timers slowed down
document.addEventListener("live:renewed", tick);
