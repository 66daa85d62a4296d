// A click into a link copies it.
for (const field of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button")
  Object.assign(button, { type: "button", className: "button quiet-button", textContent: "Copy" })
  button.addEventListener("click", async () => {
    field.select()
    await navigator.clipboard?.writeText(field.value).catch(() => {})
    button.textContent = "Copied"
  })
  field.after(button)
}
