// Messages that are under way: told aloud once it is known what became of them, and looked for where nothing is told.
const PAUSES = [1, 2, 3, 5, 8, 13, 20, 30, 60, 60, 60, 60, 60]; // seconds

export const underWay = () => [...document.querySelectorAll("[data-under-way]")].map((entry) => entry.dataset.underWay);

// `before` are those that were under way before the page was renewed.
export function tell(before) {
  for (const key of before) {
    const entry = document.querySelector(`[data-message="${key}"]`);
    const lines = [...(entry?.querySelectorAll(".told, .detail") ?? [])];
    if (entry) document.querySelector("[data-progress]").textContent = lines.map((line) => line.textContent.trim()).join(". ");
  }
}

export async function follow(look) {
  for (const seconds of PAUSES) {
    if (!underWay().length) break;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    look();
  }
}
