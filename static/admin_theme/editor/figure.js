// A figure: a picture of the library, its caption, and inside the caption the credit.
import { Image as PlainImage, Mark, Node, pm } from "django-prose-editor/editor";
import { FigureView } from "./figure-view.js";

// Copied from a page of ours, an address is whole; kept is only its path.
function ownPath(address) {
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  return url?.origin === location.origin ? url.pathname : null;
}

// Only pictures of the library; others are told about where they were pasted. The order of the attributes is the one
// in which imported bodies have them, so that opening and saving one changes nothing.
export const Image = PlainImage.extend({
  addAttributes() {
    const { alt, width, height, file } = this.parent?.() ?? {};
    return {
      src: { default: null, parseHTML: (image) => ownPath(image.getAttribute("src")) },
      alt,
      file,
      decorative: {
        default: null,
        parseHTML: (image) => image.getAttribute("data-decorative"),
        renderHTML: ({ decorative }) => (decorative ? { "data-decorative": "true" } : {}),
      },
      width,
      height,
    };
  },
  parseHTML: () => [{ tag: "img[data-file]", getAttrs: (image) => (ownPath(image.getAttribute("src")) ? null : false) }],
  addInputRules: () => [],
});

export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => leave(editor) };
  },
});

// Who made the picture. Only in a caption: elsewhere small print has no place in an article.
export const Credit = Mark.create({
  name: "credit",
  inclusive: false,
  parseHTML: () => [{ tag: "small", context: "caption/" }],
  renderHTML: () => ["small", 0],
});

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "image caption",
  draggable: true,
  isolating: true,
  parseHTML: () => [{ tag: "figure", getAttrs: (figure) => (figure.querySelector("img[data-file]") ? null : false) }],
  renderHTML: () => ["figure", 0],
  addNodeView() {
    return ({ node, getPos, editor }) => new FigureView(node, getPos, editor);
  },
  addProseMirrorPlugins() {
    return [new pm.state.Plugin({ props: { handleClickOn: selectWhole } })];
  },
});

// A click on the picture takes the figure with its caption.
function selectWhole(view, position, node, nodePosition) {
  if (node.type.name !== "image" || view.state.doc.resolve(nodePosition).parent.type.name !== "figure") return false;
  view.dispatch(view.state.tr.setSelection(pm.state.NodeSelection.create(view.state.doc, nodePosition - 1)));
  return true;
}

// Enter in a caption goes on below the figure.
function leave(editor) {
  const { $from } = editor.state.selection;
  if ($from.parent.type.name !== "caption") return false;
  return editor.commands.insertContentAt($from.after(-1), { type: "paragraph" }, { updateSelection: true });
}
