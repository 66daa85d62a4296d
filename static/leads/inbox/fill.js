// A template goes into the answer that is being written; what was typed before comes back with Ctrl+Z.
import { root } from "./page.js";

root.addEventListener("click", (event) => {
  const link = event.target.closest("[data-fill]");
  if (!link) return;
  event.preventDefault();
  const { subject, words } = link.closest("form").elements;
  write(subject, link.dataset.subject);
  write(words, link.dataset.text);
  words.setSelectionRange(0, 0);
  words.scrollTop = 0;
});

// As if it were typed, so that the browser can undo it.
function write(field, text) {
  field.focus();
  field.select();
  if (!document.execCommand("insertText", false, text)) field.value = text;
}
