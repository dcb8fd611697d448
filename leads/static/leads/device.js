// What the customer's own device remembers: the basket, name and phone. Nothing of it is sent anywhere else.
const MONTH = 30 * 24 * 3600 * 1000;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // private mode, or a value that is not ours
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage takes away the comfort, not the form.
  }
}

export const basket = {
  load() {
    const kept = read("basket");
    const fresh = kept && Array.isArray(kept.lines) && Date.now() - kept.at < MONTH;
    return fresh ? kept.lines : [];
  },
  save(lines) {
    const filled = lines.filter((line) => line.product || line.quantity || line.notes);
    write("basket", filled.length ? { at: Date.now(), lines: filled } : null);
  },
};

export const person = {
  load: () => read("person"),
  save: (known) => write("person", known.name || known.phone ? known : null),
  forget: () => write("person", null),
};

// The server leaves a receipt in a cookie when it has accepted a quote: "<quote page>.<seconds>".
export const receipt = {
  unseen() {
    const found = /(?:^|; )receipt=([\w-]+)\.(\d+)/.exec(document.cookie);
    if (!found || read("receipt") === found[0]) return null;
    return { page: `/q/${found[1]}/`, mark: found[0] };
  },
  seen: (found) => write("receipt", found.mark),
};
