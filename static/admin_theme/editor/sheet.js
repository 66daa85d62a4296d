// The editing area looks like the published page (class "prose", static/css/prose.css) and is named for screen readers:
// it is no form control, so its label cannot point to it.
import { Extension, pm } from "django-prose-editor/editor";

const { Decoration, DecorationSet } = pm.view;

// Of the blocks at the top, the one with the cursor: sheet.css lets it be drawn at once.
function cursorsBlock({ doc, selection: { $head } }) {
  if (!$head.depth) return null;
  const from = $head.before(1);
  return DecorationSet.create(doc, [Decoration.node(from, from + $head.node(1).nodeSize, { class: "has-cursor" })]);
}

export const Sheet = Extension.create({
  name: "sheet",
  addOptions: () => ({ label: "Text" }),
  addProseMirrorPlugins: () => [new pm.state.Plugin({ props: { attributes: { class: "prose" }, decorations: cursorsBlock } })],
  onCreate() {
    const names = { role: "textbox", "aria-multiline": "true", "aria-label": this.options.label };
    for (const [name, value] of Object.entries(names)) this.editor.view.dom.setAttribute(name, value);
  },
});
