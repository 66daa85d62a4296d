// The buttons above the text, in groups. `needs` names a part of the schema: a plain page has fewer than an article.
import { askLanguage } from "./code-language.js";
import { openHelp } from "./help.js";

const chain = (editor) => editor.chain().focus();
const inTable = (editor) => editor.isActive("table");

export const KINDS = [
  { name: "paragraph", label: "Text", needs: "paragraph", run: (editor) => chain(editor).setParagraph().run() },
  ...[2, 3, 4].map((level) => ({
    name: `heading${level}`,
    label: `Heading ${level}`,
    needs: "heading",
    level,
    run: (editor) => chain(editor).setHeading({ level }).run(),
  })),
  { name: "codeBlock", label: "Code", needs: "codeBlock", run: (editor) => chain(editor).setCodeBlock().run() },
];

const mark = (name, label, icon, keys) => ({ name, label, icon, keys, needs: name, isActive: (editor) => editor.isActive(name), run: (editor) => chain(editor).toggleMark(name).run() });
const table = (name, label) => ({ name, label, needs: "table", isShown: inTable, run: (editor) => chain(editor)[name]().run() });

export const GROUPS = [
  [
    mark("bold", "Bold", "format_bold", "Mod-b"),
    mark("italic", "Italic", "format_italic", "Mod-i"),
    mark("strike", "Struck through", "format_strikethrough", "Mod-Shift-s"),
    mark("code", "Code in the line", "code", "Mod-e"),
    mark("subscript", "Below the line", "subscript"),
    mark("superscript", "Above the line", "superscript"),
  ],
  [
    { name: "link", label: "Link", icon: "insert_link", keys: "Mod-k", needs: "link", isActive: (editor) => editor.isActive("link"), run: (editor) => chain(editor).addLink().run() },
    { name: "unlink", label: "Remove link", icon: "link_off", needs: "link", isShown: (editor) => editor.isActive("link"), run: (editor) => chain(editor).unsetLink().run() },
  ],
  [
    { name: "bulletList", label: "List", icon: "format_list_bulleted", keys: "Mod-Shift-8", needs: "bulletList", isActive: (editor) => editor.isActive("bulletList"), run: (editor) => chain(editor).toggleBulletList().run() },
    { name: "orderedList", label: "Numbered list", icon: "format_list_numbered", keys: "Mod-Shift-7", needs: "orderedList", isActive: (editor) => editor.isActive("orderedList"), run: (editor) => chain(editor).toggleOrderedList().run() },
    { name: "blockquote", label: "Quote", icon: "format_quote", keys: "Mod-Shift-b", needs: "blockquote", isActive: (editor) => editor.isActive("blockquote"), run: (editor) => chain(editor).toggleBlockquote().run() },
  ],
  [
    { name: "picture", label: "Picture", icon: "image", needs: "figure", isActive: (editor) => editor.isActive("figure"), run: (editor) => chain(editor).choosePicture().run() },
    { name: "embed", label: "Video or post", icon: "smart_display", needs: "embed", run: (editor) => chain(editor).insertEmbed().run() },
    { name: "callout", label: "Call-out", icon: "lightbulb", needs: "callout", isActive: (editor) => editor.isActive("callout"), run: (editor) => chain(editor).toggleCallout().run() },
    { name: "talk", label: "Talk to Our Experts", icon: "forum", needs: "talk", run: (editor) => chain(editor).insertTalk().run() },
    { name: "table", label: "Insert table", icon: "grid_on", needs: "table", isShown: (editor) => !inTable(editor), run: (editor) => chain(editor).insertTableWithOptions().run() },
    { name: "horizontalRule", label: "Line between sections", icon: "horizontal_rule", needs: "horizontalRule", run: (editor) => chain(editor).setHorizontalRule().run() },
    { name: "codeLanguage", label: "Language of the code", icon: "translate", needs: "codeBlock", isShown: (editor) => editor.isActive("codeBlock"), run: askLanguage },
  ],
  [
    table("addRowBefore", "Row above"),
    table("addRowAfter", "Row below"),
    table("deleteRow", "Delete row"),
    table("addColumnBefore", "Column before"),
    table("addColumnAfter", "Column after"),
    table("deleteColumn", "Delete column"),
    table("mergeOrSplit", "Join or part cells"),
    table("toggleHeaderCell", "Heading cell"),
    table("deleteTable", "Delete table"),
  ],
  [
    { name: "undo", label: "Undo", icon: "undo", keys: "Mod-z", needs: "text", run: (editor) => editor.commands.undo() },
    { name: "redo", label: "Redo", icon: "redo", keys: "Mod-Shift-z", needs: "text", run: (editor) => editor.commands.redo() },
  ],
  [
    { name: "html", label: "Edit HTML", icon: "data_object", needs: "text", has: "html", run: (editor) => editor.commands.editHTML() },
    { name: "fullscreen", label: "Full screen", icon: "fullscreen", keys: "F11", needs: "text", has: "fullscreen", isActive: (editor) => editor.storage.fullscreen?.fullscreen, run: (editor) => editor.commands.toggleFullscreen() },
    { name: "help", label: "Keyboard help", icon: "help_outline", keys: "F1", needs: "text", run: openHelp },
  ],
];

export function isOffered(editor, { needs, has }) {
  const { nodes, marks } = editor.schema;
  const isKnown = needs in nodes || needs in marks;
  return isKnown && (!has || editor.extensionManager.extensions.some(({ name }) => name === has));
}
