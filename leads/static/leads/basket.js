// The lines of the form: add, remove, read and fill. The names are those of Django's formsets.
const list = document.getElementById("line-list");
const total = document.querySelector("[name=lines-TOTAL_FORMS]");
const most = Number(document.querySelector("[name=lines-MAX_NUM_FORMS]").value);
const FIELDS = ["product", "quantity", "notes"];

const lines = () => [...list.children];
const field = (line, name) => line.querySelector(`[name$="-${name}"]`);

export function read() {
  return lines().map((line) => Object.fromEntries(FIELDS.map((name) => [name, field(line, name).value])));
}

export function isEmpty() {
  return read().every((line) => !line.product && !line.quantity && !line.notes);
}

export function fill(kept) {
  const known = kept.filter((line) => offered(line.product)).slice(0, most);
  known.forEach((line, number) => {
    const element = lines()[number] || append();
    for (const name of FIELDS) field(element, name).value = line[name] || "";
  });
}

function offered(product) {
  const select = field(lines()[0], "product");
  return !select.options || product === "" || [...select.options].some((option) => option.value === product);
}

export function add() {
  if (lines().length >= most) return;
  field(append(), "product").focus();
}

function append() {
  const line = cleared(lines()[0].cloneNode(true));
  list.append(line);
  renumber();
  return line;
}

export function remove(line) {
  const next = line.nextElementSibling || line.previousElementSibling;
  if (next) line.remove();
  else cleared(line);
  renumber();
  field(next || line, "product").focus();
}

export function clear() {
  lines().slice(1).forEach((line) => line.remove());
  cleared(lines()[0]);
  renumber();
}

function cleared(line) {
  for (const name of FIELDS) field(line, name).value = "";
  for (const error of line.querySelectorAll(".error")) error.remove();
  for (const place of line.querySelectorAll("[data-cost], [data-why], .unit")) place.textContent = "";
  for (const wrong of line.querySelectorAll(".wrong")) wrong.classList.remove("wrong");
  for (const control of line.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
  }
  return line;
}

function renumber() {
  lines().forEach((line, number) => {
    for (const element of line.querySelectorAll("[name], [id], [for], [value], [aria-describedby]")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const text = element.getAttribute(attribute);
        if (text) element.setAttribute(attribute, text.replace(/lines-\d+/, `lines-${number}`));
      }
    }
    const button = line.querySelector(".remove");
    button.value = `remove_line-${number}`;
    button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/[\d\u0966-\u096f]+/, number + 1));
  });
  total.value = lines().length;
}
