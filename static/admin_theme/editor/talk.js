// The place of the call to action. Its words are the category's or the company's, so the text holds only a mark.
import { Node } from "django-prose-editor/editor";
import { el } from "./dom.js";

export const Talk = Node.create({
  name: "talk",
  group: "block",
  atom: true,
  draggable: true,
  parseHTML: () => [{ tag: 'aside[class="talk"]' }],
  renderHTML: () => ["aside", { class: "talk" }],
  addNodeView: () => () => ({
    dom: el("div", { class: "card", contenteditable: "false" },
      el("strong", {}, "Talk to Our Experts"),
      el("span", {}, "Here readers find the category’s words, else the company’s, and a button to the form.")),
  }),
  addCommands() {
    return { insertTalk: () => ({ commands }) => commands.insertContent({ type: this.name }) };
  },
});
