// What is planned is dragged to another day; its own form, which is there for those who do not drag, does the moving.
let dragged

document.addEventListener("dragstart", ({ target, dataTransfer }) => {
  dragged = target.closest?.("[data-form]")
  if (dragged) dataTransfer.effectAllowed = "move"
})
for (const day of document.querySelectorAll("[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (!dragged) return
    event.preventDefault()
    day.classList.add("is-target")
  })
  day.addEventListener("dragleave", () => day.classList.remove("is-target"))
  day.addEventListener("drop", (event) => {
    event.preventDefault()
    day.classList.remove("is-target")
    const form = dragged && document.getElementById(dragged.dataset.form)
    if (!form) return
    form.elements.day.value = day.dataset.day
    form.requestSubmit(form.querySelector("button:not([name])"))
  })
}
