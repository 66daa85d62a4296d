// Rows chosen by their names: search, take, put in order, take away. The hidden field holds the ids.
for (const box of document.querySelectorAll("[data-picks]")) begin(box)

function begin(box) {
  const field = box.querySelector("input")
  const label = box.dataset.label
  let chosen = JSON.parse(box.dataset.chosen)
  let found = []
  let marked = -1
  let asked = 0

  const list = document.createElement("ol")
  const entry = document.createElement("input")
  const results = document.createElement("ul")
  const said = document.createElement("p")
  results.className = "picks__found"
  results.id = `${field.id}_found`
  results.role = "listbox"
  results.ariaLabel = `Found for ${label}`
  said.role = "status"
  Object.assign(entry, { type: "text", id: `${field.id}_entry`, placeholder: "Search to add", autocomplete: "off", role: "combobox", ariaExpanded: "false" })
  entry.setAttribute("aria-controls", results.id)
  entry.setAttribute("aria-label", `Add to ${label}`)
  document.querySelector(`label[for="${field.id}"]`)?.setAttribute("for", entry.id)
  box.append(list, entry, results, said)

  // Heard always, seen where the list does not say it.
  function tell(words, { isSeen = false } = {}) {
    said.className = isSeen ? "help" : "visually-hidden"
    said.textContent = words
  }
  function keep() {
    field.value = chosen.map(({ id }) => id).join(",")
    field.dispatchEvent(new Event("input", { bubbles: true }))
    show()
  }
  function show() {
    list.replaceChildren(...chosen.map((row, place) => {
      const item = document.createElement("li")
      const name = document.createElement("span")
      name.textContent = row.text
      item.append(name, button("↑", `Move ${row.text} up`, place === 0, () => move(place, -1)), button("↓", `Move ${row.text} down`, place === chosen.length - 1, () => move(place, 1)), button("×", `Remove ${row.text}`, false, () => {
        chosen.splice(place, 1)
        keep()
        entry.focus()
      }))
      return item
    }))
  }
  function button(sign, words, disabled, act) {
    const made = document.createElement("button")
    Object.assign(made, { type: "button", textContent: sign, ariaLabel: words, disabled })
    made.addEventListener("click", act)
    return made
  }
  function move(place, by) {
    chosen.splice(place + by, 0, ...chosen.splice(place, 1))
    keep()
    tell(`${chosen[place + by].text} is number ${place + by + 1}`)
    list.children[place + by].querySelector(`button:nth-of-type(${by < 0 ? 1 : 2}):not([disabled]), button:not([disabled])`)?.focus()
  }
  function take(row) {
    if (row && !chosen.some(({ id }) => String(id) === String(row.id))) chosen.push(row)
    entry.value = ""
    offer([])
    keep()
  }
  function offer(rows) {
    found = rows.filter((row) => !chosen.some(({ id }) => String(id) === String(row.id)))
    marked = found.length ? 0 : -1
    entry.ariaExpanded = String(found.length > 0)
    results.replaceChildren(...found.map((row, place) => {
      const item = document.createElement("li")
      Object.assign(item, { role: "option", id: `${results.id}_${place}`, textContent: row.text })
      item.addEventListener("mousedown", (event) => {
        event.preventDefault()
        take(row)
      })
      return item
    }))
    mark()
  }
  function close() {
    asked += 1
    offer([])
    tell("")
  }
  function mark() {
    for (const [place, item] of [...results.children].entries()) item.ariaSelected = String(place === marked)
    entry.setAttribute("aria-activedescendant", marked >= 0 ? `${results.id}_${marked}` : "")
  }
  entry.addEventListener("input", async () => {
    const mine = ++asked
    if (!entry.value.trim()) return close()
    const answer = await fetch(`${box.dataset.search}&term=${encodeURIComponent(entry.value)}`).catch(() => null)
    if (mine !== asked) return
    if (!answer?.ok) return tell("The search does not answer; try again in a moment.", { isSeen: true })
    const { results: rows } = await answer.json()
    offer(rows.slice(0, 8))
    if (found.length) tell(`${found.length} found`)
    else tell(rows.length ? "Nothing found that is not chosen already" : "Nothing found", { isSeen: true })
  })
  entry.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && found.length) {
      event.preventDefault()
      marked = (marked + step + found.length) % found.length
      mark()
    } else if (event.key === "Enter") {
      event.preventDefault()
      if (marked >= 0) take(found[marked])
    } else if (event.key === "Escape") close()
  })
  entry.addEventListener("blur", close)
  tell("")
  show()
}
