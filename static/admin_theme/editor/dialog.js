// A modal dialog with a name. Escape or "Cancel" closes it, and the focus returns to where it was.
import { button, el } from "./dom.js";

let count = 0;

// `onSubmit` may answer false to stay open. Answers the dialog.
export function openDialog(editor, title, content, { kind = "", submit, onSubmit, more = [] } = {}) {
  const name = `writing-dialog-${++count}`;
  const before = document.activeElement;
  const close = () => dialog.close();
  const form = el(
    "form",
    { novalidate: true },
    el("h2", { id: name }, title),
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
    if (onSubmit?.() !== false) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected && before !== editor.view.dom && before !== document.body) before.focus();
    else editor.view.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
