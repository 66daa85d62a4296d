// A figure in the editing area: picture and caption as on the page, and a button that tells what the alternative text is.
import { button, el } from "./dom.js";
import { editPicture } from "./figure-panel.js";

export function altWords({ alt, decorative }) {
  if (decorative) return "Decoration, not read out";
  return alt ? `Alternative text: ${alt}` : "Alternative text is missing";
}

export class FigureView {
  constructor(node, getPos, editor) {
    this.node = node;
    this.contentDOM = el("div", { class: "figure-content" });
    this.words = button("", () => editPicture(editor, getPos()), { kind: "figure-words", "data-figure-words": true });
    this.tools = el("div", { class: "figure-tools", contenteditable: "false" }, this.words);
    this.dom = el("figure", {}, this.contentDOM, this.tools);
    this.show();
  }

  show() {
    const { attrs } = this.node.firstChild;
    this.words.textContent = altWords(attrs);
    this.words.classList.toggle("is-missing", !attrs.alt && !attrs.decorative);
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  stopEvent(event) {
    return this.tools.contains(event.target);
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
}
