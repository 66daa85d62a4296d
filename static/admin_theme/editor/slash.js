// "/" on an empty line opens a menu of blocks. What is typed next narrows it; arrows, Enter and Escape work it, while the
// focus stays in the text (aria-activedescendant).
import { Extension, pm } from "django-prose-editor/editor";
import { matching } from "./blocks.js";
import { el } from "./dom.js";
import { say } from "./saying.js";

const TYPED = /^\/([\p{L}\p{N}][\p{L}\p{N} -]{0,30})?$/u;
let count = 0;

export const Slash = Extension.create({
  name: "slash",
  priority: 1200, // before what Enter, arrows and Escape mean elsewhere
  addProseMirrorPlugins() {
    const menu = new SlashMenu(this.editor);
    return [new pm.state.Plugin({
      view: () => ({ update: () => menu.update(), destroy: () => menu.close() }),
      props: {
        handleKeyDown: (view, event) => menu.press(event),
        handleDOMEvents: { blur: () => { menu.close(); return false; } },
      },
    })];
  },
});

class SlashMenu {
  constructor(editor) {
    this.editor = editor;
    this.id = `slash-${++count}`;
    // In the order of tabs because it scrolls; the focus never comes here, as Tab takes what is marked.
    this.list = el("ul", { id: this.id, class: "slash", role: "listbox", "aria-label": "Blocks", tabindex: "0" });
    this.dismissed = null; // what Escape was pressed on: it stays closed until that is gone
  }

  // Only the line with the cursor is looked at.
  typed() {
    const { $from, empty } = this.editor.state.selection;
    if (!empty || $from.parent.type.name !== "paragraph" || $from.parentOffset !== $from.parent.content.size) return null;
    return TYPED.exec($from.parent.textContent);
  }

  update() {
    const found = this.editor.isEditable ? this.typed() : null;
    if (!found) this.dismissed = null;
    if (!found || this.dismissed !== null) return this.close();
    const items = matching(this.editor, found[1] ?? "");
    return items.length ? this.show(items) : this.close();
  }

  show(items) {
    if (this.items?.length === items.length && items.every((item, place) => item === this.items[place])) return;
    this.items = items;
    this.list.replaceChildren(...items.map((item, place) => this.option(item, place)));
    if (!this.list.isConnected) this.editor.view.dom.parentElement.append(this.list);
    this.editor.view.dom.setAttribute("aria-controls", this.id);
    this.mark(0);
    this.place();
    say(this.editor, `${items.length} blocks: ${items[0].label} first`);
  }

  option({ label, hint, icon }, place) {
    const option = el("li", { id: `${this.id}-${place}`, role: "option", "aria-selected": "false" },
      el("span", { class: "material-icons", "aria-hidden": "true" }, icon), el("span", {}, label), hint ? el("kbd", { "aria-hidden": "true" }, hint) : null);
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.take(place));
    return option;
  }

  place() {
    const { left, top, bottom } = this.editor.view.coordsAtPos(this.editor.state.selection.from);
    const { offsetHeight: height, offsetWidth: width } = this.list;
    const isBelow = bottom + height + 8 < innerHeight || top < height + 8;
    this.list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.list.style.top = `${isBelow ? bottom + 4 : top - height - 4}px`;
  }

  mark(place) {
    this.list.children[this.marked]?.setAttribute("aria-selected", "false");
    this.marked = place;
    const option = this.list.children[place];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.editor.view.dom.setAttribute("aria-activedescendant", option.id);
  }

  take(place) {
    const { run } = this.items[place];
    const { $from } = this.editor.state.selection;
    this.close();
    this.editor.view.dispatch(this.editor.state.tr.delete($from.start(), $from.end()));
    run(this.editor);
  }

  press(event) {
    if (!this.items || event.isComposing) return false;
    const { length } = this.items;
    if (event.key === "ArrowDown") this.mark((this.marked + 1) % length);
    else if (event.key === "ArrowUp") this.mark((this.marked - 1 + length) % length);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.marked);
    else if (event.key === "Escape") {
      this.dismissed = true;
      this.close();
    } else return false;
    event.stopPropagation();
    return true;
  }

  close() {
    if (!this.items) return;
    this.items = null;
    this.list.remove();
    for (const name of ["aria-controls", "aria-activedescendant"]) this.editor.view.dom.removeAttribute(name);
  }
}
