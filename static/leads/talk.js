// Opens the lead form in place. Without this the same words are a link to the form's own page.

const FAILED = "Your message could not be sent just now. Everything you wrote is still here: "
  + "check your connection and press Send again.";
const CAMPAIGN = /^(utm_[a-z0-9]+|[gdm]s?clid|[gw]braid|fbclid|ttclid|li_fat_id)$/i;
const cameFromUs = document.referrer.startsWith(location.origin + "/");

// The campaign of this page's address, else that of the page of ours that led here. Nothing is kept on the device.
function campaign() {
  const pick = (query) => [...new URLSearchParams(query)].filter(([name]) => CAMPAIGN.test(name));
  const here = pick(location.search);
  return here.length || !cameFromUs ? here : pick(new URL(document.referrer).search);
}

// randomUUID is missing where the page came without TLS.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return crypto.randomUUID?.() ?? Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Once a page; that the form was opened is counted (leads/openings.py).
function prepare({ action, elements }) {
  if (elements.client_key.value) return;
  elements.client_key.value = newKey();
  elements.page.value = location.pathname;
  elements.query.value = new URLSearchParams(campaign());
  elements.referrer.value = cameFromUs ? "" : document.referrer;
  navigator.sendBeacon(action + "opened/", location.pathname);
}

function complain(form, words) {
  const box = form.querySelector("[data-talk-failed]") ?? document.createElement("p");
  box.className = "form__errors";
  box.dataset.talkFailed = "";
  box.tabIndex = -1;
  box.textContent = words;
  form.prepend(box);
  box.focus();
}

// Puts the answer into its place and returns true, or returns the words of a refusal.
async function post(form, place) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Fragment": "form" },
    signal: AbortSignal.timeout(20000),
  });
  const html = await answer.text();
  if (answer.status !== 201 && answer.status !== 422) {
    return new DOMParser().parseFromString(html, "text/html").querySelector("[data-talk-refused]")?.textContent;
  }
  const before = [...place.childNodes];
  place.innerHTML = html;
  place.querySelector("[data-talk-again]")?.addEventListener("click", () => correct(place, before));
  place.querySelector("[data-talk-thanks], #talk-errors").focus();
  return true;
}

// Brings the form back as it was sent, without the errors that it had before, to mend the address of this enquiry.
function correct(place, form) {
  const { talkInstead } = place.querySelector("[data-talk-instead]").dataset;
  place.replaceChildren(...form);
  place.querySelector("[name=instead]").value = talkInstead;
  place.querySelectorAll("#talk-errors, .field__error, [data-talk-failed], [data-talk-meant]").forEach((old) => old.remove());
  place.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
  place.querySelector("#talk-email").select();
}

async function send(form, place) {
  const button = form.querySelector("[type=submit]");
  if (button.ariaDisabled === "true") return;
  const label = button.textContent;
  button.ariaDisabled = "true";
  button.textContent = "Sending…";
  const done = await post(form, place).catch(() => "");
  if (done !== true) complain(form, done || FAILED);
  button.ariaDisabled = "false";
  button.textContent = label;
}

function enhance(talk) {
  const [link, section, place] = ["[data-talk-open]", "#talk", "[data-talk-place]"].map((name) => talk.querySelector(name));
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", section.id);
  button.ariaExpanded = "false";
  link.replaceWith(button);

  const show = (isOpen) => {
    section.hidden = !isOpen;
    button.ariaExpanded = String(isOpen);
    const form = place.querySelector("form");
    if (isOpen && form) prepare(form);
    (isOpen ? place.querySelector("[data-talk-thanks], #talk-name") : button).focus();
  };
  button.addEventListener("click", () => show(section.hidden));
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) show(false);
  });
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, place);
  });
}

// Links to the form's own page tell it where the visitor came from.
function decorate(link) {
  const url = new URL(link.href);
  for (const [name, value] of campaign()) url.searchParams.set(name, value);
  if (document.referrer && !cameFromUs) url.searchParams.set("referrer", document.referrer);
  link.href = url;
}

document.querySelectorAll("[data-talk]").forEach(enhance);
document.querySelectorAll('a[href^="/talk-to-our-experts/"]').forEach(decorate);
