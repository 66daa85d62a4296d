// A button that copies a block of code. Without a clipboard (http, old browsers) there is no button.

const SAID_FOR = 2000; // ms

function addButton(block) {
  const frame = document.createElement("div");
  frame.className = "codeblock";
  block.replaceWith(frame);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "codeblock__copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Press Ctrl+C";
      getSelection().selectAllChildren(block);
    }
    setTimeout(() => { button.textContent = "Copy"; }, SAID_FOR);
  });

  const bar = document.createElement("div");
  bar.className = "codeblock__bar";
  bar.setAttribute("aria-live", "polite");
  bar.append(button);
  frame.append(bar, block);
}

if (navigator.clipboard) document.querySelectorAll(".prose pre").forEach(addButton);
