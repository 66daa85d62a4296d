// What is typed into a small form stays with its lead until it was sent: through another lead, another view, a reload.
// In this tab alone, and for this person alone.
import { openId, pane, root } from "./page.js";

const place = `inbox:${root.dataset.person}`;
let kept = {};
try {
  kept = JSON.parse(sessionStorage.getItem(place)) ?? {};
} catch {
  // nothing is kept, or nothing may be
}

export const nameOf = (form) => form.querySelector("[name=verb]")?.value ?? "";
export const formNamed = (name) => forms().find((form) => nameOf(form) === name);

const forms = () => [...pane().querySelectorAll(".act form[data-press]")];
const fields = (form) => [...form.elements].filter((one) => one.name && one.matches("input:not([type=hidden]), select, textarea"));
const asMade = (field) =>
  field.matches("select") ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value : field.defaultValue;

function write() {
  try {
    sessionStorage.setItem(place, JSON.stringify(kept));
  } catch {
    // full or forbidden: then until the page goes
  }
}

function keep(form) {
  const typed = fields(form).filter((field) => field.value !== asMade(field));
  const its = (kept[openId()] ??= {});
  if (typed.length) its[nameOf(form)] = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  else delete its[nameOf(form)];
  if (!Object.keys(its).length) delete kept[openId()];
  mark(form, typed.length > 0);
  write();
}

export function forget(form) {
  for (const lead of form.querySelectorAll("[name=lead]")) delete kept[lead.value]?.[nameOf(form)];
  write();
}

// On the button that opens the form, in words: "Write… begun".
function mark(form, isBegun) {
  const button = form.closest(".act")?.querySelector("summary");
  if (!button) return;
  let words = button.querySelector(".act__begun");
  if (isBegun && !words) {
    words = document.createElement("span");
    words.className = "act__begun";
    words.textContent = " begun";
    button.insertBefore(words, button.querySelector("kbd"));
  }
  if (!isBegun) words?.remove();
}

function bringBack() {
  const its = kept[openId()] ?? {};
  for (const form of forms()) {
    const typed = its[nameOf(form)];
    if (!typed) continue;
    for (const field of fields(form)) if (field.name in typed) field.value = typed[field.name];
    mark(form, true);
  }
}

root.addEventListener("input", (event) => {
  const form = event.target.closest("[data-pane] .act form[data-press]");
  if (form) keep(form);
});
document.addEventListener("inbox:opened", bringBack);
bringBack();
