// Keeps the phone's list of open orders fresh; without it, the page's own link does the same.
const EVERY_MS = 2000;

async function refresh() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("orders");
  const shown = document.getElementById("orders");
  // Replaced only when something changed, so that focus and a screen reader are left in peace.
  if (fresh && fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
}

setInterval(() => document.hidden || refresh().catch(() => {}), EVERY_MS);
