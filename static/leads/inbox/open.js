// A lead opens beside its list instead of as a page of its own; Back and Forward go on working.
import { close, firstField, more, open, openId, root } from "./page.js";

const isPlain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

root.addEventListener("click", (event) => {
  const link = event.target.closest(".row__link, [data-back], [data-more], [data-reopen]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.matches("[data-more]")) more(link).catch(() => location.assign(link.href));
  else if (link.matches("[data-back]")) close();
  else open(link.href);
});

addEventListener("popstate", () => {
  if (location.hash && location.pathname.includes(`/${openId()}/`)) return; // a place in the lead that is open
  if (/\/\d+\/change\/$/.test(location.pathname)) open(location.href, { push: false });
  else if (location.search.replace("?", "") === root.dataset.query) close({ push: false });
  else location.reload();
});

// One small form at a time, with the cursor in its first field; closed by Escape (keys.js) or by what it does.
root.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches(".act") || !event.target.open) return;
    for (const other of root.querySelectorAll(".act[open]")) if (other !== event.target) other.open = false;
    if (!event.target.querySelector("form :focus")) firstField(event.target)?.focus();
  },
  true,
);
document.addEventListener("click", (event) => {
  if (event.target.closest(".act")) return;
  for (const one of root.querySelectorAll(".act[open]")) one.open = false;
});
