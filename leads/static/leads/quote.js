// The quote's page: copy the message, print the sheet.
const copy = document.getElementById("copy");
const print = document.getElementById("print");
const message = document.getElementById("message");
const label = copy.textContent;

print.hidden = false;
print.addEventListener("click", () => window.print());

copy.hidden = false;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(message.value);
  } catch {
    // Without leave for the clipboard (plain http): the old way, from the field itself.
    message.closest("details").open = true;
    message.select();
    if (!document.execCommand("copy")) return;
  }
  copy.textContent = copy.dataset.done;
  document.getElementById("spoken").textContent = copy.dataset.done;
  setTimeout(() => (copy.textContent = label), 2500);
});
