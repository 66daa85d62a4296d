// One key each; never while somebody types, and not at all when they are switched off.
import { close, firstField, links, open, openId, placeOfOpen, root, rowOf } from "./page.js";
import { takeBack } from "./press.js";

const help = root.querySelector("[data-keys-help]");
const opener = root.querySelector("[data-help]");
const areOn = root.dataset.keys === "on";

const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

function step(by) {
  const all = links();
  if (!all.length) return;
  const here = all.findIndex((link) => link.closest(".row").dataset.lead === openId());
  const focused = all.indexOf(document.activeElement);
  const left = openId() && placeOfOpen() >= 0 ? placeOfOpen() - (by > 0 ? 1 : 0) : null; // what followed stands there now
  const from = here >= 0 ? here : (left ?? (focused >= 0 ? focused : by > 0 ? -1 : all.length));
  const to = Math.min(all.length - 1, Math.max(0, from + by));
  open(all[to].href, { focus: "row" });
}

function enter() {
  const name = root.querySelector("[data-pane] h2");
  if (name) name.focus();
  else step(1);
}

function escape(event) {
  const form = root.querySelector(".act[open]");
  if (form) {
    form.open = false;
    form.querySelector("summary").focus();
  } else if (isTyping(event.target)) event.target.blur();
  else if (openId()) close();
  else return;
  event.preventDefault();
}

// The small form has the focus at once: what is typed next must not be taken for keys.
function press(verb) {
  verb.click();
  if (verb.matches("summary") && verb.parentElement.open) firstField(verb.parentElement)?.focus();
}

const search = () => root.querySelector("#narrow-q").focus();
const tick = () => rowOf(openId())?.querySelector("input")?.click();
const KEYS = { j: () => step(1), k: () => step(-1), o: enter, "/": search, u: takeBack, x: tick, "?": () => help?.showModal() };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !help?.open) return escape(event);
  if (!areOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) return;
  const verb = root.querySelector(`[data-pane] [data-key="${CSS.escape(event.key)}"]`);
  const does = KEYS[event.key] ?? (verb && (() => press(verb)));
  if (!does) return;
  event.preventDefault();
  does();
});

// Ctrl+Enter sends the small form that is being written.
root.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
  const form = event.target.form;
  form.requestSubmit(form.querySelector("button:not([type=button])"));
});

if (opener && help) {
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
  help.querySelector("[data-close]").addEventListener("click", () => help.close());
}
