// What stands in the text while a picture is on its way, or why it did not arrive. Never part of the article.
import { button, el } from "./dom.js";

export class Placeholder {
  constructor(name, { onRetry, onRemove }) {
    this.name = name;
    this.bar = el("progress", { max: "1", value: "0", "aria-label": `Uploading ${name}` });
    this.dom = el("div", { class: "upload", contenteditable: "false", "data-upload": true });
    this.again = onRetry ? button("Try again", onRetry) : null;
    this.remove = button("Remove", onRemove);
    this.wait();
  }

  wait() {
    this.bar.removeAttribute("hidden");
    this.dom.classList.remove("is-refused");
    this.dom.replaceChildren(el("span", { class: "upload__name" }, this.name), this.bar, button("Stop", () => this.remove.click()));
  }

  progress(part) {
    // At the end the server still has sizes to make: a bar that stood full would seem stuck.
    if (part < 1) this.bar.value = part;
    else this.bar.removeAttribute("value");
  }

  refuse(words) {
    this.dom.classList.add("is-refused");
    const buttons = el("span", { class: "upload__buttons" }, this.again, this.remove);
    this.dom.replaceChildren(el("span", { class: "upload__words", role: "alert" }, words), buttons);
  }
}
