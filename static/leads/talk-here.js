// The call to action within a text opens the form at the end of the same page. Without this it is a link to the form's page.

function open(event) {
  const opener = document.querySelector("[data-talk] [aria-controls]");
  if (!opener || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (opener.ariaExpanded !== "true") opener.click();
  else document.querySelector("#talk-name, [data-talk-thanks]")?.focus();
}

for (const link of document.querySelectorAll("[data-talk-here]")) link.addEventListener("click", open);
