// Pictures come in by drag and drop, from the clipboard, from a file or from the library.
import { Extension, pm } from "django-prose-editor/editor";
import { pictureAt } from "./figure-panel.js";
import { imageOf } from "./figure-words.js";
import { openLibrary } from "./library.js";
import { between, insertPicture } from "./placing.js";
import { Uploads, uploadsPlugin } from "./uploads.js";

// A picture alone. Word and spreadsheets send a picture of the words along with the words: those are meant then.
function filesOf(data) {
  const files = [...(data?.files ?? [])];
  const words = data?.getData("text/html").replace(/<style[^]*?<\/style>|<!--[^]*?-->|<[^>]*>|&nbsp;/gi, "").trim();
  return words ? [] : files;
}

export const Pictures = Extension.create({
  name: "pictures",

  addOptions: () => ({ upload: "", library: "" }),
  addStorage() {
    return { uploads: null, library: this.options.library };
  },

  onCreate() {
    this.storage.uploads = new Uploads(this.editor, this.options.upload);
    const { form } = this.editor.view.dom.closest(".prose-editor").querySelector("textarea");
    if (form) this.storage.uploads.holdBack(form);
  },

  addCommands() {
    return {
      addPictures: (files, position) => () => {
        this.storage.uploads.add(files, position);
        return true;
      },
      // Where a picture is selected, the new one takes its place.
      choosePicture: () => ({ editor }) => {
        const place = pictureAt(editor.state);
        openLibrary(editor, this.options.library, {
          onPick: (picture) => {
            if (place !== null) replace(editor, place, picture);
            else insertPicture(editor, between(editor.state.doc, editor.state.selection.to), picture);
          },
          onFiles: (files) => editor.commands.addPictures(files),
        });
        return true;
      },
    };
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    const handlers = {
      handlePaste(view, event) {
        const files = filesOf(event.clipboardData);
        return files.length > 0 && editor.commands.addPictures(files);
      },
      handleDrop(view, event, slice, isMoved) {
        const files = isMoved ? [] : filesOf(event.dataTransfer);
        if (!files.length) return false;
        event.preventDefault();
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        return editor.commands.addPictures(files, place?.pos);
      },
    };
    return [uploadsPlugin(), new pm.state.Plugin({ props: handlers })];
  },
});

function replace(editor, place, picture) {
  const { tr, doc, schema } = editor.state;
  const old = doc.nodeAt(place);
  const image = imageOf(schema, picture);
  if (old.type.name === "figure") tr.replaceWith(place + 1, place + 1 + old.firstChild.nodeSize, image);
  else tr.replaceWith(place, place + old.nodeSize, image);
  editor.view.dispatch(tr.setSelection(pm.state.NodeSelection.create(tr.doc, place)));
}
