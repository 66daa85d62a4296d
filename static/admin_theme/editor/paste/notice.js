// In the place of a picture that did not come along: what it was, and a way to bring it. Never part of the article.
import { Node } from "django-prose-editor/editor";
import { button, el } from "../dom.js";

function fileOf(content, name) {
  const [head, data] = content.split(",");
  const type = /^data:([^;]+)/.exec(head)[1];
  const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
  return new File([bytes], name || `pasted.${type.split("/")[1].replace("jpeg", "jpg")}`, { type });
}

export const PictureNotice = Node.create({
  name: "pictureNotice",
  group: "block",
  atom: true,
  addAttributes: () => Object.fromEntries(["content", "name", "from", "alt"].map((name) => [
    name, { default: "", rendered: false, parseHTML: (element) => element.getAttribute(`data-${name}`) ?? "" },
  ])),
  parseHTML: () => [{ tag: "div[data-picture-notice]" }],
  renderHTML: () => ["div", { "data-picture-notice": "" }], // nothing that is stored: blog/body.py knows no div
  addNodeView() {
    return ({ node, getPos, editor }) => {
      const { name, from } = node.attrs;
      const words = `${name ? `“${name}”` : "A picture"}${from ? ` from ${from}` : ""} was not copied. Save it there and upload it here.`;
      const remove = () => editor.view.dispatch(editor.state.tr.delete(getPos(), getPos() + node.nodeSize));
      const file = el("input", { type: "file", accept: "image/*", hidden: true, "aria-label": "Picture", onchange: () => {
        const place = getPos();
        const [chosen] = file.files;
        remove();
        editor.commands.addPictures([chosen], place);
      } });
      const dom = el("div", { class: "upload is-refused", contenteditable: "false", "data-notice": true },
        el("span", { class: "upload__words" }, words), file,
        el("span", { class: "upload__buttons" }, button("Upload…", () => file.click()), button("Remove", () => { remove(); editor.view.focus(); })));
      return { dom, stopEvent: (event) => dom.contains(event.target), ignoreMutation: () => true };
    };
  },
  // Pictures that came along as data are sent at once, from the last to the first so that the places hold.
  onTransaction({ transaction }) {
    if (!transaction.docChanged || transaction.getMeta("uiEvent") !== "paste") return;
    const found = [];
    this.editor.state.doc.descendants((node, position) => {
      if (node.type === this.type && node.attrs.content) found.push([position, node]);
    });
    if (found.length) queueMicrotask(() => send(this.editor, found));
  },
});

function send(editor, found) {
  const { tr } = editor.state;
  const places = [];
  for (const [position, node] of found) {
    const from = tr.mapping.map(position);
    tr.delete(from, from + node.nodeSize);
    places.push([from, fileOf(node.attrs.content, node.attrs.name)]);
  }
  editor.view.dispatch(tr);
  for (const [place, file] of places) editor.commands.addPictures([file], place);
}
