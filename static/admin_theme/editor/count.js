// Words and reading time under the text, by the rule of blog/reading_time.py, which also hands its numbers over. Counted
// when the keys rest, not while they are pressed.
import { Extension } from "django-prose-editor/editor";
import { el } from "./dom.js";

const REST = 400; // ms
const CJK = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\uff66-\uff9f\u{20000}-\u{3ffff}]/gu;
const WORD = /[\p{L}\p{N}_]+(?:[’'.-][\p{L}\p{N}_]+)*/gu;

// The text without code, a line for each block; and how many pictures.
function proseOf(doc) {
  const parts = [];
  let pictures = 0;
  doc.descendants((node) => {
    if (node.type.name === "codeBlock") return false;
    if (node.type.name === "image") pictures += 1;
    if (node.isText) parts.push(node.text);
    else if (node.isBlock || node.type.name === "hardBreak") parts.push("\n");
    return true;
  });
  return { prose: parts.join(""), pictures };
}

export function reading({ prose, pictures }, { words: wordsAMinute, signs: signsAMinute, first, least }) {
  const signs = prose.match(CJK)?.length ?? 0;
  const words = prose.replace(CJK, " ").match(WORD)?.length ?? 0;
  let looking = 0;
  for (let number = 0; number < pictures; number += 1) looking += Math.max(first - number, least);
  const seconds = Math.round((words * 60) / wordsAMinute + (signs * 60) / signsAMinute + looking);
  return { words: words + signs, minutes: Math.max(1, Math.round(seconds / 60)) };
}

export const Count = Extension.create({
  name: "count",
  addOptions: () => ({ words: 238, signs: 300, first: 12, least: 3 }),
  onCreate() {
    const line = el("p", { class: "writing-count" });
    const show = () => {
      if (this.editor.isDestroyed) return;
      const { words, minutes } = reading(proseOf(this.editor.state.doc), this.options);
      line.textContent = `${words.toLocaleString("en-GB")} ${words === 1 ? "word" : "words"} · ${minutes} min read`;
    };
    let waiting;
    this.editor.on("update", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, REST);
    });
    this.editor.view.dom.after(line);
    show();
  },
});
