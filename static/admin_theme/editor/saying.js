// Short words for people who do not see what changed: one polite region in each editor.
import { el } from "./dom.js";

const regions = new WeakMap();

export function say(editor, words) {
  let region = regions.get(editor);
  if (!region) {
    region = el("div", { class: "visually-hidden", role: "status" });
    regions.set(editor, region);
    editor.view.dom.parentElement.append(region);
  }
  region.textContent = words;
}
