// Buttons and small forms act at once, without another page; what was done can be undone for ten seconds.
import { open, openId, refresh, root, rowOf, say } from "./page.js";
import { forget, formNamed, nameOf } from "./drafts.js";
import { hear } from "./news.js";

const TEN_SECONDS = 10000;
const toast = root.querySelector("[data-toast]");
let undo = ""; // what "Undo" takes back: lead and event, as the server named them
let ends;

root.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-press]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  await act(form, new FormData(form, event.submitter), Boolean(event.submitter?.matches("[data-next]")));
  delete form.dataset.busy;
});

async function act(form, sent, goesOn) {
  const row = rowOf(openId());
  const follower = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector(".row__link").href;
  const isBulk = form.matches("[data-bulk]");
  const wasOpen = form.closest(".act")?.open;
  const said = await send(sent);
  if (said.done.length) {
    forget(form);
    form.closest("details")?.removeAttribute("open");
    offer(said);
  }
  complain(form, said);
  for (const id of isBulk ? said.done : []) for (const box of rowOf(id)?.querySelectorAll("input:checked") ?? []) box.checked = false;
  if (!said.done.length && !said.isOld) return isBulk ? refresh() : null;
  const reading = isBulk ? "" : openId();
  if (goesOn && said.done.length && reading && follower) await Promise.all([open(follower), refresh()]);
  else await Promise.all([openId() ? open(location.href, { push: false, focus: reading ? "lead" : "" }) : null, refresh()]);
  if (wasOpen && said.isOld) askAgain(nameOf(form), said);
  hear();
}

// The lead as it stands now, what was typed, and why it was not done: told once, the next press counts.
function askAgain(name, said) {
  const form = formNamed(name);
  if (!form) return show(said.refused.join(" "), "");
  form.closest(".act").open = true;
  complain(form, said);
}

// What the server said: done (ids), words, refused, undo. Nothing is thrown: every failure has its sentence.
export async function send(sent) {
  const nothing = { done: [], refused: [], words: "", undo: "" };
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(root.dataset.pressUrl, { method: "POST", body: sent, headers, signal: AbortSignal.timeout(15000) });
    if (answer.redirected || answer.status === 403)
      return { ...nothing, refused: ["You are signed out, or may not do this. Nothing was changed."] };
    if (![200, 409, 422].includes(answer.status))
      return { ...nothing, refused: ["The server could not do this. Nothing was changed; try again."] };
    return { ...(await answer.json()), isOld: answer.status === 409 };
  } catch {
    return { ...nothing, refused: ["No connection: it is not known whether this was done. Look, and try again."] };
  }
}

function complain(form, { refused }) {
  const place = form.querySelector("[data-error]");
  if (place) {
    place.textContent = refused.join(" ");
    place.hidden = !refused.length;
  }
  if (refused.length && (!place || !form.closest("[open], [data-bulk]"))) show(refused.join(" "), "");
}

function offer({ words, refused, undo: what }) {
  show([words, ...refused].join(" "), what);
  say(what ? `${words} Press Undo, or u, to take it back.` : words);
}

function show(words, what) {
  undo = what;
  toast.querySelector("[data-toast-words]").textContent = words;
  toast.querySelector("[data-undo]").hidden = !what;
  toast.hidden = false;
  if (!what) say(words);
  clearTimeout(ends);
  ends = setTimeout(hide, TEN_SECONDS);
}

function hide() {
  if (toast.contains(document.activeElement)) root.querySelector("[data-pane] h2, [data-rows]").focus();
  toast.hidden = true;
  undo = "";
}

export async function takeBack() {
  if (!undo) return;
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
  sent.set("verb", "undo");
  sent.set("since", undo);
  const first = undo.split(":")[0];
  const isOne = !undo.includes(",");
  undo = "";
  const said = await send(sent);
  show([said.words, ...said.refused].filter(Boolean).join(" "), "");
  await refresh();
  const link = rowOf(first)?.querySelector(".row__link");
  if (said.done.length && isOne && link) await open(link.href);
  else if (openId()) await open(location.href, { push: false });
  hear();
}

toast.querySelector("[data-undo]").addEventListener("click", takeBack);
