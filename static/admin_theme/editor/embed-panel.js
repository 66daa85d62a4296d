// The details of an embed; without a position, of a new one.
import { pm } from "django-prose-editor/editor";
import { addressIn, titleFor } from "./embed-address.js";
import { openDialog } from "./dialog.js";
import { button, el, field } from "./dom.js";
import { openLibrary } from "./library.js";

const ADDRESS_HELP = "A YouTube or Vimeo video plays in its place once a reader asks for it; anything else becomes a card with a link.";

export function editEmbed(editor, position) {
  const node = position === undefined ? null : editor.state.doc.nodeAt(position);
  const now = node?.attrs ?? { address: "", title: "", still: null };
  let still = now.still;
  const address = field("Address", { type: "url", inputmode: "url", help: ADDRESS_HELP });
  const title = field("Title", { maxlength: 200 });
  const shown = el("img", { class: "card__still", alt: "" });
  const refusal = el("p", { class: "writing-refusal", role: "alert" });
  address.control.value = now.address;
  title.control.value = now.title;
  const without = button("Without a still", () => keep(null));
  const keep = (picture) => {
    still = picture;
    shown.hidden = without.hidden = !picture;
    if (picture) shown.src = picture.src;
  };
  keep(still);
  const choose = button("Still from the library…", () => openLibrary(editor, editor.storage.pictures.library, {
    onPick: ({ id, src }) => keep({ src, file: String(id) }),
    onFiles: null,
  }));

  const save = () => {
    const found = addressIn(address.control.value);
    if (!found) {
      refusal.textContent = "Write a whole address, such as https://www.youtube.com/watch?v=…";
      address.control.focus();
      return false;
    }
    const attrs = { address: found, title: title.control.value.trim() || titleFor(found), still };
    const { tr, doc, schema } = editor.state;
    if (!node) editor.chain().insertContent({ type: "embed", attrs }).run();
    else if (doc.nodeAt(position) === node) {
      tr.replaceWith(position, position + node.nodeSize, schema.nodes.embed.create(attrs));
      editor.view.dispatch(tr.setSelection(pm.state.NodeSelection.create(tr.doc, position)));
    }
    return true;
  };
  openDialog(editor, "Video or post", [address.row, title.row, shown, el("div", { class: "writing-row" }, choose, without), refusal], {
    submit: node ? "Save" : "Insert",
    onSubmit: save,
  });
}
