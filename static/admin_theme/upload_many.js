// Many pictures at once, chosen or dropped: one line each, with its progress, and in words what became of it.
import { send } from "./editor/asking.js";
import { el } from "./editor/dom.js";

const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif"
const AT_ONCE = 2 // the server decodes no more at a time

const box = document.querySelector(".upload-many")
if (box) begin(box)

function begin(box) {
  const waiting = []
  let running = 0
  const file = el("input", { type: "file", accept: TYPES, multiple: true, hidden: true, "aria-label": "Pictures", onchange: () => {
    add([...file.files])
    file.value = ""
  } })
  const list = el("ul", { "aria-label": "Uploads" })
  const status = el("p", { role: "status" })
  box.append(
    el("div", { class: "upload-many__choose" },
      el("button", { type: "button", class: "button", onclick: () => file.click() }, "Upload pictures…"),
      el("span", { class: "quiet" }, "or drop them here, as many as you like"),
    ),
    file, list, status,
  )
  box.hidden = false
  dropped(box, add)

  function add(files, line) {
    for (const given of files) {
      const own = line ?? list.appendChild(el("li"))
      waiting.push([given, own])
      waits(given, own)
    }
    status.textContent = ""
    next()
  }

  function next() {
    while (running < AT_ONCE && waiting.length) {
      running += 1
      const [given, line] = waiting.shift()
      upload(box.dataset.address, given, line, () => add([given], line)).finally(() => {
        running -= 1
        next()
        if (!running) told()
      })
    }
  }

  function told() {
    const done = list.querySelectorAll("[data-done]").length
    const lines = list.children.length
    status.replaceChildren(`${done} of ${lines} uploaded. `, done ? el("a", { href: location.pathname }, "Show them in the list") : "")
  }
}

const place = () => el("span", { class: "upload-many__place" })

function waits(given, line) {
  line.replaceChildren(place(), el("span", {}, given.name), el("span", { class: "quiet" }, "Waiting"))
}

async function upload(address, given, line, again) {
  const progress = el("progress", { max: "1", value: "0", "aria-label": `Uploading ${given.name}` })
  line.replaceChildren(place(), el("span", {}, given.name), progress)
  // All sent, the server still decodes: the bar moves without an end.
  const { done } = send(address, { file: given }, (part) => (part < 1 ? (progress.value = part) : progress.removeAttribute("value")))
  try {
    came(given, line, await done)
  } catch (error) {
    refused(given, line, error, again)
  }
}

function came(given, line, { picture, address, was_known, note }) {
  const link = el("a", { href: address }, was_known ? picture.name : "Describe it")
  const words = was_known ? ["Already in the library as ", link, ". Nothing was added."] : ["Uploaded. ", link, note ? `. ${note}` : ""]
  if (!was_known) line.dataset.done = ""
  line.replaceChildren(el("img", { src: picture.thumbnail, alt: "" }), el("span", {}, given.name), el("span", { class: "quiet" }, ...words))
}

function refused(given, line, error, again) {
  line.replaceChildren(place(), el("span", {}, given.name), el("span", { class: "is-refused" }, `${error.message} `, el("button", { type: "button", class: "button quiet-button", onclick: again }, "Try again")))
}

// Anywhere on the page: a file that misses a box would open in place of the page.
function dropped(box, add) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files")
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    box.classList.add("is-over")
  })
  document.addEventListener("dragleave", (event) => event.relatedTarget || box.classList.remove("is-over"))
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    box.classList.remove("is-over")
    add([...event.dataTransfer.files])
  })
}
