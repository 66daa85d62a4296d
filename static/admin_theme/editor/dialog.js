// A modal dialog with a name. Escape or "Cancel" closes it, and the focus returns to where it was.
import { button, el } from "./dom.js";

let count = 0;

// `onSubmit` may answer false to stay open. Answers what closes it.
export function openDialog(editor, title, content, { kind = "", submit, onSubmit, more = [] } = {}) {
  const name = `writing-dialog-${++count}`;
  const before = document.activeElement;
  // At once, not when the browser tells of it some moments later: whoever types on would type beside the editor.
  const close = () => {
    dialog.close();
    giveBack();
  };
  const giveBack = () => {
    if (!dialog.isConnected) return;
    dialog.remove();
    if (before?.isConnected && before !== editor.view.dom && before !== document.body) before.focus();
    else editor.view.focus();
  };
  const form = el(
    "form",
    { novalidate: true },
    el("h2", { id: name, tabindex: "-1" }, title),
    ...content,
    el(
      "div",
      { class: "writing-dialog__buttons" },
      submit ? el("button", { type: "submit", class: "writing-button is-main" }, submit) : null,
      button(submit ? "Cancel" : "Close", close),
      ...more,
    ),
  );
  const dialog = el("dialog", { class: `writing-dialog ${kind}`, "aria-labelledby": name }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (onSubmit?.() !== false) close();
  });
  dialog.addEventListener("close", giveBack);
  document.body.append(dialog);
  dialog.showModal();
  // What is only read begins at its beginning, not at "Close".
  if (!form.querySelector("input, select, textarea")) form.querySelector("h2").focus();
  return { close };
}
