// After a refused save the first field with an error has the focus, whatever a script has made of that field.
const BUILT = [".ProseMirror", ".select2-selection", "input, select, textarea", "button"]
const BOXES = ".form-row, .side-field, .paper-field, td"

// Behind Django's own script, which takes the focus to the first field of a form for something new.
addEventListener("load", () => {
  const field = document.querySelector('#content [aria-invalid="true"]') ?? document.querySelector("#content .errorlist:not(.nonfield)")
  if (!field || document.activeElement?.matches("[data-focus], #content [aria-invalid='true']")) return
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  lead(field)
  // The text editor may come later than the page.
  field.addEventListener("prose-editor:ready", () => setTimeout(() => document.activeElement === document.body && lead(field)))
})

function lead(field) {
  const box = field.closest(BOXES) ?? field.parentElement
  const built = BUILT.flatMap((kind) => [...box.querySelectorAll(kind)])
  const shown = [field, ...built].find((one) => one.matches(BUILT.join()) && isThere(one))
  shown?.scrollIntoView({ block: "center" })
  shown?.focus({ preventScroll: true })
}

const isThere = (field) => field.offsetParent && !field.matches(":disabled, .select2-hidden-accessible")
