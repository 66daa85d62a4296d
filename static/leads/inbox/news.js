// What came meanwhile stands in the list without another page: asked every few seconds, and not while nobody looks.
import { openId, pane, refresh, root, rowOf, say } from "./page.js";

const EVERY = 15000;
let newest = root.dataset.newest;
let tag = "";
let timer;

// Asks at once, too: after something was done the counts are others.
export async function hear() {
  clearTimeout(timer);
  try {
    if (!document.hidden) await ask();
  } catch {
    // no connection: the next time
  }
  clearTimeout(timer);
  timer = setTimeout(hear, EVERY);
}

async function ask() {
  const headers = tag ? { "If-None-Match": tag } : {};
  const answer = await fetch(root.dataset.news, { headers, signal: AbortSignal.timeout(10000) });
  if (answer.status !== 200 || answer.redirected) return;
  tag = answer.headers.get("ETag");
  const news = await answer.json();
  for (const [box, count] of Object.entries(news.counts)) {
    const place = root.querySelector(`[data-count="${box}"]`);
    if (place) place.textContent = count;
  }
  if (String(news.newest) === newest) return;
  newest = String(news.newest);
  const fresh = await refresh();
  if (fresh?.length) say(fresh.length === 1 ? "A new lead has come." : `${fresh.length} new leads have come.`);
  compare();
}

// The lead that is being read stays as it is; a line says that it has changed.
function compare() {
  const shown = pane().querySelector("[data-open]");
  const row = rowOf(openId());
  if (shown && row && row.dataset.standing !== shown.dataset.standing) pane().querySelector("[data-changed]").hidden = false;
}

document.addEventListener("visibilitychange", () => !document.hidden && hear());
timer = setTimeout(hear, EVERY);
