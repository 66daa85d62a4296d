// A call-out: note, tip or warning around any blocks.
import { Node } from "django-prose-editor/editor";
import { el } from "./dom.js";

export const KINDS = { note: "Note", tip: "Tip", warning: "Warning" };

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => ({
    kind: {
      default: "note",
      parseHTML: (aside) => aside.className,
      renderHTML: ({ kind }) => ({ class: kind }),
    },
  }),
  parseHTML: () => Object.keys(KINDS).map((kind) => ({ tag: `aside[class="${kind}"]` })),
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],

  addNodeView() {
    return ({ node, getPos, editor }) => new CalloutView(node, getPos, editor);
  },
  addCommands() {
    return {
      toggleCallout: (kind = "note") => ({ commands }) => commands.toggleWrap(this.name, { kind }),
    };
  },
  addKeyboardShortcuts() {
    return {
      // From an empty last line, Enter goes on below, as it does in a list or a quote.
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        const isLast = $from.depth > 1 && $from.node(-1).type === this.type && $from.index(-1) === $from.node(-1).childCount - 1;
        return empty && isLast && !$from.parent.content.size && $from.node(-1).childCount > 1 && editor.commands.lift(this.name);
      },
    };
  },
});

class CalloutView {
  constructor(node, getPos, editor) {
    this.node = node;
    const options = Object.entries(KINDS).map(([value, label]) => el("option", { value }, label));
    this.kind = el("select", { class: "writing-kind", "aria-label": "Kind of call-out" }, ...options);
    this.kind.addEventListener("change", () => {
      editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "kind", this.kind.value));
      editor.view.focus();
    });
    this.tools = el("div", { class: "card-tools", contenteditable: "false" }, this.kind);
    this.contentDOM = el("div", { class: "callout__text" });
    this.dom = el("div", {}, this.contentDOM, this.tools);
    this.show();
  }

  show() {
    this.dom.className = `callout ${this.node.attrs.kind}`;
    this.kind.value = this.node.attrs.kind;
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
