// A list of choices under a field (ARIA Authoring Practices, combobox with a listbox): the focus stays in the field,
// arrows move in the list, Enter takes what is marked.
import { el } from "./dom.js";

let count = 0;

export class Choices {
  constructor(control, label) {
    const id = `writing-choices-${++count}`;
    this.control = control;
    this.place = -1;
    this.items = [];
    this.list = el("ul", { id, class: "choices", role: "listbox", "aria-label": label, hidden: true });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": id, "aria-expanded": "false", "aria-autocomplete": "list" })) control.setAttribute(name, value);
    control.addEventListener("keydown", (event) => this.press(event));
  }

  // `items`: {label, hint, pick}. With `isSure` the first is marked, so that Enter takes it.
  show(items, isSure = false) {
    this.items = items;
    this.list.replaceChildren(...items.map(({ label, hint }, place) => {
      const option = el("li", { id: `${this.list.id}-${place}`, role: "option", "aria-selected": "false" },
        el("span", { class: "choices__label" }, label), hint ? el("span", { class: "choices__hint" }, hint) : null);
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.items[place].pick());
      return option;
    }));
    this.list.hidden = !items.length;
    this.control.setAttribute("aria-expanded", String(items.length > 0));
    this.mark(isSure && items.length ? 0 : -1);
  }

  mark(place) {
    this.list.children[this.place]?.setAttribute("aria-selected", "false");
    this.place = place;
    const option = this.list.children[place];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.control.setAttribute("aria-activedescendant", option.id);
    else this.control.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const { length } = this.items;
    if (!length) return;
    if (event.key === "ArrowDown") this.mark((this.place + 1) % length);
    else if (event.key === "ArrowUp") this.mark((this.place - 1 + length) % length);
    else if (event.key === "Enter" && this.place >= 0) this.items[this.place].pick();
    else if (event.key === "Escape") this.show([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
