// Pictures that are on their way: where they will stand, how far they are, and what the server said. One after the
// other: they keep their order, and the server makes the sizes of one at a time.
import { pm } from "django-prose-editor/editor";
import { send } from "./asking.js";
import { Placeholder } from "./placeholder.js";
import { between, insertPicture } from "./placing.js";
import { say } from "./saying.js";

const key = new pm.state.PluginKey("uploads");
const { Decoration, DecorationSet } = pm.view;
let count = 0;

export function uploadsPlugin() {
  return new pm.state.Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const { add, remove } = tr.getMeta(key) ?? {};
        const mapped = set.map(tr.mapping, tr.doc);
        if (add) return mapped.add(tr.doc, [widget(add)]);
        return remove ? mapped.remove(mapped.find(undefined, undefined, ({ id }) => id === remove)) : mapped;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

const widget = ({ id, position, dom }) =>
  Decoration.widget(position, dom, { id, key: id, side: 1, stopEvent: () => true, ignoreSelection: true });

const placeOf = (state, id) => key.getState(state).find(undefined, undefined, (spec) => spec.id === id)[0]?.from;

export class Uploads {
  constructor(editor, address) {
    this.editor = editor;
    this.address = address;
    this.running = new Set();
    this.last = Promise.resolve();
  }

  add(files, position = this.editor.state.selection.to) {
    for (const file of files) this.begin(file, between(this.editor.state.doc, position));
  }

  begin(file, position) {
    const id = `upload-${++count}`;
    const name = file.name || "the picture";
    const placeholder = new Placeholder(name, { onRetry: () => start(), onRemove: () => this.drop(id) });
    const { view, state } = this.editor;
    view.dispatch(state.tr.setMeta(key, { add: { id, position, dom: placeholder.dom } }).setMeta("addToHistory", false));
    const start = () => {
      placeholder.wait();
      this.running.add(id);
      this.last = this.last.then(() => this.running.has(id) && this.send(id, file, placeholder));
    };
    if (file.type.startsWith("image/")) start();
    else placeholder.refuse(`“${name}” is not a picture, so it was not taken.`);
  }

  async send(id, file, placeholder) {
    const { done, abort } = send(this.address, { file }, (part) => placeholder.progress(part));
    this.stop = abort;
    this.sending = id;
    say(this.editor, `Uploading ${placeholder.name}`);
    try {
      this.arrive(id, (await done).picture);
    } catch (error) {
      if (error.name !== "AbortError") {
        placeholder.refuse(`“${placeholder.name}” was not taken. ${error.message}`);
        this.onEnd = null; // what was refused is read before anything is sent
      }
    }
    this.sending = null;
    this.end(id);
  }

  end(id) {
    this.running.delete(id);
    if (!this.running.size) this.onEnd?.();
  }

  arrive(id, picture) {
    const place = placeOf(this.editor.state, id);
    if (place === undefined) return; // the text around it was deleted meanwhile
    this.forget(id);
    insertPicture(this.editor, place, picture);
    say(this.editor, `${picture.name} is in the text`);
  }

  drop(id) {
    if (this.sending === id) this.stop();
    this.end(id);
    this.forget(id);
    this.editor.view.focus();
  }

  forget(id) {
    const { view, state } = this.editor;
    view.dispatch(state.tr.setMeta(key, { remove: id }).setMeta("addToHistory", false));
  }

  // A form that is sent while pictures are on their way waits for them, and is sent then.
  holdBack(form) {
    form.addEventListener("submit", (event) => {
      if (!this.running.size) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      this.onEnd = () => { this.onEnd = null; form.requestSubmit(button); };
      say(this.editor, "The pictures are still on their way; what you pressed is done when they are here.");
    }, { capture: true });
  }
}
