// All keys in one dialog: by its button, by F1 or by Ctrl+/.
import { Extension } from "django-prose-editor/editor";
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { keysInWords } from "./keys.js";

const KEYS = [
  ["Writing", [["/", "Menu of blocks, on an empty line"], ["Mod-b", "Bold"], ["Mod-i", "Italic"], ["Mod-e", "Code in the line"], ["Mod-k", "Link, also to our own articles"], ["Mod-Shift-v", "Paste without format"], ["Mod-z", "Undo"], ["Mod-Shift-z", "Redo"]]],
  ["Blocks", [["Mod-Alt-2", "Heading 2 (also 3 and 4)"], ["Mod-Alt-0", "Text"], ["Mod-Shift-8", "List"], ["Mod-Shift-7", "Numbered list"], ["Mod-Shift-b", "Quote"], ["Mod-Alt-c", "Code"], ["Tab", "Deeper in a list; next cell of a table"], ["Shift-Tab", "Less deep; the cell before"], ["Mod-Enter", "Line break, or out of code"]]],
  ["Around the text", [["Alt-F10", "Toolbar; Escape leads back"], ["F11", "Full screen; Escape ends it"], ["Mod-/", "This help, also F1"]]],
  ["Typed as in Markdown", [["## ", "Heading"], ["- ", "List"], ["1. ", "Numbered list"], ["> ", "Quote"], ["```bash ", "Code in a language"], ["---", "Line between sections"], ["**bold**", "Bold"], ["*italic*", "Italic"], ["`code`", "Code in the line"], ["[text](address)", "Link"]]],
];

export function openHelp(editor) {
  const parts = KEYS.map(([title, rows], place) => el("section", { class: "help__part" },
    el("h3", {}, title),
    el("dl", {}, ...rows.flatMap(([keys, words]) => [el("dt", {}, el("kbd", {}, place < 3 ? keysInWords(keys) : keys.trim())), el("dd", {}, words)]))));
  openDialog(editor, "Keyboard help", [el("div", { class: "help" }, ...parts)], { kind: "is-wide" });
  return true;
}

export const Help = Extension.create({
  name: "help",
  addKeyboardShortcuts() {
    const open = () => openHelp(this.editor);
    return { F1: open, "Mod-/": open };
  },
});
