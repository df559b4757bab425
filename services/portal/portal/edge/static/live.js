// While a page is looked at, it hears that something on it has changed: it is fetched again, and what differs is put in place.
const PAUSE_MS = 1000;
const place = document.getElementById("live");
let since = place.dataset.since;
let source = null;
let busy = false;
let missed = false;

const putInPlace = (fresh) => {
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = fresh.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (!now || now.outerHTML === part.outerHTML || part.contains(document.activeElement)) continue;
    const opened = [...part.querySelectorAll("details")].map((one) => one.open);
    now.querySelectorAll("details").forEach((one, number) => { one.open = opened[number] ?? false; });
    part.replaceWith(document.adoptNode(now));
  }
};

const look = async () => {
  if (busy) {
    missed = true;
    return;
  }
  busy = true;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) {
    putInPlace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  setTimeout(() => {
    busy = false;
    if (missed) look();
    missed = false;
  }, PAUSE_MS);
};

const close = () => {
  source?.close();
  source = null;
};

const open = () => {
  if (source || document.hidden) return;
  source = new EventSource(`${place.dataset.live}&since=${since}`);
  source.addEventListener("changed", (event) => {
    since = event.lastEventId;
    look();
  });
  source.addEventListener("over", close);
};

// A browser has few connections to one site: pages that nobody looks at hold none.
document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", open);
open();
