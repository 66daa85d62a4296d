// Whatever is pasted comes in as structure. Plain text that is Markdown comes in as what it means; pasting without
// format (Ctrl+Shift+V) leaves it as it is.
import { Extension, pm } from "django-prose-editor/editor";
import { cleanPasted } from "./paste/clean.js";
import { escape } from "./paste/markdown-inline.js";
import { isMarkdown, markdownToHtml } from "./paste/markdown.js";
import { renameStyles } from "./paste/styles.js";

// Copied in an editor like this one: it holds what a text may hold, and marks of its own for where it was cut.
const isOwn = (html) => /<[^>]+\sdata-pm-slice=/.test(html);

const paragraphs = (text) => text.split(/(?:\r\n?|\n)+/).map((line) => `<p>${escape(line)}</p>`).join("");

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  // The editor's own rules take every *, _ and ` in what is pasted for Markdown, also in the middle of a sum.
  onBeforeCreate() {
    this.editor.options.enablePasteRules = false;
  },
  addProseMirrorPlugins: () => [new pm.state.Plugin({
    props: {
      transformPastedHTML: (html) => (isOwn(html) ? renameStyles(html) : cleanPasted(html)),
      clipboardTextParser(text, $context, isPlain, view) {
        if (isPlain) return null;
        const holder = document.createElement("template");
        holder.innerHTML = cleanPasted(isMarkdown(text) ? markdownToHtml(text) : paragraphs(text));
        return pm.model.DOMParser.fromSchema(view.state.schema).parseSlice(holder.content, { context: $context });
      },
    },
  })],
});
