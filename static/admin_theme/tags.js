// One tag at a time: what is typed becomes a tag at a comma, at Enter, or when it is chosen from the list.
for (const box of document.querySelectorAll("[data-tags]")) begin(box)

function begin(box) {
  const field = box.querySelector("input")
  const list = document.createElement("ul")
  const entry = document.createElement("input")
  entry.type = "text"
  entry.setAttribute("list", "known-tags")
  entry.setAttribute("aria-label", "Add a tag")
  entry.placeholder = "Add a tag"
  entry.className = "vTextField"
  const options = box.querySelector("datalist")
  const known = new Set([...options.children].map((option) => option.value))
  const source = box.dataset.tags // where to ask; empty where all of them came with the page
  let waiting = null
  let tags = parse(field.value)

  function show() {
    field.value = tags.map((tag) => (/[",]/.test(tag) ? `"${tag.replaceAll('"', "")}"` : tag)).join(", ") + (tags.length === 1 ? "," : "")
    list.replaceChildren(...tags.map(chip))
  }
  // As if it had been typed: whoever keeps or shows what stands on the page listens for that.
  function change(now) {
    const before = field.value
    tags = now
    show()
    if (field.value !== before) field.dispatchEvent(new Event("input", { bubbles: true }))
  }
  function chip(tag) {
    const item = document.createElement("li")
    const remove = document.createElement("button")
    remove.type = "button"
    remove.textContent = "×"
    remove.setAttribute("aria-label", `Remove ${tag}`)
    remove.addEventListener("click", () => {
      change(tags.filter((other) => other !== tag))
      entry.focus()
    })
    item.append(tag, remove)
    return item
  }
  function add(words) {
    const now = [...tags]
    for (const word of words.split(",").map((part) => part.trim()).filter(Boolean)) {
      if (!now.some((tag) => tag.toLowerCase() === word.toLowerCase())) now.push(word)
    }
    entry.value = ""
    change(now)
  }
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault()
      add(entry.value)
    } else if (event.key === "Backspace" && !entry.value && tags.length) {
      change(tags.slice(0, -1))
    }
  })
  entry.addEventListener("input", (event) => {
    if (event.inputType !== "insertText" && known.has(entry.value)) add(entry.value)
    else if (source) {
      clearTimeout(waiting)
      waiting = setTimeout(ask, 150)
    }
  })
  // Late answers to earlier letters are passed over; without an answer tags are typed as ever.
  async function ask() {
    const typed = entry.value.trim()
    if (!typed) return
    const answer = await fetch(`${source}?${new URLSearchParams({ q: typed })}`).then((response) => (response.ok ? response.json() : null)).catch(() => null)
    if (!answer || entry.value.trim() !== typed) return
    known.clear()
    for (const tag of answer.tags) known.add(tag)
    options.replaceChildren(...answer.tags.map((tag) => new Option("", tag)))
  }
  entry.addEventListener("blur", () => add(entry.value))

  field.type = "hidden"
  document.querySelector(`label[for="${field.id}"]`)?.setAttribute("for", `${field.id}_entry`)
  entry.id = `${field.id}_entry`
  box.append(list, entry)
  show()
}

// The same as the server reads: commas between, quotes around what holds one.
function parse(text) {
  return (text.match(/"[^"]*"|[^,]+/g) || []).map((part) => part.replaceAll('"', "").trim()).filter(Boolean)
}
