// The editing area looks like the published page (class "prose", static/css/prose.css) and is named for screen readers:
// it is no form control, so its label cannot point to it.
import { Extension, pm } from "django-prose-editor/editor";

export const Sheet = Extension.create({
  name: "sheet",
  addOptions: () => ({ label: "Text" }),
  addProseMirrorPlugins: () => [new pm.state.Plugin({ props: { attributes: { class: "prose" } } })],
  onCreate() {
    const names = { role: "textbox", "aria-multiline": "true", "aria-label": this.options.label };
    for (const [name, value] of Object.entries(names)) this.editor.view.dom.setAttribute(name, value);
  },
});
