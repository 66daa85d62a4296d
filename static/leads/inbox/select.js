// How many are ticked stands beside what can be done with them.
import { root } from "./page.js";

const form = root.querySelector("[data-bulk]");

function count() {
  const ticked = root.querySelectorAll('[data-rows] input[name="lead"]:checked').length;
  form.querySelector("[data-selected]").textContent = ticked === 1 ? "1 lead:" : `${ticked} leads:`;
}

if (form) {
  const none = form.querySelector("[data-select-none]");
  none.hidden = false;
  none.addEventListener("click", () => {
    for (const box of root.querySelectorAll('[data-rows] input[name="lead"]:checked')) box.checked = false;
    count();
    root.querySelector("[data-rows]").focus();
  });
  root.addEventListener("change", count);
  document.addEventListener("inbox:listed", count);
}
