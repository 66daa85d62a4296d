// A video or a post of another site: its address, a title, and a still of our own if somebody chose one.
import { Node, pm } from "django-prose-editor/editor";
import { addressIn, providerOf, titleFor } from "./embed-address.js";
import { EmbedView } from "./embed-view.js";
import { editEmbed } from "./embed-panel.js";

const pictureOf = (image) => image && { src: image.getAttribute("src"), file: image.getAttribute("data-file") };

function attrsOf(figure) {
  const link = figure.querySelector("a[href]");
  const address = addressIn(link?.getAttribute("href") ?? "");
  return address ? { address, title: link.textContent, still: pictureOf(figure.querySelector("img[data-file]")) } : false;
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    address: { default: "", rendered: false },
    title: { default: "", rendered: false },
    still: { default: null, rendered: false },
  }),
  parseHTML: () => [{ tag: 'figure[class="embed"]', priority: 60, getAttrs: attrsOf }],
  renderHTML({ node: { attrs: { address, title, still } } }) {
    const image = still ? [["img", { src: still.src, alt: "", "data-file": still.file, "data-decorative": "true" }]] : [];
    return ["figure", { class: "embed", "data-provider": providerOf(address) }, ...image, ["a", { href: address }, title]];
  },
  addNodeView() {
    return ({ node, getPos, editor }) => new EmbedView(node, () => editEmbed(editor, getPos()));
  },
  addCommands() {
    return {
      insertEmbed: () => ({ editor }) => {
        editEmbed(editor);
        return true;
      },
    };
  },
  addProseMirrorPlugins() {
    return [new pm.state.Plugin({ props: { handlePaste: (view, event) => embedPasted(this.editor, event) } })];
  },
});

// An address alone, pasted on an empty line. One step back makes it a plain link.
function embedPasted(editor, event) {
  const { state, view } = editor;
  const { $from, empty } = state.selection;
  const address = addressIn(event.clipboardData?.getData("text/plain") ?? "");
  if (!address || new URL(address).origin === location.origin) return false;
  if (!empty || $from.parent.type.name !== "paragraph" || $from.parent.content.size || $from.depth !== 1) return false;
  const { link } = state.schema.marks;
  view.dispatch(state.tr.insertText(address).addMark($from.pos, $from.pos + address.length, link.create({ href: address })).setMeta("preventAutolink", true));
  const embed = state.schema.nodes.embed.create({ address, title: titleFor(address) });
  const { tr } = editor.state;
  tr.replaceWith($from.before(), editor.state.selection.$from.after(), [embed, state.schema.nodes.paragraph.create()]);
  tr.setSelection(pm.state.TextSelection.near(tr.doc.resolve($from.before() + embed.nodeSize)));
  view.dispatch(pm.history.closeHistory(tr).scrollIntoView());
  return true;
}
