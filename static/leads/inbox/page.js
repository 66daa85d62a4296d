// The two halves of the inbox: ask the server for the list or a lead anew, and put it in place.
export const root = document.querySelector("[data-inbox]");
const rowsPlace = root.querySelector("[data-rows]");
const panePlace = root.querySelector("[data-pane]");
let asking; // the newest wish for a lead: earlier ones are given up
let place = -1; // where the open lead stands in the list, or stood when it left it
let newestLead = 0; // numbers grow: whatever is above it has come since

export const links = () => [...rowsPlace.querySelectorAll(".row__link")];
export const rowOf = (id) => rowsPlace.querySelector(`#row-${CSS.escape(String(id))}`);
export const openId = () => panePlace.querySelector("[data-open]")?.dataset.open ?? "";
export const pane = () => panePlace;
export const placeOfOpen = () => place;

export const firstField = (form) => form.querySelector("input:not([type=hidden]), select, textarea, form button");

export function say(words) {
  const place = root.querySelector("[data-said]");
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 50); // the same words twice are read twice
}

async function ask(address, part, extra = {}, signal) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", part);
  for (const [name, value] of Object.entries(extra)) url.searchParams.set(name, value);
  const answer = await fetch(url, { signal });
  if (answer.redirected && answer.url.includes("/login/")) {
    location.reload();
    throw new Error("signed out");
  }
  if (!answer.ok || answer.redirected) throw new Error("not there");
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  return made.content;
}

// The lead at this address, in the pane. `focus`: "lead" its name, "row" its row in the list, "" stays where it is.
export async function open(address, { focus = "lead", push = true } = {}) {
  asking?.abort();
  asking = new AbortController();
  let content;
  try {
    content = await ask(address, "pane", {}, asking.signal);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return false;
  }
  panePlace.replaceChildren(content);
  panePlace.scrollTop = 0;
  root.classList.add("has-lead");
  if (push && address !== location.href) history.pushState({}, "", address);
  document.title = panePlace.querySelector("[data-title]").dataset.title;
  mark();
  if (focus === "lead") panePlace.querySelector("h2").focus({ preventScroll: true });
  if (focus === "row") rowOf(openId())?.querySelector(".row__link").focus();
  if (matchMedia("(max-width: 1023px)").matches) scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("inbox:opened"));
  return true;
}

export function close({ push = true } = {}) {
  const id = openId();
  const back = panePlace.querySelector("[data-back]")?.href ?? root.dataset.listUrl;
  panePlace.replaceChildren();
  root.classList.remove("has-lead");
  if (push) history.pushState({}, "", back);
  document.title = document.title.replace(/^.* – Inbox/, "Inbox");
  mark();
  const link = rowOf(id)?.querySelector(".row__link") ?? links()[0];
  if (link) link.focus();
  else rowsPlace.focus();
}

function mark() {
  const id = openId();
  for (const [number, link] of links().entries()) {
    const lead = link.closest(".row").dataset.lead;
    newestLead = Math.max(newestLead, Number(lead));
    if (lead === id) place = number;
    if (lead === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// The list as it is now. What is in sight stays where it is; what is ticked stays ticked; focus stays on its row.
export async function refresh() {
  const before = [...rowsPlace.querySelectorAll(".row")];
  const known = newestLead;
  const size = rowsPlace.querySelector("[data-more]") ? before.length : Math.max(50, before.length + 10);
  const ticked = new Set([...rowsPlace.querySelectorAll("input:checked")].map((box) => box.value));
  const focused = document.activeElement.closest?.("[data-rows] .row")?.id;
  const top = rowsPlace.getBoundingClientRect().top;
  const seen = before.find((row) => row.getBoundingClientRect().bottom > Math.max(top, 0));
  const offset = seen?.getBoundingClientRect().top;
  const address = new URL(root.dataset.listUrl, location.href);
  address.search = root.dataset.query;
  let content;
  try {
    content = await ask(address, "list", { rows: size });
  } catch {
    return null;
  }
  rowsPlace.replaceChildren(content);
  for (const box of rowsPlace.querySelectorAll('input[name="lead"]')) box.checked = ticked.has(box.value);
  mark();
  const anchor = seen && document.getElementById(seen.id);
  if (anchor && rowsPlace.scrollTop > 0) rowsPlace.scrollTop += anchor.getBoundingClientRect().top - offset;
  if (focused) document.getElementById(focused)?.querySelector(".row__link").focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("inbox:listed"));
  const fresh = [...rowsPlace.querySelectorAll(".row.is-new")].filter((row) => Number(row.dataset.lead) > known);
  for (const row of fresh) row.classList.add("has-come");
  return fresh;
}

export async function more(link) {
  const content = await ask(link.href, "list");
  const list = rowsPlace.querySelector("ol");
  const rows = [...content.querySelectorAll(".row")];
  link.closest("p").replaceWith(...content.querySelectorAll(".rows__more"));
  list.append(...rows);
  mark();
  rows[0]?.querySelector(".row__link").focus();
}

mark();
