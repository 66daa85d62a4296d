// Our additions to the rich text editor. What is exported here stands in for the editor's part of the same name.
import { ListItem as PlainListItem, Superscript as PlainSuperscript } from "django-prose-editor/editor"

// Footnotes point to each other by ids, which the editor would drop.
const keepsId = {
  addAttributes() {
    return { ...this.parent?.(), id: { default: null } }
  },
}
export const ListItem = PlainListItem.extend(keepsId)
export const Superscript = PlainSuperscript.extend(keepsId)

// The editing area is no form control, so its label cannot point to it.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const area = editor.view.dom
  area.setAttribute("role", "textbox")
  area.setAttribute("aria-multiline", "true")
  area.setAttribute("aria-label", textarea.getAttribute("aria-label") || "Text")
})
