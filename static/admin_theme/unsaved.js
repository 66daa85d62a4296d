// Whoever leaves a form with words that are saved nowhere is asked first. The desk keeps its words itself.
const form = document.querySelector("#content-main > form[method=post]")
const isRefused = Boolean(form?.querySelector(".errornote")) // what the page shows is not saved either
let before = null
let isLeaving = false
const editors = new Map() // by the names of their fields, which they spell anew only once something is typed

function snapshot() {
  const said = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")
  return said.map(([name, value]) => [name, words(editors.get(name)?.getHTML() ?? value)])
}
// Without the empty line that the editor adds below a list or a picture, to go on writing.
const words = (value) => typeof value === "string" ? value.replace(/(<p><\/p>)+$/, "") : `${value.name} ${value.size}`
const remember = () => (before ??= snapshot())

if (form) {
  // Once all scripts have built their fields, or when a hand is quicker.
  addEventListener("load", () => setTimeout(remember))
  for (const kind of ["keydown", "pointerdown", "drop"]) addEventListener(kind, remember, { capture: true, once: true })
  form.addEventListener("prose-editor:ready", ({ target, detail: { editor } }) => {
    editors.set(target.name, editor)
    before &&= before.map(([name, value]) => [name, name === target.name ? words(editor.getHTML()) : value])
  })
  form.addEventListener("submit", () => {
    isLeaving = true
    setTimeout(() => (isLeaving = false), 10000)
  })
  addEventListener("beforeunload", (event) => {
    if (isLeaving) return
    if (isRefused || JSON.stringify(remember()) !== JSON.stringify(snapshot())) event.preventDefault()
  })
}
