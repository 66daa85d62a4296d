// Gives the fields with suggestions, and the fields in tables, the names that sighted people read beside or above them.
window.django?.jQuery(() => name(document)) // in its queue behind what builds those fields
document.addEventListener("formset:added", ({ target }) => setTimeout(() => name(target)))

function name(part) {
  for (const field of part.querySelectorAll(".inline-group td :is(input, select):not([type=hidden])")) {
    if (!field.labels?.length) field.setAttribute("aria-label", heading(field))
  }
  for (const box of part.querySelectorAll(".select2-selection[aria-labelledby]")) {
    const select = box.closest(".select2-container").previousElementSibling
    const words = select.labels?.[0]?.textContent.replace(/:\s*$/, "") || heading(select)
    const shown = box.querySelector(".select2-selection__rendered")
    const chosen = shown?.title
    shown?.removeAttribute("role")
    shown?.removeAttribute("aria-readonly")
    box.removeAttribute("aria-labelledby")
    box.setAttribute("aria-label", chosen ? `${words}: ${chosen}` : words)
  }
}

function heading(field) {
  const cell = field.closest("td")
  return cell?.closest("table").rows[0].cells[cell.cellIndex]?.textContent.trim() || "Choice"
}
