// The toolbar: one stop for Tab, arrows inside (ARIA Authoring Practices, toolbar pattern). It stands in for the
// editor's own, which asks every button after every key whether it could be pressed, and whose dropdown no key reaches.
import { Extension } from "django-prose-editor/editor";
import { el } from "./dom.js";
import { keysInWords } from "./keys.js";
import { GROUPS, KINDS, isOffered } from "./tools.js";

function kindOf(editor) {
  const { $from } = editor.state.selection;
  const { type, attrs } = $from.parent;
  return type.name === "heading" ? `heading${attrs.level}` : type.name;
}

export const Menu = Extension.create({
  name: "menu",

  onCreate() {
    this.storage.bar = new Bar(this.editor);
    this.editor.view.dom.before(this.storage.bar.dom);
  },
  onDestroy() {
    this.storage.bar?.dom.remove();
  },
  addKeyboardShortcuts() {
    return { "Alt-F10": () => this.storage.bar.focus() };
  },
});

class Bar {
  constructor(editor) {
    this.editor = editor;
    this.buttons = new Map();
    this.kinds = KINDS.filter((kind) => isOffered(editor, kind));
    const groups = GROUPS.map((tools) => tools.filter((tool) => isOffered(editor, tool))).filter((tools) => tools.length);
    this.dom = el("div", { class: "writing-bar", role: "toolbar", "aria-label": "Writing", "aria-controls": editor.view.dom.id || false }, this.select(),
      ...groups.map((tools) => el("div", { class: "writing-bar__group" }, ...tools.map((tool) => this.button(tool)))));
    this.dom.addEventListener("keydown", (event) => this.walk(event));
    this.dom.addEventListener("focusin", ({ target }) => this.moveStop(target));
    editor.on("transaction", () => this.schedule());
    this.update();
    this.moveStop(this.kind);
  }

  select() {
    this.other = el("option", { value: "", hidden: true });
    const options = this.kinds.map(({ name, label }) => el("option", { value: name }, label));
    this.kind = el("select", { class: "writing-bar__kind", "aria-label": "Kind of text" }, this.other, ...options);
    this.kind.addEventListener("change", () => this.kinds.find(({ name }) => name === this.kind.value)?.run(this.editor));
    return this.kind;
  }

  button(tool) {
    const title = tool.keys ? `${tool.label} (${keysInWords(tool.keys)})` : tool.label;
    const pressed = tool.isActive ? { "aria-pressed": "false" } : {};
    const face = tool.icon ? el("span", { class: "material-icons", "aria-hidden": "true" }, tool.icon) : tool.label;
    const button = el("button", { type: "button", class: "writing-bar__button", title, "aria-label": tool.label, ...pressed }, face);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection in the text stays
    button.addEventListener("click", () => tool.run(this.editor));
    this.buttons.set(tool, button);
    return button;
  }

  // Once a frame, however many keys: the bar is not what a writer looks at.
  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!this.editor.isDestroyed) this.update();
    });
  }

  update() {
    for (const [{ isActive, isShown }, button] of this.buttons) {
      if (isActive) button.setAttribute("aria-pressed", String(Boolean(isActive(this.editor))));
      if (isShown) button.hidden = !isShown(this.editor);
    }
    const kind = kindOf(this.editor);
    this.kind.value = this.kinds.some(({ name }) => name === kind) ? kind : "";
  }

  stops() {
    return [this.kind, ...this.buttons.values()].filter((one) => !one.hidden);
  }

  moveStop(target) {
    if (target !== this.kind && ![...this.buttons.values()].includes(target)) return;
    for (const one of [this.kind, ...this.buttons.values()]) one.tabIndex = one === target ? 0 : -1;
  }

  walk(event) {
    if (event.key === "Escape") this.editor.view.focus();
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const stops = this.stops();
    const place = stops.indexOf(document.activeElement);
    if (!step || place < 0) return;
    event.preventDefault();
    const next = Number.isFinite(step) ? (place + step + stops.length) % stops.length : step < 0 ? 0 : stops.length - 1;
    stops[next].focus();
  }

  focus() {
    this.stops().find((one) => one.tabIndex === 0)?.focus();
    return true;
  }
}
