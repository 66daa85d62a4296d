// Asks about a mistyped mail domain as soon as the address is left. It never stands in the way of sending.

// One sign too many, too few or wrong, or two neighbours swapped (the same rule as leads/spelling.py).
function isOneSlip(typed, meant) {
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const [rest, wanted] = [typed.slice(at), meant.slice(at)];
  const swapped = rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  return rest.slice(1) === wanted.slice(1) || rest.slice(1) === wanted || rest === wanted.slice(1) || swapped;
}

function meant(address, common, real) {
  const [, local, domain] = address.trim().match(/^(.+)@([^@]{1,30})$/) ?? [];
  const typed = domain?.toLowerCase();
  if (!typed || common.includes(typed) || real.includes(typed)) return "";
  const near = common.find((domain) => isOneSlip(typed, domain));
  return near ? `${local}@${near}` : "";
}

function ask(field) {
  document.querySelector("[data-talk-meant]")?.remove();
  const better = meant(field.value, field.dataset.common.split(" "), field.dataset.real.split(" "));
  if (!better) return;
  const question = document.createElement("p");
  question.className = "field__hint";
  question.dataset.talkMeant = "";
  question.role = "status";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = `Did you mean ${better}?`;
  button.addEventListener("click", () => {
    field.value = better;
    question.remove();
    field.focus();
  });
  question.append(button);
  field.after(question);
}

// Whoever leaves the address by pressing “Send” must not have it move away from under the pointer.
let isPressed = false;
document.addEventListener("pointerdown", () => (isPressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (isPressed = false), true);

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-common]")) return;
  if (isPressed) document.addEventListener("pointerup", () => setTimeout(() => ask(target)), { once: true });
  else ask(target);
});
