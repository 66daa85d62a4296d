// Picking from the library: search, thumbnails that the arrow keys walk through, further pages, or a new file.
import { ask } from "./asking.js";
import { openDialog } from "./dialog.js";
import { button, el, field } from "./dom.js";

const PAUSE = 250; // ms after the last key
const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif";

export function openLibrary(editor, address, { onPick, onFiles }) {
  const search = field("Search", { type: "search", placeholder: "Words of the name, alternative text, caption or credit" });
  const list = el("ul", { class: "library__list", "aria-label": "Pictures" });
  const status = el("p", { class: "library__status", role: "status" });
  const more = button("Show more", () => load(next), { hidden: true });
  const file = el("input", { type: "file", accept: TYPES, multiple: true, hidden: true, onchange: () => {
    dialog.close();
    onFiles([...file.files]);
  } });
  let next = null;
  let asked = new AbortController();

  const option = (picture) => el("li", {}, el(
    "button",
    { type: "button", class: "library__picture", "data-picture": picture.id, onclick: () => { dialog.close(); onPick(picture); } },
    el("img", { src: picture.thumbnail, alt: "", width: "160", height: "120", loading: "lazy" }),
    el("span", { class: "library__name" }, picture.name),
    el("span", { class: picture.alt ? "library__alt" : "library__alt is-missing" }, picture.alt || "No alternative text yet"),
  ));

  async function load(page = 1) {
    asked.abort();
    asked = new AbortController();
    try {
      const answer = await ask(address, { q: search.control.value, page }, asked.signal);
      const shown = answer.pictures.map(option);
      if (page === 1) list.replaceChildren(...shown);
      else list.append(...shown);
      next = answer.next;
      more.hidden = !next;
      status.textContent = list.children.length ? "" : "No picture has these words.";
      if (page > 1) shown[0]?.firstElementChild.focus();
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = error.message;
    }
  }

  let waiting;
  search.control.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(load, PAUSE);
  });
  search.control.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "ArrowDown") list.querySelector("button")?.focus();
  });
  list.addEventListener("keydown", (event) => walk(event, list, search.control));

  const content = [search.row, status, list, el("div", { class: "library__more" }, more), file];
  const dialog = openDialog(editor, "Picture from the library", content, {
    kind: "library",
    more: onFiles ? [button("Upload…", () => file.click(), { kind: "is-main" })] : [],
  });
  search.control.focus();
  load();
}

// Left and right by one, up and down by a row; up from the first row goes back to the search.
function walk(event, list, search) {
  const pictures = [...list.querySelectorAll("button")];
  const place = pictures.indexOf(document.activeElement);
  const row = pictures.filter((one) => one.offsetTop === pictures[0].offsetTop).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  if (place < 0 || !step) return;
  event.preventDefault();
  (place + step < 0 ? search : pictures[Math.min(place + step, pictures.length - 1)]).focus();
}
