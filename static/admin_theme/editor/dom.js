// Elements in one line. Words become text, never HTML; a function becomes a listener.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

let fields = 0;

// A labelled field for a dialog: answers the element that holds it and the control itself.
export function field(label, { help, tag = "input", ...attributes } = {}) {
  const id = `writing-field-${++fields}`;
  const control = el(tag, { id, ...attributes, ...(help ? { "aria-describedby": `${id}-help` } : {}) });
  const hint = help ? el("p", { id: `${id}-help`, class: "writing-help" }, help) : null;
  const isBox = attributes.type === "checkbox";
  const name = el("label", { for: id }, label);
  const row = el("div", { class: isBox ? "writing-field is-box" : "writing-field" }, ...(isBox ? [control, name] : [name, control]), hint);
  return { row, control };
}

export function button(label, onclick, { kind = "", ...attributes } = {}) {
  return el("button", { type: "button", class: `writing-button ${kind}`, onclick, ...attributes }, label);
}
