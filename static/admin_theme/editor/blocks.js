// What the "/" menu offers: blocks by the words that people look for them by.
const chain = (editor) => editor.chain().focus();

export const BLOCKS = [
  { label: "Text", hint: "plain paragraph", icon: "notes", needs: "paragraph", run: (editor) => chain(editor).setParagraph().run() },
  ...[2, 3, 4].map((level) => ({ label: `Heading ${level}`, hint: "#".repeat(level), words: "title section", icon: "title", needs: "heading", level, run: (editor) => chain(editor).setHeading({ level }).run() })),
  { label: "List", hint: "-", words: "bullets unordered", icon: "format_list_bulleted", needs: "bulletList", run: (editor) => chain(editor).toggleBulletList().run() },
  { label: "Numbered list", hint: "1.", words: "ordered steps", icon: "format_list_numbered", needs: "orderedList", run: (editor) => chain(editor).toggleOrderedList().run() },
  { label: "Quote", hint: ">", words: "citation blockquote", icon: "format_quote", needs: "blockquote", run: (editor) => chain(editor).toggleBlockquote().run() },
  { label: "Picture", words: "image photo figure upload", icon: "image", needs: "figure", run: (editor) => chain(editor).choosePicture().run() },
  { label: "Video or post", words: "embed youtube vimeo twitter mastodon", icon: "smart_display", needs: "embed", run: (editor) => chain(editor).insertEmbed().run() },
  { label: "Table", words: "rows columns grid", icon: "grid_on", needs: "table", run: (editor) => chain(editor).insertTableWithOptions().run() },
  { label: "Code", hint: "```", words: "source listing pre", icon: "code", needs: "codeBlock", run: (editor) => chain(editor).setCodeBlock().run() },
  ...[["note", "Note"], ["tip", "Tip"], ["warning", "Warning"]].map(([kind, label]) => ({ label, words: "call-out callout box", icon: "lightbulb", needs: "callout", run: (editor) => chain(editor).toggleCallout(kind).run() })),
  { label: "Talk to Our Experts", words: "call to action cta lead form contact", icon: "forum", needs: "talk", run: (editor) => chain(editor).insertTalk().run() },
  { label: "Line between sections", hint: "---", words: "rule divider separator hr", icon: "horizontal_rule", needs: "horizontalRule", run: (editor) => chain(editor).setHorizontalRule().run() },
];

// Those that the text may hold, whose label or words begin with what was typed; labels first.
export function matching(editor, typed) {
  const wanted = typed.trim().toLowerCase();
  const isIn = (text = "") => ` ${text.toLowerCase()}`.includes(` ${wanted}`);
  const known = BLOCKS.filter(({ needs }) => needs in editor.schema.nodes);
  const byLabel = known.filter(({ label }) => isIn(label));
  return wanted ? [...byLabel, ...known.filter((block) => !byLabel.includes(block) && isIn(block.words))] : known;
}
