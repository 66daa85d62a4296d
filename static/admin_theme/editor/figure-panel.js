// The words of a figure: alternative text or decoration, caption, credit; another picture, or none.
import { pm } from "django-prose-editor/editor";
import { openDialog } from "./dialog.js";
import { button, field } from "./dom.js";
import { captionOf } from "./figure-words.js";

const ALT_HELP = "What the picture shows, for those who do not see it. It is read out instead of the picture.";

// The figure that is selected or holds the cursor: its position, or null.
export function pictureAt({ selection, doc }) {
  const { $from, node } = selection;
  if (node?.type.name === "figure") return selection.from;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "figure") return $from.before(depth);
  }
  return node?.type.name === "image" && doc.resolve(selection.from).parent.type.name !== "figure" ? selection.from : null;
}

// A bare picture, as imports have them, answers as a figure without a caption.
function parts(node) {
  const isFigure = node.type.name === "figure";
  const image = isFigure ? node.firstChild : node;
  const words = [];
  let credit = "";
  (isFigure ? node.lastChild : node).forEach((child) => {
    if (child.marks?.some(({ type }) => type.name === "credit")) credit += child.text ?? "";
    else words.push(child);
  });
  const text = words.map((child) => child.textContent).join("").trim();
  return { image, words, credit: credit.trim(), text };
}

function changed(schema, { image, words, text }, wanted) {
  const kept = text === wanted.text ? trimmed(schema, words) : wanted.text ? [schema.text(wanted.text)] : [];
  const attrs = { ...image.attrs, alt: wanted.decorative ? "" : wanted.alt, decorative: wanted.decorative ? "true" : null };
  return schema.nodes.figure.create(null, [
    schema.nodes.image.create(attrs),
    schema.nodes.caption.create(null, captionOf(schema, kept, wanted.credit)),
  ]);
}

// Without the blank that stood before the credit.
function trimmed(schema, words) {
  const last = words.at(-1);
  if (!last?.isText || last.text === last.text.trimEnd()) return words;
  const text = last.text.trimEnd();
  return [...words.slice(0, -1), ...(text ? [schema.text(text, last.marks)] : [])];
}

export function editPicture(editor, position) {
  const node = editor.state.doc.nodeAt(position);
  const now = parts(node);
  const alt = field("Alternative text", { tag: "textarea", rows: 3, maxlength: 400, help: ALT_HELP });
  const decorative = field("Mere decoration: nothing is read out", { type: "checkbox" });
  const caption = field("Caption", { maxlength: 400 });
  const credit = field("Credit", { maxlength: 200, help: "Who made it, and its licence." });
  alt.control.value = now.image.attrs.alt ?? "";
  decorative.control.checked = Boolean(now.image.attrs.decorative);
  caption.control.value = now.text;
  credit.control.value = now.credit;
  const adapt = () => { alt.control.disabled = decorative.control.checked; };
  decorative.control.addEventListener("change", adapt);
  adapt();

  const replace = (content) => {
    const { tr, doc, schema } = editor.state;
    if (doc.nodeAt(position) !== node) return; // somebody undid what this dialog was opened for
    const figure = content(schema);
    tr.replaceRangeWith(position, position + node.nodeSize, figure);
    editor.view.dispatch(tr.setSelection(pm.state.NodeSelection.create(tr.doc, position)));
  };
  const save = () => replace((schema) => changed(schema, now, {
    alt: alt.control.value.trim().replace(/\s+/g, " "),
    decorative: decorative.control.checked,
    text: caption.control.value.trim(),
    credit: credit.control.value.trim(),
  }));
  const dialog = openDialog(editor, "Picture", [alt.row, decorative.row, caption.row, credit.row], {
    submit: "Save",
    onSubmit: save,
    more: [
      button("Another picture…", () => {
        dialog.close();
        editor.commands.setNodeSelection(position);
        editor.commands.choosePicture();
      }),
      button("Remove", () => {
        editor.view.dispatch(editor.state.tr.delete(position, position + node.nodeSize));
        dialog.close();
      }, { kind: "is-danger" }),
    ],
  });
}
