// The editor writes the whole text as HTML into its form field after every key. Here it is written when the keys rest, and
// at once whenever somebody could read the field: before the form is sent, when it is gathered, when the page is left.
import { Extension } from "django-prose-editor/editor";

const REST = 300; // ms

export const Resting = Extension.create({
  name: "resting",
  onBeforeCreate() {
    const write = this.editor.options.onUpdate;
    let waiting = null;
    this.storage.flush = () => {
      if (waiting === null) return;
      clearTimeout(waiting);
      waiting = null;
      write({ editor: this.editor });
    };
    this.editor.options.onUpdate = () => {
      clearTimeout(waiting);
      waiting = setTimeout(this.storage.flush, REST);
    };
  },
  onCreate() {
    const { flush } = this.storage;
    const textarea = this.editor.view.dom.closest(".prose-editor").querySelector("textarea");
    textarea.form?.addEventListener("submit", flush, { capture: true });
    textarea.form?.addEventListener("formdata", ({ formData }) => {
      flush();
      if (formData.has(textarea.name)) formData.set(textarea.name, textarea.value);
    });
    document.addEventListener("visibilitychange", flush);
    addEventListener("pagehide", flush);
  },
  onBlur() {
    this.storage.flush();
  },
  onDestroy() {
    this.storage.flush?.();
  },
});
