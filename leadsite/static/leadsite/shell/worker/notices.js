// A notice of the system was pressed: its lead is shown, in the tab that shows it already if there is one.
export async function pressed(notice, tabs) {
  notice.close();
  const { url } = notice.data ?? {};
  if (!url) return;
  const open = await tabs.matchAll({ type: "window" });
  const same = open.find((tab) => new URL(tab.url).pathname === new URL(url, tab.url).pathname);
  await (same ? same.focus() : tabs.openWindow(url));
}
