// The public page of the very words on the desk, beside them; made again a moment after each change.
const form = document.querySelector("#desk")
const panel = form.querySelector("[data-preview-panel]")
const frame = form.querySelector("[data-preview-frame]")
const toggle = form.querySelector("[data-preview-toggle]")
const stage = frame.parentElement
const AFTER = 800 // ms
const usual = panel.querySelector("[data-width][aria-pressed=true]")
let width = Number(usual.dataset.width)
let view = "page"
let timer
let scroll = 0

function show() {
  clearTimeout(timer)
  if (panel.hidden) return
  scroll = frame.contentWindow?.scrollY ?? 0
  const carrier = document.createElement("form")
  Object.assign(carrier, { method: "post", action: form.dataset.preview, target: frame.name, hidden: true })
  const sent = new FormData(form)
  sent.set("as", view)
  if (form.dataset.article) sent.set("article", form.dataset.article)
  for (const [name, value] of sent) {
    if (typeof value !== "string") continue
    const field = document.createElement("textarea")
    field.name = name
    field.value = value
    carrier.append(field)
  }
  document.body.append(carrier)
  carrier.submit()
  carrier.remove()
}

function fit() {
  const room = stage.clientWidth
  const scale = Math.min(1, room / width)
  frame.style.width = `${width}px`
  frame.style.height = `${stage.clientHeight / scale}px`
  frame.style.transform = scale < 1 ? `scale(${scale})` : "none"
  frame.style.marginLeft = scale < 1 ? "0" : `${Math.max(0, (room - width) / 2)}px`
}

function press(button) {
  for (const other of button.parentElement.children) other.ariaPressed = String(other === button)
}

function open(isOpen) {
  panel.hidden = !isOpen
  toggle.ariaExpanded = String(isOpen)
  if (!isOpen) return toggle.focus()
  fit()
  show()
}

// A desktop's page, shrunk to a phone, is for nobody to read.
if (innerWidth < width) {
  const [narrowest] = usual.parentElement.children
  width = Number(narrowest.dataset.width)
  press(narrowest)
}
toggle.addEventListener("click", () => open(panel.hidden))
form.querySelector("[data-preview-close]").addEventListener("click", () => open(false))
panel.addEventListener("keydown", (event) => event.key === "Escape" && open(false))
panel.addEventListener("click", ({ target }) => {
  const { width: wide, scheme, as } = target.dataset
  if (wide) width = Number(wide)
  if (scheme) frame.style.colorScheme = scheme
  if (as) view = as
  if (wide || scheme || as) press(target)
  if (wide) fit()
  if (as) show()
})
frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, scroll))
addEventListener("resize", fit)

const later = () => {
  clearTimeout(timer)
  if (!panel.hidden) timer = setTimeout(show, AFTER)
}
form.addEventListener("input", later)
form.addEventListener("change", later)
document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => editor.on("update", later))
