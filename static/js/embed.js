// A video plays in its place once its reader asks for it; before that nobody else is asked. Without this: a plain link.

function play(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const link = event.currentTarget;
  const frame = document.createElement("iframe");
  frame.className = "embed__player";
  frame.title = link.querySelector(".embed__title").textContent;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube refuses to play without
  frame.src = link.dataset.player;
  link.replaceWith(frame);
  frame.focus();
}

for (const link of document.querySelectorAll("[data-player]")) link.addEventListener("click", play);
