// Small helps of the desk's fields: the address follows the title, counters, and the checklist leads to its field.
const form = document.querySelector("#desk")
const title = form.querySelector("#id_title")
const slug = form.querySelector("#id_slug")

// Only while nobody has seen it and nobody has written an address by hand.
let follows = !form.dataset.article && (!slug.value || slug.value === window.URLify(title.value, 180))
title.addEventListener("input", () => {
  if (follows) slug.value = window.URLify(title.value, 180)
})
slug.addEventListener("input", () => (follows = !slug.value))

// A title is one line, however it is shown.
title.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return
  event.preventDefault()
  form.querySelector("#id_summary").focus()
})

for (const [name, most] of [["search_title", 60], ["search_description", 160], ["social_title", 70], ["social_text", 200]]) count(name, most)

function count(name, most) {
  const field = form.querySelector(`#id_${name}`)
  const label = form.querySelector(`label[for="id_${name}"]`)
  if (!field || !label) return
  const counter = document.createElement("span")
  counter.className = "counter"
  const show = () => {
    counter.textContent = `${field.value.length} of ${most}`
    counter.classList.toggle("is-over", field.value.length > most)
  }
  field.addEventListener("input", show)
  label.append(" ", counter)
  show()
}

form.addEventListener("click", (event) => {
  const name = event.target.closest("[data-go-to]")?.dataset.goTo
  if (!name) return
  event.preventDefault()
  const field = name === "body" ? form.querySelector(".ProseMirror") : form.querySelector(`#id_${name}_entry, #id_${name}`)
  for (let section = field?.closest("details"); section; section = section.parentElement.closest("details")) section.open = true
  field?.scrollIntoView({ block: "center" })
  field?.focus({ preventScroll: true })
})

// One menu at a time, and none when the writer goes on elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of form.querySelectorAll(".desk-menu[open]")) if (!menu.contains(event.target)) menu.open = false
})
form.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest(".desk-menu[open]")
  if (!menu) return
  menu.open = false
  menu.querySelector("summary").focus()
})
form.querySelector("[data-focus]")?.focus({ preventScroll: true }) // it stands at the top, and may be taller than the window
