// An embed in the editing area: what it is, and a button for its details. Nothing of the other site is loaded.
import { providerOf } from "./embed-address.js";
import { button, el } from "./dom.js";

const NAMES = { youtube: "Video on YouTube", vimeo: "Video on Vimeo", x: "Post on X", mastodon: "Post on Mastodon", page: "Page" };

export class EmbedView {
  constructor(node, onEdit) {
    this.node = node;
    this.still = el("img", { class: "card__still", alt: "" });
    this.title = el("strong", {});
    this.address = el("span", { class: "card__address" });
    this.kind = el("span", { class: "card__kind" });
    this.edit = button("Details…", onEdit);
    this.dom = el("figure", { class: "card", contenteditable: "false" }, this.still, this.kind, this.title, this.address, this.edit);
    this.show();
  }

  show() {
    const { address, title, still } = this.node.attrs;
    this.title.textContent = title;
    this.address.textContent = address;
    this.kind.textContent = NAMES[providerOf(address)];
    this.still.hidden = !still;
    if (still) this.still.src = still.src;
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  stopEvent(event) {
    return this.edit.contains(event.target);
  }

  ignoreMutation() {
    return true;
  }
}
