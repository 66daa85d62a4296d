// Opens the lead form in place. Without this the same words are a link to the form's own page.

const FAILED = "Your message could not be sent just now. Everything you wrote is still here: "
  + "please check your connection and press Send again.";
const CAMPAIGN = /^(utm_[a-z0-9]+|gclid|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|li_fat_id)$/i;

// The campaign of this page's address, else that of the page of ours that led here. Nothing is stored.
function campaign() {
  const pick = (query) => [...new URLSearchParams(query)].filter(([name]) => CAMPAIGN.test(name));
  const here = pick(location.search);
  return new URLSearchParams(here.length || !isOurs() ? here : pick(new URL(document.referrer).search)).toString();
}

function isOurs() {
  return document.referrer.startsWith(location.origin + "/");
}

function newKey() {
  // randomUUID is missing where the page came without TLS.
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex;
}

function prepare(form) {
  form.elements.client_key.value ||= newKey();
  form.elements.page.value ||= location.pathname;
  form.elements.query.value ||= campaign();
  form.elements.referrer.value ||= isOurs() ? "" : document.referrer;
}

function complain(form, words) {
  form.querySelector("[data-talk-failed]")?.remove();
  const box = document.createElement("p");
  box.className = "form__errors";
  box.dataset.talkFailed = "";
  box.tabIndex = -1;
  box.textContent = words;
  form.prepend(box);
  box.focus();
}

async function send(form, place) {
  if (form.ariaBusy === "true") return;
  const button = form.querySelector("[type=submit]");
  const label = button.textContent;
  form.ariaBusy = "true";
  button.ariaDisabled = "true";
  button.textContent = "Sending…";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Fragment": "form" },
      signal: AbortSignal.timeout(20000),
    });
    const html = await answer.text();
    if (answer.status === 201 || answer.status === 422) {
      place.innerHTML = html;
      place.querySelector("[data-talk-thanks], #talk-errors").focus();
      if (answer.status === 201) place.dispatchEvent(new CustomEvent("talk:sent", { bubbles: true }));
      return;
    }
    const words = new DOMParser().parseFromString(html, "text/html").querySelector("[data-talk-refused]");
    complain(form, words?.textContent ?? FAILED);
  } catch {
    complain(form, FAILED);
  }
  form.ariaBusy = "false";
  button.ariaDisabled = "false";
  button.textContent = label;
}

function enhance(talk) {
  const link = talk.querySelector("[data-talk-open]");
  const section = talk.querySelector("section");
  const place = talk.querySelector("[data-talk-place]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.textContent = link.textContent;
  button.setAttribute("aria-controls", section.id);
  link.replaceWith(button);

  const show = (isOpen) => {
    section.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    const form = place.querySelector("form");
    if (isOpen && form) prepare(form);
    (isOpen ? place.querySelector("[data-talk-thanks], #talk-name") : button).focus();
  };
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => show(section.hidden));
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) show(false);
  });
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, place);
  });
}

// Links to the form's page say where the visitor came from, so that nothing needs to be kept on the device.
function decorate(link) {
  const known = new URLSearchParams(campaign());
  if (document.referrer && !isOurs()) known.set("referrer", document.referrer);
  for (const [name, value] of known) {
    const url = new URL(link.href);
    url.searchParams.set(name, value);
    link.href = url;
  }
}

document.querySelectorAll("[data-talk]").forEach(enhance);
document.querySelectorAll('a[href^="/talk-to-our-experts/"]').forEach(decorate);
