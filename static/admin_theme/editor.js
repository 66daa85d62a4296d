// Our additions to the rich text editor. What is exported here stands in for the editor's part of the same name.
import {
  Code as PlainCode,
  CodeBlock as PlainCodeBlock,
  Image as PlainImage,
  ListItem as PlainListItem,
  Superscript as PlainSuperscript,
  Table as PlainTable,
  updateAttrsDialog,
} from "django-prose-editor/editor"

// Footnotes point to each other by ids, which the editor would drop.
const keepsId = {
  addAttributes() {
    return { ...this.parent?.(), id: { default: null } }
  },
}
export const ListItem = PlainListItem.extend(keepsId)

// Above links in rank, so that a footnote's number stays around its link.
export const Superscript = PlainSuperscript.extend({ ...keepsId, priority: 1100 })

// The editor's own takes links away from code, and links of that kind are common in what we write.
export const Code = PlainCode.extend({ excludes: "" })

// In the order in which imported bodies have them, so that opening and saving one changes nothing.
export const Image = PlainImage.extend({
  addAttributes() {
    const { width, height, ...others } = this.parent?.() ?? {}
    return { ...others, width, height }
  },
})

// A table begins with a row of headings and grows by its buttons: no question is asked first.
export const Table = PlainTable.extend({
  addCommands() {
    const start = { rows: 3, cols: 3, withHeaderRow: true }
    return { ...this.parent?.(), insertTableWithOptions: () => ({ commands }) => commands.insertTable(start) }
  },
})

// The language decides how code is coloured; a button for it appears inside a code block.
const askLanguage = updateAttrsDialog(
  { language: { type: "string", title: "Language, such as python or bash" } },
  { title: "Code", submitText: "Set" },
)
export const CodeBlock = PlainCodeBlock.extend({
  addMenuItems({ buttons, menu, editor }) {
    this.parent?.({ buttons, menu, editor })
    menu.defineItem({
      name: "codeLanguage",
      groups: "nodes",
      button: buttons.material("translate", "Language of the code"),
      hidden: (editor) => !editor.isActive("codeBlock"),
      async command(editor) {
        const chosen = await askLanguage(editor, editor.getAttributes("codeBlock"))
        if (chosen) {
          const language = chosen.language.trim().toLowerCase() || null
          editor.chain().focus().updateAttributes("codeBlock", { language }).run()
        }
      },
    })
  },
})

// The editing area is no form control, so its label cannot point to it.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const area = editor.view.dom
  area.setAttribute("role", "textbox")
  area.setAttribute("aria-multiline", "true")
  area.setAttribute("aria-label", textarea.getAttribute("aria-label") || "Text")
})
